import { seededRandom } from '../../core/random';
import { dbToPower } from '../../core/units';
import { fftOfSize } from '../minimumPhase';
import { HEAD_RADIUS_M, SPEED_OF_SOUND } from './sphericalHead';
import type { RoomDecay, RoomModel } from './RoomModel';

/** Decays are made at this rate and brought to the wanted one, so that a room is the same room at every rate. */
export const DECAY_RATE = 48_000;
export const LONGEST_SEC = 0.6;
/** A decay is over this far down, dB. */
const OVER_DB = 50;
/** Octaves of the decay; the lowest and the highest reach on to the ends. */
const OCTAVES_HZ: readonly number[] = [62.5, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000];
/** Onset of the diffuse sound, seconds. */
const ONSET_SEC = 0.002;
/** Coherence of a diffuse field between the ears: sin(x) / x with three head radii in between (Kuhn's low-frequency path). */
const coherence = (frequencyHz: number): number => {
  const x = (2 * Math.PI * frequencyHz * 3 * HEAD_RADIUS_M) / SPEED_OF_SOUND;
  return x < Math.PI ? Math.sin(x) / x : 0;
};

/** RT60 at a frequency, seconds: straight over log f between the stated ones, held outside. */
function rt60At(decay: RoomDecay, frequencyHz: number): number {
  const [low, mid, high] = decay.rt60Sec;
  const octaves = Math.log2(frequencyHz / 1000);
  const t = Math.min(1, Math.max(-1, octaves / 3));
  return t < 0 ? mid + (low - mid) * -t : mid + (high - mid) * t;
}

/** Of some draws, with this one all rooms of `devices/rooms` came out flattest on average. */
const HASH_FROM = 0x811c9dc7;

