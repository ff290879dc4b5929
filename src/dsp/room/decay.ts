import { seededRandom } from '../../core/random';
import type { Random } from '../../core/random';
import { dbToPower } from '../../core/units';
import { fftOfSize } from '../fft';
import { HEAD_RADIUS_M, SPEED_OF_SOUND } from './sphericalHead';
import { scratch } from './scratch';
import { LONGEST_SEC } from './RoomModel';
import type { RoomDecay, RoomModel } from './RoomModel';

/** Decays are made at this rate and brought to the wanted one, so that a room is the same room at every rate. */
export const DECAY_RATE = 48_000;
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

/** Which octaves a bin belongs to; the same for all rooms. */
interface OctaveGrid {
  /** The lower one, by bin. */
  readonly below: Uint8Array;
  /** Amplitude of it, by bin; the next one has what is left of 1. */
  readonly weights: Float64Array;
}

const octaveGrids = new Map<number, OctaveGrid>();

/** For bins 0 … size / 2 at {@link DECAY_RATE}. */
function octaveGrid(size: number): OctaveGrid {
  let grid = octaveGrids.get(size);
  if (!grid) {
    const octaves = Float64Array.from({ length: size / 2 + 1 }, (_, k) => octaveOf((k * DECAY_RATE) / size));
    const below = Uint8Array.from(octaves, (octave) => Math.min(OCTAVES_HZ.length - 2, Math.floor(octave)));
    grid = { below, weights: octaves.map((octave, k) => octaveWeight(below[k]!, octave)) };
    octaveGrids.set(size, grid);
  }
  return grid;
}

/** Spectrum of white noise on two ears: one is the real, the other the imaginary part. */
function noiseSpectrum(random: Random, size: number): Float64Array {
  const noise = scratch.take(2 * size);
  for (let i = 0; i < 2 * size; i++) noise[i] = random() + random() - 1;
  const bins = scratch.take(2 * size);
  fftOfSize(size).transform(bins, noise);
  return bins;
}

/**
 * Noise that decays in octaves, each with its own time: the four paths at {@link DECAY_RATE}, near ear first. Time and
 * energy of each octave are put right after the draw, since a short decay is few numbers.
 * @param powerAt power density of one path over frequency; a flat pulse of 1 has 1 everywhere
 */
export function drawDecay(
  model: RoomModel,
  decay: RoomDecay,
  powerAt: (frequencyHz: number) => number,
): Float64Array[] {
  const frames = Math.ceil(decayLengthSec(decay) * DECAY_RATE);
  const size = 2 ** Math.ceil(Math.log2(Math.max(frames, 2048)));
  const half = size / 2;
  const fft = fftOfSize(size);
  const { below, weights } = octaveGrid(size);
  const random = seededRandom(seedOf(model.id));
  const gains = scratch.take(half + 1);
  for (let k = 1; k < half; k++) gains[k] = Math.sqrt(powerAt((k * DECAY_RATE) / size));
  const spectra = [noiseSpectrum(random, size), noiseSpectrum(random, size)];
  const shaped = scratch.take(2 * size);
  const times = spectra.map(() => scratch.take(2 * size));
  const sums = Array.from({ length: 4 }, () => scratch.take(frames));
  for (let octave = 0; octave < OCTAVES_HZ.length; octave++) {
    let first = 1;
    while (first < half && below[first]! < octave - 1) first++;
    let end = first;
    while (end < half && below[end]! <= octave) end++;
    let energy = 0;
    for (let k = first; k < end; k++) {
      const gain = (below[k] === octave ? weights[k]! : 1 - weights[k]!) * gains[k]!;
      energy += (2 * gain * gain) / size;
    }
    for (const [pair, bins] of spectra.entries()) {
      shaped.fill(0);
      for (let k = first; k < end; k++) {
        const gain = ((below[k] === octave ? weights[k]! : 1 - weights[k]!) * gains[k]!) / size;
        const a = 2 * k;
        const b = 2 * (size - k);
        // Real and imaginary part exchanged, here and below: that makes it the inverse transform.
        shaped[a] = bins[a + 1]! * gain;
        shaped[a + 1] = bins[a]! * gain;
        shaped[b] = bins[b + 1]! * gain;
        shaped[b + 1] = bins[b]! * gain;
      }
      fft.transform(times[pair]!, shaped);
    }
    const centreHz = OCTAVES_HZ[octave]!;
    const same = coherence(centreHz);
    const own = Math.sqrt(1 - same * same);
    for (const time of times) {
      for (let at = 0; at < 2 * frames; at += 2) {
        const near = time[at + 1]!;
        time[at + 1] = same * near + own * time[at]!;
        time[at] = near;
      }
    }
    addSettled(sums, times, NEPER_60_DB / rt60At(decay, centreHz), energy);
  }
  return sums;
}

