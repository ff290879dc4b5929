import { seededRandom } from '../../core/random';
import { dbToAmp, dbToPower } from '../../core/units';
import { designSteps, fftOfSize } from '../minimumPhase';
import type { EarlyReflection, LoudspeakerPlace, RoomDecay, RoomModel } from './RoomModel';

/** From two loudspeakers to two ears as impulse responses of equal length, a multiple of 128. */
export interface RoomResponse {
  /** Hertz. */
  readonly sampleRate: number;
  /** Left loudspeaker to left and right ear, right loudspeaker to left and right ear. */
  readonly paths: readonly [
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
  ];
}

const HEAD_RADIUS_M = 0.0875;
const SPEED_OF_SOUND = 343;
/** Brown & Duda's constants: the deepest shadow and the angle at which it lies. */
const SHADOW_MIN = 0.1;
const SHADOW_ANGLE_DEG = 150;
/** Pole of the head shadow, 2ω₀ = 2c / a, radians per second; 1248 Hz. */
const SHADOW_POLE = (2 * SPEED_OF_SOUND) / HEAD_RADIUS_M;

/** Angle between where sound comes from and the ear's own axis, 0…180°. */
function incidenceDeg(azimuthDeg: number, ear: -1 | 1): number {
  const angle = Math.abs(azimuthDeg - 90 * ear) % 360;
  return angle > 180 ? 360 - angle : angle;
}

/** Arrival at an ear against the middle of the head, seconds (Woodworth for a far source: round the sphere in shadow). */
function earDelaySec(incidence: number): number {
  const angle = (incidence * Math.PI) / 180;
  const path = angle < Math.PI / 2 ? -Math.cos(angle) : angle - Math.PI / 2;
  return (HEAD_RADIUS_M / SPEED_OF_SOUND) * path;
}

/** y[n] = b0 x[n] + b1 x[n−1] + p y[n−1]. */
interface FirstOrder {
  readonly b0: number;
  readonly b1: number;
  readonly p: number;
}

/**
 * A first-order section with an analog pole (rad/s) that is 1 at 0 Hz and has the analog magnitude at a quarter of the
 * rate: the bilinear transform would bend the treble differently at each rate.
 * @param quarterPower squared magnitude at a quarter of the rate
 */
function matchedSection(poleRad: number, quarterPower: number, sampleRate: number): FirstOrder {
  const p = Math.exp(-poleRad / sampleRate);
  const sum = 1 - p;
  const b0 = (sum + Math.sqrt(Math.max(0, 2 * quarterPower * (1 + p * p) - sum * sum))) / 2;
  return { b0, b1: sum - b0, p };
}

/** Head shadow (1 + jαω/2ω₀) / (1 + jω/2ω₀) of C. P. Brown & R. O. Duda, IEEE Trans. Speech Audio Process. 6(5), 1998. */
function headShadow(incidence: number, sampleRate: number): FirstOrder {
  const alpha = 1 + SHADOW_MIN / 2 + (1 - SHADOW_MIN / 2) * Math.cos((incidence / SHADOW_ANGLE_DEG) * Math.PI);
  const w = (Math.PI * sampleRate) / 2 / SHADOW_POLE;
  return matchedSection(SHADOW_POLE, (1 + (alpha * w) ** 2) / (1 + w * w), sampleRate);
}

function surfaceLowpass(lowpassHz: number, sampleRate: number): FirstOrder {
  const w = sampleRate / 4 / lowpassHz;
  return matchedSection(2 * Math.PI * lowpassHz, 1 / (1 + w * w), sampleRate);
}

/** Runs a section over frames `from` … `to − 1` of a signal that is silent before, in place. */
function filterInPlace(x: Float64Array, { b0, b1, p }: FirstOrder, from: number, to: number): void {
  let before = 0;
  let y = 0;
  for (let i = from; i < to; i++) {
    y = b0 * x[i]! + b1 * before + p * y;
    before = x[i]!;
    x[i] = y;
  }
}