/** FNV-1a of a model's id. */
function seedOf(id: string): number {
  let hash = HASH_FROM;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Amplitude of octave `band` at a place on the axis of octaves; over all bands they add up to 1. */
function octaveWeight(band: number, octave: number): number {
  const apart = Math.abs(octave - band);
  return apart < 1 ? 0.5 + 0.5 * Math.cos(Math.PI * apart) : 0;
}

/** Place on the axis of {@link OCTAVES_HZ}, held outside. */
export const octaveOf = (frequencyHz: number): number =>
  Math.min(OCTAVES_HZ.length - 1, Math.max(0, Math.log2(Math.max(frequencyHz, 1) / OCTAVES_HZ[0]!)));

/** Between the values of two neighbouring octaves, along their weights. */
export function betweenOctaves(values: ArrayLike<number>, octave: number): number {
  const below = Math.min(values.length - 2, Math.floor(octave));
  const weight = octaveWeight(below, octave);
  return weight * values[below]! + (1 - weight) * values[below + 1]!;
}

/** −60 dB is this many time constants of amplitude. */
const NEPER_60_DB = Math.LN10 * 3;

/** Slope of the backward-integrated energy from −5 to −25 dB as a rate of amplitude, 1/s (ISO 3382's T20). */
function decayRate(energies: Float64Array, stepSec: number): number {
  let left = 0;
  for (const energy of energies) left += energy;
  const all = left;
  let count = 0;
  let sumT = 0;
  let sumL = 0;
  let sumTT = 0;
  let sumTL = 0;
  for (let i = 0; i < energies.length; i++) {
    const level = 10 * Math.log10(left / all);
    if (level < -25) break;
    if (level <= -5) {
      const t = i * stepSec;
      count += 1;
      sumT += t;
      sumL += level;
      sumTT += t * t;
      sumTL += t * level;
    }
    left -= energies[i]!;
  }
  const slope = (count * sumTL - sumT * sumL) / (count * sumTT - sumT * sumT);
  return (-slope * Math.LN10) / 20;
}

/** Energies are added up over this many frames before they are integrated. */
const ENERGY_FRAMES = 16;
const RATE_ROUNDS = 3;

/**
 * Noise that decays in octaves, each with its own time: the four paths at {@link DECAY_RATE}, near ear first. Time and energy of each octave are put right after the draw, since a short decay is few numbers.
 * @param powerAt power density of one path over frequency; a flat pulse of 1 has 1 everywhere
 */
export function* decaySteps(
  model: RoomModel,
  decay: RoomDecay,
  powerAt: (frequencyHz: number) => number,
): Generator<void, Float64Array[], void> {
  const frames = Math.ceil(decayLengthSec(decay) * DECAY_RATE);
  const size = 2 ** Math.ceil(Math.log2(Math.max(frames, 2048)));
  const half = size / 2;
  const fft = fftOfSize(size);
  yield;
  const random = seededRandom(seedOf(model.id));
  const octaves = new Float64Array(half + 1);
  const gains = new Float64Array(half + 1);
  for (let k = 1; k < half; k++) {
    const hz = (k * DECAY_RATE) / size;
    octaves[k] = octaveOf(hz);
    gains[k] = Math.sqrt(powerAt(hz));
    if (k % 4096 === 0) yield;
  }
  const spectra: Float64Array[] = [];
  for (let pair = 0; pair < 2; pair++) {
    // Both ears of a loudspeaker: one is the real, the other the imaginary part.
    const noise = new Float64Array(2 * size);
    for (let i = 0; i < noise.length; i++) noise[i] = random() + random() - 1;
    const bins = new Float64Array(2 * size);
    yield;
    fft.transform(bins, noise);
    spectra.push(bins);
    yield;
  }
  const shaped = new Float64Array(2 * size);
  const time = new Float64Array(2 * size);
  const sums = Array.from({ length: 4 }, () => new Float64Array(frames));
  for (let octave = 0; octave < OCTAVES_HZ.length; octave++) {
    const centreHz = OCTAVES_HZ[octave]!;
    const same = coherence(centreHz);
    const own = Math.sqrt(1 - same * same);
    const paths: Float64Array[] = [];
    let energy = 0;
    for (const bins of spectra) {
      shaped.fill(0);
      energy = 0;
      for (let k = 1; k < half; k++) {
        const weight = octaveWeight(octave, octaves[k]!);
        if (weight === 0) continue;
        const gain = weight * gains[k]!;
        energy += (2 * gain * gain) / size;
        const m = size - k;
        shaped[2 * k] = bins[2 * k]! * gain;
        shaped[2 * k + 1] = bins[2 * k + 1]! * gain;
        shaped[2 * m] = bins[2 * m]! * gain;
        shaped[2 * m + 1] = bins[2 * m + 1]! * gain;
      }
      fft.inverseTransform(time, shaped);
      yield;
      const near = new Float64Array(frames);
      const far = new Float64Array(frames);
      for (let i = 0; i < frames; i++) {
        near[i] = time[2 * i]!;
        far[i] = same * time[2 * i]! + own * time[2 * i + 1]!;
      }
      paths.push(near, far);
      yield;
    }
    yield* settleDecay(paths, NEPER_60_DB / rt60At(decay, centreHz), energy);
    paths.forEach((path, p) => {
      const sum = sums[p]!;
      for (let i = 0; i < frames; i++) sum[i]! += path[i]!;
    });
  }
  return sums;
}

/** Gives the paths of one octave their rate (1/s of amplitude) and their mean energy, in place. */
function* settleDecay(band: readonly Float64Array[], rate: number, energy: number): Generator<void, void, void> {
  const frames = band[0]!.length;
  const steps = Math.floor(frames / ENERGY_FRAMES);
  const stepSec = ENERGY_FRAMES / DECAY_RATE;
  const raw = new Float64Array(steps);
  for (const path of band) {
    for (let step = 0; step < steps; step++) {
      let sum = 0;
      for (let i = step * ENERGY_FRAMES; i < (step + 1) * ENERGY_FRAMES; i++) sum += path[i]! * path[i]!;
      raw[step]! += sum;
    }
  }
  let used = rate;
  for (let round = 0; round < RATE_ROUNDS; round++) {
    const measured = decayRate(
      raw.map((e, i) => e * Math.exp(-2 * used * i * stepSec)),
      stepSec,
    );
    if (Number.isFinite(measured) && measured > 0) used *= Math.min(1.5, Math.max(0.67, rate / measured));
  }
  yield;
  const onset = Math.round(ONSET_SEC * DECAY_RATE);
  const fall = Math.exp(-used / DECAY_RATE);
  let envelope = 1;
  let sum = 0;
  for (let i = 0; i < frames; i++) {
    const rise = i < onset ? Math.sin(((Math.PI / 2) * (i + 0.5)) / onset) : 1;
    for (const path of band) {
      path[i]! *= rise * envelope;
      sum += path[i]! * path[i]!;
    }
    envelope *= fall;
  }
  const gain = sum > 0 ? Math.sqrt((band.length * energy) / sum) : 0;
  for (const path of band) for (let i = 0; i < frames; i++) path[i]! *= gain;
  yield;
}

export function decayLengthSec(decay: RoomDecay): number {
  const longest = Math.max(...decay.rt60Sec);
  return Math.max(0.01, Math.min(LONGEST_SEC - decay.startSec, (longest * OVER_DB) / 60));
}

/** Energy of the decay over that of the direct sound in each octave: in proportion to the reverberation time. */
export function decayRatios(decay: RoomDecay): number[] {
  const times = OCTAVES_HZ.map((hz) => rt60At(decay, hz));
  const stated = times.slice(FIRST_STATED, LAST_STATED + 1);
  const mean = stated.reduce((a, b) => a + b, 0) / stated.length;
  return times.map((time) => (dbToPower(decay.levelDb) * time) / mean);
}

/** {@link RoomDecay.levelDb} is the mean over octaves from 125 Hz to 8 kHz. */
const FIRST_STATED = 1;
const LAST_STATED = 7;

/** Frames of 48 kHz on either side of a sample that is read in between. */
const RESAMPLE_REACH = 24;
const MOST_PHASES = 1024;
const RESAMPLE_BLOCK = 1024;

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Adds signals at {@link DECAY_RATE}, the first sample at whole frame `start` of it, to signals at another rate. */
export function* addResampled(
  signals: readonly Float64Array[],
  start: number,
  sampleRate: number,
  outs: readonly Float64Array[],
): Generator<void, void, void> {
  const ratio = DECAY_RATE / sampleRate;
  const cutoff = Math.min(1, 1 / ratio);
  const reach = ratio === 1 ? 1 : Math.ceil(RESAMPLE_REACH / cutoff);
  const phases = Math.min(MOST_PHASES, sampleRate / greatestCommonDivisor(DECAY_RATE, sampleRate));
  // Hann-windowed sincs for each place between two samples; a tap of a denser grid is smaller.
  const kernels = Array.from({ length: phases }, (_, phase) =>
    Float64Array.from({ length: 2 * reach }, (__, i) => {
      const d = i - reach + 1 - phase / phases;
      const angle = Math.PI * d * cutoff;
      return (d === 0 ? 1 : Math.sin(angle) / angle) * (0.5 + 0.5 * Math.cos((Math.PI * d) / reach)) * ratio * cutoff;
    }),
  );
  yield;
  const length = signals[0]!.length;
  const from = Math.max(0, Math.ceil((start - reach) / ratio));
  const to = Math.min(outs[0]!.length, Math.floor((start + length + reach) / ratio));
  for (let block = from; block < to; block += RESAMPLE_BLOCK) {
    for (let i = block; i < Math.min(to, block + RESAMPLE_BLOCK); i++) {
      const at = i * ratio - start;
      let whole = Math.floor(at + 1e-9);
      let phase = Math.round((at - whole) * phases);
      if (phase === phases) {
        phase = 0;
        whole += 1;
      }
      const kernel = kernels[phase]!;
      const first = whole - reach + 1;
      const k0 = Math.max(0, -first);
      const k1 = Math.min(kernel.length, length - first);
      for (let p = 0; p < signals.length; p++) {
        const x = signals[p]!;
        let sum = 0;
        for (let k = k0; k < k1; k++) sum += kernel[k]! * x[first + k]!;
        outs[p]![i]! += sum;
      }
    }
    yield;
  }
}