/** Rate of an envelope, 1/s of amplitude, under which noise of one octave decays at `rate`. */
function envelopeRate(times: readonly Float64Array[], frames: number, rate: number): number {
  const steps = Math.floor(frames / ENERGY_FRAMES);
  const stepSec = ENERGY_FRAMES / DECAY_RATE;
  const raw = new Float64Array(steps);
  for (const time of times) {
    for (let step = 0; step < steps; step++) {
      let sum = 0;
      for (let i = 2 * step * ENERGY_FRAMES; i < 2 * (step + 1) * ENERGY_FRAMES; i++) sum += time[i]! * time[i]!;
      raw[step]! += sum;
    }
  }
  const decayed = new Float64Array(steps);
  let used = rate;
  for (let round = 0; round < RATE_ROUNDS; round++) {
    for (let i = 0; i < steps; i++) decayed[i] = raw[i]! * Math.exp(-2 * used * i * stepSec);
    const measured = decayRate(decayed, stepSec);
    if (Number.isFinite(measured) && measured > 0) used *= Math.min(1.5, Math.max(0.67, rate / measured));
  }
  return used;
}

/**
 * Gives noise of one octave its rate (1/s of amplitude) and the mean energy of its paths, and adds it to four paths.
 * @param times of each loudspeaker, near and far ear in turn; changed
 */
function addSettled(sums: readonly Float64Array[], times: readonly Float64Array[], rate: number, energy: number): void {
  const frames = sums[0]!.length;
  const onset = Math.round(ONSET_SEC * DECAY_RATE);
  const fall = Math.exp(-envelopeRate(times, frames, rate) / DECAY_RATE);
  let envelope = 1;
  let sum = 0;
  const [left, right] = times as [Float64Array, Float64Array];
  for (let i = 0, at = 0; i < frames; i++, at += 2) {
    const gain = i < onset ? envelope * Math.sin(((Math.PI / 2) * (i + 0.5)) / onset) : envelope;
    const ll = (left[at]! *= gain);
    const lr = (left[at + 1]! *= gain);
    const rr = (right[at]! *= gain);
    const rl = (right[at + 1]! *= gain);
    sum += ll * ll + lr * lr + rr * rr + rl * rl;
    envelope *= fall;
  }
  const gain = sum > 0 ? Math.sqrt((sums.length * energy) / sum) : 0;
  for (const [p, path] of sums.entries()) {
    const time = times[p >> 1]!;
    for (let i = 0, at = p & 1; i < frames; i++, at += 2) path[i]! += gain * time[at]!;
  }
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

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Reads signals at {@link DECAY_RATE} at the frames of another rate. */
interface Resampler {
  /** Frames of {@link DECAY_RATE} in one. */
  readonly ratio: number;
  /** Taps on either side. */
  readonly reach: number;
  /** Hann-windowed sincs for each place between two samples; a tap of a denser grid is smaller. */
  readonly kernels: readonly Float64Array[];
}

const resamplers = new Map<number, Resampler>();

function resamplerTo(sampleRate: number): Resampler {
  let resampler = resamplers.get(sampleRate);
  if (!resampler) {
    const ratio = DECAY_RATE / sampleRate;
    const cutoff = Math.min(1, 1 / ratio);
    const reach = ratio === 1 ? 1 : Math.ceil(RESAMPLE_REACH / cutoff);
    const phases = Math.min(MOST_PHASES, sampleRate / greatestCommonDivisor(DECAY_RATE, sampleRate));
    const kernels = Array.from({ length: phases }, (_, phase) =>
      Float64Array.from({ length: 2 * reach }, (__, i) => {
        const d = i - reach + 1 - phase / phases;
        const angle = Math.PI * d * cutoff;
        return (d === 0 ? 1 : Math.sin(angle) / angle) * (0.5 + 0.5 * Math.cos((Math.PI * d) / reach)) * ratio * cutoff;
      }),
    );
    resampler = { ratio, reach, kernels };
    resamplers.set(sampleRate, resampler);
  }
  return resampler;
}

/** Adds four signals at {@link DECAY_RATE}, the first sample at whole frame `start` of it, to four at another rate. */
export function addResampled(
  signals: readonly Float64Array[],
  start: number,
  sampleRate: number,
  outs: readonly Float64Array[],
): void {
  const { ratio, reach, kernels } = resamplerTo(sampleRate);
  const phases = kernels.length;
  const length = signals[0]!.length;
  const from = Math.max(0, Math.ceil((start - reach) / ratio));
  const to = Math.min(outs[0]!.length, Math.floor((start + length + reach) / ratio));
  const [x0, x1, x2, x3] = signals as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [out0, out1, out2, out3] = outs as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let i = from; i < to; i++) {
    const at = i * ratio - start;
    let whole = Math.floor(at + 1e-9);
    let phase = Math.round((at - whole) * phases);
    if (phase === phases) {
      phase = 0;
      whole += 1;
    }
    const kernel = kernels[phase]!;
    const first = whole - reach + 1;
    const end = Math.min(kernel.length, length - first);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = Math.max(0, -first), n = first + k; k < end; k++, n++) {
      const tap = kernel[k]!;
      s0 += tap * x0[n]!;
      s1 += tap * x1[n]!;
      s2 += tap * x2[n]!;
      s3 += tap * x3[n]!;
    }
    out0[i]! += s0;
    out1[i]! += s1;
    out2[i]! += s2;
    out3[i]! += s3;
  }
}