/** Taps of a fractional delay. */
const DELAY_TAPS = 32;
/** A delay is exact up to this part of Nyquist; above, its taps are free to be few. */
const DELAY_BAND = 0.86;
/** Keeps the free band from growing. */
const DELAY_RIDGE = 1e-6;

/** Lower triangle of Cholesky's L for the least-squares problem of {@link fractionalDelay}; the same for all delays. */
const delayFactor: Float64Array[] = [];

const bandSinc = (x: number): number => (x === 0 ? DELAY_BAND : Math.sin(Math.PI * DELAY_BAND * x) / (Math.PI * x));

function factorDelay(): void {
  for (let i = 0; i < DELAY_TAPS; i++) {
    const row = new Float64Array(DELAY_TAPS);
    delayFactor.push(row);
    for (let j = 0; j <= i; j++) {
      let sum = bandSinc(i - j) + (i === j ? DELAY_RIDGE : 0);
      for (let k = 0; k < j; k++) sum -= row[k]! * delayFactor[j]![k]!;
      row[j] = i === j ? Math.sqrt(sum) : sum / delayFactor[j]![j]!;
    }
  }
}

/**
 * Causal taps nearest to a delay in the least-squares sense over 0 … {@link DELAY_BAND} of Nyquist. A windowed sinc would
 * need as many taps before the delay as after it, which the few frames between the ears do not offer.
 */
function fractionalDelay(frames: number): { readonly first: number; readonly taps: Float64Array } {
  const whole = Math.round(frames);
  if (Math.abs(frames - whole) < 1e-9) return { first: whole, taps: Float64Array.of(1) };
  if (delayFactor.length === 0) factorDelay();
  const first = Math.max(0, Math.floor(frames) - DELAY_TAPS / 2 + 1);
  const taps = Float64Array.from({ length: DELAY_TAPS }, (_, i) => bandSinc(first + i - frames));
  for (let i = 0; i < DELAY_TAPS; i++) {
    for (let k = 0; k < i; k++) taps[i]! -= delayFactor[i]![k]! * taps[k]!;
    taps[i]! /= delayFactor[i]![i]!;
  }
  for (let i = DELAY_TAPS - 1; i >= 0; i--) {
    for (let k = i + 1; k < DELAY_TAPS; k++) taps[i]! -= delayFactor[k]![i]! * taps[k]!;
    taps[i]! /= delayFactor[i]![i]!;
  }
  return { first, taps };
}

/** What reaches one ear from one direction. */
interface Arrival {
  readonly azimuthDeg: number;
  /** At the middle of the head, seconds. */
  readonly delaySec: number;
  readonly gain: number;
  readonly lowpassHz: number | null;
}

function arrivalsOf(place: LoudspeakerPlace, reflections: readonly EarlyReflection[], side: -1 | 1): Arrival[] {
  const gain = dbToAmp(place.gainDb);
  return [
    { azimuthDeg: place.azimuthDeg, delaySec: place.delaySec, gain, lowpassHz: null },
    ...reflections.map((reflection) => ({
      azimuthDeg: -side * reflection.azimuthDeg,
      delaySec: place.delaySec + reflection.delaySec,
      gain: gain * dbToAmp(reflection.gainDb),
      lowpassHz: reflection.lowpassHz,
    })),
  ];
}

/** How long the sections of an arrival ring, seconds: a surface at 1 kHz has fallen by 100 dB. */
const RING_SEC = 0.002;

/** Decays are made at this rate and brought to the wanted one, so that a room is the same room at every rate. */
const DECAY_RATE = 48_000;
const LONGEST_SEC = 0.6;
/** A decay is over this far down, dB. */
const OVER_DB = 50;
/** The part of the end that fades. */
const FADE_PART = 0.12;
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
const octaveOf = (frequencyHz: number): number =>
  Math.min(OCTAVES_HZ.length - 1, Math.max(0, Math.log2(Math.max(frequencyHz, 1) / OCTAVES_HZ[0]!)));

/** Between the values of two neighbouring octaves, along their weights. */
function betweenOctaves(values: ArrayLike<number>, octave: number): number {
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
function* decaySteps(
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

function decayLengthSec(decay: RoomDecay): number {
  const longest = Math.max(...decay.rt60Sec);
  return Math.max(0.01, Math.min(LONGEST_SEC - decay.startSec, (longest * OVER_DB) / 60));
}

/** Energy of the decay over that of the direct sound in each octave: in proportion to the reverberation time. */
function decayRatios(decay: RoomDecay): number[] {
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
function* addResampled(
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

/** Where the average level is put right; held outside, hertz. */
const LEVELLED_HZ: readonly [number, number] = [25, 15_000];
/** Rounds of levelling before and after the decay is drawn. */
const LEVEL_ROUNDS = 1;
const DRAWN_ROUNDS = 2;

/** Mean of a power over an octave around each bin; bin 0 is left out. */
function octaveMeans(power: Float64Array): Float64Array {
  const sums = new Float64Array(power.length + 1);
  for (let k = 0; k < power.length; k++) sums[k + 1] = sums[k]! + power[k]!;
  // Edges between bins, straight in between.
  const upTo = (edge: number): number => {
    const at = Math.min(power.length, Math.max(1, edge + 0.5));
    const whole = Math.floor(at);
    return sums[whole]! + (at - whole) * (power[Math.min(whole, power.length - 1)] ?? 0);
  };
  return power.map((value, k) => {
    if (k === 0) return value;
    const low = Math.max(0.5, k * Math.SQRT1_2);
    const high = Math.min(power.length - 0.5, k * Math.SQRT2);
    return (upTo(high) - upTo(low)) / (high - low);
  });
}

/** Spectrum of two real signals as one complex transform. */
function pairSpectrum(first: Float64Array, second: Float64Array, size: number): Float64Array {
  const time = new Float64Array(2 * size);
  for (let i = 0; i < first.length; i++) {
    time[2 * i] = first[i]!;
    time[2 * i + 1] = second[i]!;
  }
  const bins = new Float64Array(2 * size);
  fftOfSize(size).transform(bins, time);
  return bins;
}

/** |first|² + |second|² at bins 0 … size / 2 of {@link pairSpectrum}. */
function addPairPower(bins: Float64Array, size: number, power: Float64Array, scale: number): void {
  for (let k = 0; k <= size / 2; k++) {
    const m = (size - k) % size;
    const here = bins[2 * k]! ** 2 + bins[2 * k + 1]! ** 2;
    const there = bins[2 * m]! ** 2 + bins[2 * m + 1]! ** 2;
    power[k]! += (scale * (here + there)) / 2;
  }
}

/** Direct sound and reflections of the four paths, near ear first, so that mirrored places give mirrored numbers. */
interface EarlySound {
  readonly frames: number;
  readonly paths: readonly Float64Array[];
  /** The direct sound alone. */
  readonly direct: readonly Float64Array[];
}

function* earlySteps(model: RoomModel, sampleRate: number): Generator<void, EarlySound, void> {
  const places = [model.left, model.right] as const;
  const sides = [-1, 1] as const;
  let first = Infinity;
  for (const { azimuthDeg, delaySec } of places) {
    for (const ear of sides) first = Math.min(first, delaySec + earDelaySec(incidenceDeg(azimuthDeg, ear)));
  }
  const ringFrames = Math.ceil(RING_SEC * sampleRate);
  const lastSec = Math.max(...places.map(({ delaySec }) => delaySec), 0) + lastReflectionSec(model) + ROUND_HEAD_SEC;
  const frames = Math.ceil(lastSec * sampleRate) + DELAY_TAPS + ringFrames;
  const paths: Float64Array[] = [];
  const direct: Float64Array[] = [];
  const one = new Float64Array(frames);
  for (const [s, place] of places.entries()) {
    const side = sides[s]!;
    for (const ear of [side, side === 1 ? -1 : 1] as const) {
      const path = new Float64Array(frames);
      for (const [index, arrival] of arrivalsOf(place, model.reflections, side).entries()) {
        const incidence = incidenceDeg(arrival.azimuthDeg, ear);
        const sec = Math.max(0, arrival.delaySec + earDelaySec(incidence) - first);
        const { first: from, taps } = fractionalDelay(sec * sampleRate);
        const end = Math.min(frames, from + taps.length + ringFrames);
        one.fill(0, from, end);
        for (let i = 0; i < taps.length; i++) one[from + i] = arrival.gain * taps[i]!;
        filterInPlace(one, headShadow(incidence, sampleRate), from, end);
        if (arrival.lowpassHz !== null) filterInPlace(one, surfaceLowpass(arrival.lowpassHz, sampleRate), from, end);
        for (let i = from; i < end; i++) path[i]! += one[i]!;
        if (index === 0) direct.push(path.slice());
      }
      paths.push(path);
      yield;
    }
  }
  return { frames, paths, direct };
}

const lastReflectionSec = (model: RoomModel): number =>
  model.reflections.reduce((last, { delaySec }) => Math.max(last, delaySec), 0);

/** More than from one ear round to the other, seconds. */
const ROUND_HEAD_SEC = 0.001;

/** Length of the filter that levels, frames. */
const levelTaps = (sampleRate: number): number => 4096 * 2 ** Math.max(0, Math.ceil(Math.log2(sampleRate / 50_000)));

/** Spectrum of the minimum-phase filter that multiplies power by `levelAt`. */
function* levelFilter(
  levelAt: (frequencyHz: number) => number,
  sampleRate: number,
  size: number,
): Generator<void, Float64Array, void> {
  const taps = levelTaps(sampleRate);
  const { fir } = yield* designSteps(
    (frequenciesHz) => Float64Array.from(frequenciesHz, (hz) => 10 * Math.log10(levelAt(hz))),
    sampleRate,
    taps,
  );
  const filter = pairSpectrum(Float64Array.from(fir), new Float64Array(taps), size);
  yield;
  return filter;
}

/** Pairs of signals, given as {@link pairSpectrum}, through a filter of as many bins; `frames` of each. */
function* throughFilter(
  pairs: readonly Float64Array[],
  filter: Float64Array,
  size: number,
  frames: number,
): Generator<void, Float64Array[], void> {
  const fft = fftOfSize(size);
  const product = new Float64Array(2 * size);
  const time = new Float64Array(2 * size);
  const out: Float64Array[] = [];
  for (const bins of pairs) {
    for (let k = 0; k < 2 * size; k += 2) {
      const a = bins[k]!;
      const b = bins[k + 1]!;
      product[k] = a * filter[k]! - b * filter[k + 1]!;
      product[k + 1] = a * filter[k + 1]! + b * filter[k]!;
    }
    yield;
    fft.inverseTransform(time, product);
    yield;
    const near = new Float64Array(frames);
    const far = new Float64Array(frames);
    for (let i = 0; i < Math.min(frames, size); i++) {
      near[i] = time[2 * i]!;
      far[i] = time[2 * i + 1]!;
    }
    out.push(near, far);
  }
  return out;
}

/** Early paths through the levelling filter, `frames` long. */
function* levelEarly(
  { paths, frames: earlyFrames }: EarlySound,
  levelAt: (frequencyHz: number) => number,
  sampleRate: number,
  frames: number,
): Generator<void, Float64Array[], void> {
  const size = 2 ** Math.ceil(Math.log2(earlyFrames + levelTaps(sampleRate)));
  const filter = yield* levelFilter(levelAt, sampleRate, size);
  const pairs = [pairSpectrum(paths[0]!, paths[1]!, size), pairSpectrum(paths[2]!, paths[3]!, size)];
  yield;
  return yield* throughFilter(pairs, filter, size, frames);
}

/** What levels a room, and its decay, both the same for every rate. */
interface LevelledRoom {
  /** Power by which the early sound is multiplied at a frequency. */
  readonly levelAt: (frequencyHz: number) => number;
  /** At {@link DECAY_RATE}, near ear first; null where nothing decays. */
  readonly tail: readonly Float64Array[] | null;
}

const startFrame = (decay: RoomDecay): number => Math.round(decay.startSec * DECAY_RATE);

function* levelSteps(model: RoomModel, early: EarlySound): Generator<void, LevelledRoom, void> {
  const { decay } = model;
  const size = 2 ** Math.ceil(Math.log2(Math.max(8192, early.frames)));
  const binHz = DECAY_RATE / size;
  const power = new Float64Array(size / 2 + 1);
  const directPower = new Float64Array(size / 2 + 1);
  for (const s of [0, 2]) {
    addPairPower(pairSpectrum(early.paths[s]!, early.paths[s + 1]!, size), size, power, 0.5);
    addPairPower(pairSpectrum(early.direct[s]!, early.direct[s + 1]!, size), size, directPower, 0.25);
    yield;
  }
  const ratios = decay ? decayRatios(decay) : null;
  const ratioAt = (frequencyHz: number): number => (ratios ? betweenOctaves(ratios, octaveOf(frequencyHz)) : 0);
  if (ratios) for (let k = 0; k < power.length; k++) power[k]! += 2 * ratioAt(k * binHz) * directPower[k]!;
  yield;
  const level = new Float64Array(power.length).fill(1);
  for (let round = 0; round < LEVEL_ROUNDS; round++) {
    const means = octaveMeans(power.map((p, k) => p * level[k]!));
    for (let k = 0; k < level.length; k++) level[k]! /= means[k]!;
    yield;
  }
  const reader =
    (values: Float64Array, stepHz: number) =>
    (frequencyHz: number): number => {
      const at = Math.min(Math.max(frequencyHz, LEVELLED_HZ[0]), LEVELLED_HZ[1]) / stepHz;
      const whole = Math.floor(at);
      return values[whole]! + (at - whole) * (values[whole + 1]! - values[whole]!);
    };
  const levelAt = reader(level, binHz);
  const directAt = reader(directPower, binHz);
  if (!decay) return { levelAt, tail: null };

  const drawn = yield* decaySteps(model, decay, (hz) => ratioAt(hz) * directAt(hz) * levelAt(hz));
  // A drawn decay is not its expectation, and it meets the early sound: level what came out, both parts by one curve.
  const start = startFrame(decay);
  const length = drawn[0]!.length;
  const longSize = 2 ** Math.ceil(Math.log2(Math.max(start + length, size)));
  const spectra = [pairSpectrum(drawn[0]!, drawn[1]!, longSize), pairSpectrum(drawn[2]!, drawn[3]!, longSize)];
  const again = new Float64Array(level.length).fill(1);
  let tail: readonly Float64Array[] = drawn;
  for (let round = 0; round < DRAWN_ROUNDS; round++) {
    const whole = yield* levelEarly(early, levelAt, DECAY_RATE, longSize);
    const drawnPower = new Float64Array(longSize / 2 + 1);
    for (const s of [0, 2]) {
      for (const p of [s, s + 1]) for (let i = 0; i < length; i++) whole[p]![start + i]! += tail[p]![i]!;
      yield;
      addPairPower(pairSpectrum(whole[s]!, whole[s + 1]!, longSize), longSize, drawnPower, 0.5);
      yield;
    }
    const meanAt = reader(octaveMeans(drawnPower), DECAY_RATE / longSize);
    yield;
    for (let k = 0; k < level.length; k++) {
      const mean = meanAt(k * binHz);
      level[k]! /= mean;
      again[k]! /= mean;
    }
    const filter = yield* levelFilter(reader(again, binHz), DECAY_RATE, longSize);
    // The filter's end wraps round to the start, where next to nothing is left of the decay.
    tail = yield* throughFilter(spectra, filter, longSize, length);
  }
  return { levelAt, tail };
}

/**
 * What two loudspeakers in a room do on the way to the ears, as four impulse responses; in steps of a millisecond or two,
 * for doing it beside something that must not wait.
 *
 *     direct, reflections ── delay round the sphere, head shadow, surface ──┐
 *                                                                           ├─ level ── end faded
 *     decay ── noise in octaves ────────────────────────────────────────────┘
 *
 * The first sound at the nearer ear is at frame 0. The whole is levelled by one smooth curve (minimum-phase on the early
 * sound): the tone curve already has the average of loudspeaker and room in it, so the power at both ears, for
 * unrelated left and right, is that of the input within each octave. What remains is crosstalk, comb filters,
 * reflections and decay. Equal models give the same room at any rate; the noise is seeded by the model's id.
 * @param sampleRate hertz, 8000…384000, whole
 */
export function* designRoomSteps(model: RoomModel, sampleRate: number): Generator<void, RoomResponse, void> {
  const { decay } = model;
  const planned = yield* earlySteps(model, DECAY_RATE);
  const { levelAt, tail } = yield* levelSteps(model, planned);
  const early = sampleRate === DECAY_RATE ? planned : yield* earlySteps(model, sampleRate);
  const decayEndSec = decay && tail ? startFrame(decay) / DECAY_RATE + decayLengthSec(decay) : 0;
  const endSec = Math.max(decayEndSec, (early.frames + levelTaps(sampleRate) / 2) / sampleRate);
  const frames = Math.ceil((Math.min(LONGEST_SEC, endSec) * sampleRate) / 128) * 128;
  const paths = yield* levelEarly(early, levelAt, sampleRate, frames);
  if (decay && tail) yield* addResampled(tail, startFrame(decay), sampleRate, paths);
  const fade = Math.round(frames * FADE_PART);
  const [leftNear, leftFar, rightNear, rightFar] = paths.map((path) => {
    for (let i = 0; i < fade; i++) path[frames - fade + i]! *= 0.5 + 0.5 * Math.cos((Math.PI * i) / fade);
    return new Float32Array(path);
  });
  return { sampleRate, paths: [leftNear!, leftFar!, rightFar!, rightNear!] };
}

/** {@link designRoomSteps} in one go. */
export function designRoom(model: RoomModel, sampleRate: number): RoomResponse {
  const steps = designRoomSteps(model, sampleRate);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Powers of a room over frequency at bins 0 … fftSize / 2, both ears added; see {@link roomPowers}. */
export interface RoomPowers {
  readonly fftSize: number;
  /** Σ over ears |H from the left loudspeaker|². */
  readonly left: Float64Array;
  /** Σ over ears |H from the right loudspeaker|². */
  readonly right: Float64Array;
  /** Σ over ears Re(H from the left · conj(H from the right)). */
  readonly cross: Float64Array;
}

/**
 * What the loudness at the ears needs to know of a room. With |L|² and |R|² the power of the mix in a bin and
 * C = Re(L · conj(R)) its cross term, the power at both ears together is
 *
 *     |L|² · left + |R|² · right + 2 · C · cross
 *
 * (the part of the cross term in quadrature has no share in a long mean, since signs of it are as likely as not). Fine
 * structure of comb filters and decay is narrower than an analysis band: average over its bins.
 * @param fftSize power of two, at least the responses' length (the default is the next one)
 * @throws RangeError for a shorter one
 */
export function roomPowers(response: RoomResponse, fftSize?: number): RoomPowers {
  const [ll, lr, rl, rr] = response.paths;
  const size = fftSize ?? 2 ** Math.ceil(Math.log2(Math.max(2, ll.length)));
  if (size < ll.length) throw new RangeError(`fftSize must be at least ${ll.length}, got ${size}`);
  const bins = [
    pairSpectrum(Float64Array.from(ll), Float64Array.from(lr), size),
    pairSpectrum(Float64Array.from(rl), Float64Array.from(rr), size),
  ] as const;
  const half = size / 2;
  const left = new Float64Array(half + 1);
  const right = new Float64Array(half + 1);
  const cross = new Float64Array(half + 1);
  addPairPower(bins[0], size, left, 1);
  addPairPower(bins[1], size, right, 1);
  for (let k = 0; k <= half; k++) {
    const m = (size - k) % size;
    // Σ over ears of Re(A · conj(B)): as with powers, the mean of the packed product here and at the mirrored bin.
    const here = bins[0][2 * k]! * bins[1][2 * k]! + bins[0][2 * k + 1]! * bins[1][2 * k + 1]!;
    const there = bins[0][2 * m]! * bins[1][2 * m]! + bins[0][2 * m + 1]! * bins[1][2 * m + 1]!;
    cross[k] = (here + there) / 2;
  }
  return { fftSize: size, left, right, cross };
}
