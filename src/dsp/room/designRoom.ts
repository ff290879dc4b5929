import { dbToAmp } from '../../core/units';
import { fftOfSize } from '../fft';
import { minimumPhaseFir, realSpectrum } from '../minimumPhase';
import { addResampled, betweenOctaves, DECAY_RATE, decayLengthSec, decayRatios, drawDecay, octaveOf } from './decay';
import {
  DELAY_TAPS,
  earDelaySec,
  filterInPlace,
  fractionalDelay,
  headShadow,
  incidenceDeg,
  surfaceLowpass,
} from './sphericalHead';
import { scratch } from './scratch';
import { LONGEST_SEC } from './RoomModel';
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

/** The part of the end that fades. */
const FADE_PART = 0.12;

/** Where the average level is put right; held outside, hertz. */
const LEVELLED_HZ: readonly [number, number] = [25, 15_000];
/** Rounds of levelling before and after the decay is drawn. */
const LEVEL_ROUNDS = 1;
const DRAWN_ROUNDS = 2;

/**
 * Mean of a power over an octave around a bin; bin 0 is left out.
 * @returns the mean by bin, straight between whole ones
 */
function octaveMeans(power: Float64Array): (bin: number) => number {
  const last = power.length - 1;
  const sums = scratch.take(power.length + 1);
  for (let k = 0; k <= last; k++) sums[k + 1] = sums[k]! + power[k]!;
  // Edges between bins, straight in between.
  const upTo = (edge: number): number => {
    const at = Math.min(power.length, Math.max(1, edge + 0.5));
    const whole = Math.floor(at);
    return sums[whole]! + (at - whole) * power[Math.min(whole, last)]!;
  };
  const meanAt = (k: number): number => {
    if (k === 0) return power[0]!;
    const low = Math.max(0.5, k * Math.SQRT1_2);
    const high = Math.min(power.length - 0.5, k * Math.SQRT2);
    return (upTo(high) - upTo(low)) / (high - low);
  };
  return (bin) => {
    const whole = Math.floor(bin);
    const mean = meanAt(whole);
    return bin === whole ? mean : mean + (bin - whole) * (meanAt(whole + 1) - mean);
  };
}

/**
 * Spectrum of two real signals as one complex transform.
 * @param start frames of silence before both
 */
function pairSpectrum(
  first: Float32Array | Float64Array,
  second: Float32Array | Float64Array,
  size: number,
  start = 0,
): Float64Array {
  const time = scratch.take(2 * size);
  for (let i = 0, at = 2 * start; i < first.length; i++, at += 2) {
    time[at] = first[i]!;
    time[at + 1] = second[i]!;
  }
  const bins = scratch.take(2 * size);
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

function earlySound(model: RoomModel, sampleRate: number): EarlySound {
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

/** Spectrum of the minimum-phase filter that multiplies power by `levelAt`, bins 0 … size / 2. */
function levelFilter(levelAt: (frequencyHz: number) => number, sampleRate: number, size: number): Float64Array {
  return realSpectrum(minimumPhaseFir(levelAt, sampleRate, levelTaps(sampleRate)), size);
}

/** Near and far ear of each loudspeaker as {@link pairSpectrum}. */
const pairSpectra = ([ln, lf, rn, rf]: readonly Float64Array[], size: number, start = 0): Float64Array[] => [
  pairSpectrum(ln!, lf!, size, start),
  pairSpectrum(rn!, rf!, size, start),
];

/** Pairs of signals, given as {@link pairSpectrum}, through a filter of as many bins; `frames` of each from `start` on. */
function throughFilter(
  pairs: readonly Float64Array[],
  filter: Float64Array,
  size: number,
  start: number,
  frames: number,
): Float64Array[] {
  const product = scratch.take(2 * size);
  const time = scratch.take(2 * size);
  return pairs.flatMap((bins) => {
    // Real and imaginary part exchanged, here and below: that makes it the inverse transform.
    for (let k = 0; k <= size / 2; k++) {
      const re = filter[2 * k]! / size;
      const im = filter[2 * k + 1]! / size;
      const a = 2 * k;
      const b = 2 * ((size - k) % size);
      product[a + 1] = bins[a]! * re - bins[a + 1]! * im;
      product[a] = bins[a]! * im + bins[a + 1]! * re;
      product[b + 1] = bins[b]! * re + bins[b + 1]! * im;
      product[b] = bins[b + 1]! * re - bins[b]! * im;
    }
    fftOfSize(size).transform(time, product);
    const near = scratch.take(frames);
    const far = scratch.take(frames);
    for (let i = 0, at = 2 * start; i < Math.min(frames, size - start); i++, at += 2) {
      near[i] = time[at + 1]!;
      far[i] = time[at]!;
    }
    return [near, far];
  });
}

/** Early paths through the levelling filter, `frames` long. */
function levelEarly(
  { paths, frames: earlyFrames }: EarlySound,
  levelAt: (frequencyHz: number) => number,
  sampleRate: number,
  frames: number,
): Float64Array[] {
  const size = 2 ** Math.ceil(Math.log2(earlyFrames + levelTaps(sampleRate)));
  return throughFilter(pairSpectra(paths, size), levelFilter(levelAt, sampleRate, size), size, 0, frames);
}

/**
 * Mean power at an ear of early sound and decay, each through its filter, at bins 0 … size / 2.
 * @param early of both loudspeakers as {@link pairSpectrum}, and so is `late`
 * @param lateFilter null where nothing is done to it
 */
function heardPower(
  early: readonly Float64Array[],
  earlyFilter: Float64Array,
  late: readonly Float64Array[],
  lateFilter: Float64Array | null,
  size: number,
): Float64Array {
  const power = scratch.take(size / 2 + 1);
  for (let k = 0; k <= size / 2; k++) {
    const a = 2 * k;
    const b = 2 * ((size - k) % size);
    const earlyRe = earlyFilter[a]!;
    const earlyIm = earlyFilter[a + 1]!;
    const lateRe = lateFilter ? lateFilter[a]! : 1;
    const lateIm = lateFilter ? lateFilter[a + 1]! : 0;
    for (let s = 0; s < 2; s++) {
      const e = early[s]!;
      const l = late[s]!;
      const hereRe = e[a]! * earlyRe - e[a + 1]! * earlyIm + l[a]! * lateRe - l[a + 1]! * lateIm;
      const hereIm = e[a]! * earlyIm + e[a + 1]! * earlyRe + l[a]! * lateIm + l[a + 1]! * lateRe;
      // Filters of real signals are conjugate at the mirrored bin.
      const thereRe = e[b]! * earlyRe + e[b + 1]! * earlyIm + l[b]! * lateRe + l[b + 1]! * lateIm;
      const thereIm = e[b + 1]! * earlyRe - e[b]! * earlyIm + l[b + 1]! * lateRe - l[b]! * lateIm;
      power[k]! += (hereRe * hereRe + hereIm * hereIm + thereRe * thereRe + thereIm * thereIm) / 4;
    }
  }
  return power;
}

/** What levels a room, and its decay, both the same for every rate. */
interface LevelledRoom {
  /** Power by which the early sound is multiplied at a frequency. */
  readonly levelAt: (frequencyHz: number) => number;
  /** At {@link DECAY_RATE}, near ear first; null where nothing decays. */
  readonly tail: readonly Float64Array[] | null;
}

const startFrame = (decay: RoomDecay): number => Math.round(decay.startSec * DECAY_RATE);

function levelledRoom(model: RoomModel, early: EarlySound): LevelledRoom {
  const { decay } = model;
  const size = 2 ** Math.ceil(Math.log2(Math.max(8192, early.frames)));
  const binHz = DECAY_RATE / size;
  const power = new Float64Array(size / 2 + 1);
  const directPower = new Float64Array(size / 2 + 1);
  for (const bins of pairSpectra(early.paths, size)) addPairPower(bins, size, power, 0.5);
  for (const bins of pairSpectra(early.direct, size)) addPairPower(bins, size, directPower, 0.25);
  const ratios = decay ? decayRatios(decay) : null;
  const ratioAt = (frequencyHz: number): number => (ratios ? betweenOctaves(ratios, octaveOf(frequencyHz)) : 0);
  if (ratios) for (let k = 0; k < power.length; k++) power[k]! += 2 * ratioAt(k * binHz) * directPower[k]!;
  const level = new Float64Array(power.length).fill(1);
  for (let round = 0; round < LEVEL_ROUNDS; round++) {
    const meanAt = octaveMeans(power.map((p, k) => p * level[k]!));
    for (let k = 0; k < level.length; k++) level[k]! /= meanAt(k);
  }
  const levelledBin = (frequencyHz: number, stepHz: number): number =>
    Math.min(Math.max(frequencyHz, LEVELLED_HZ[0]), LEVELLED_HZ[1]) / stepHz;
  const reader =
    (values: Float64Array) =>
    (frequencyHz: number): number => {
      const at = levelledBin(frequencyHz, binHz);
      const whole = Math.floor(at);
      return values[whole]! + (at - whole) * (values[whole + 1]! - values[whole]!);
    };
  const levelAt = reader(level);
  const directAt = reader(directPower);
  if (!decay) return { levelAt, tail: null };

  const drawn = drawDecay(model, decay, (hz) => ratioAt(hz) * directAt(hz) * levelAt(hz));
  // A drawn decay is not its expectation, and it meets the early sound: level what came out, both parts by one curve.
  const start = startFrame(decay);
  const length = drawn[0]!.length;
  const longest = Math.max(start + length, size, early.frames + levelTaps(DECAY_RATE));
  const longSize = 2 ** Math.ceil(Math.log2(longest));
  const earlySpectra = pairSpectra(early.paths, longSize);
  const drawnSpectra = pairSpectra(drawn, longSize, start);
  const again = new Float64Array(level.length).fill(1);
  let filter: Float64Array | null = null;
  for (let round = 0; round < DRAWN_ROUNDS; round++) {
    const earlyFilter = levelFilter(levelAt, DECAY_RATE, longSize);
    const meanAt = octaveMeans(heardPower(earlySpectra, earlyFilter, drawnSpectra, filter, longSize));
    for (let k = 0; k < level.length; k++) {
      const mean = meanAt(levelledBin(k * binHz, DECAY_RATE / longSize));
      level[k]! /= mean;
      again[k]! /= mean;
    }
    filter = levelFilter(reader(again), DECAY_RATE, longSize);
  }
  return { levelAt, tail: filter ? throughFilter(drawnSpectra, filter, longSize, start, length) : drawn };
}

/**
 * What two loudspeakers in a room do on the way to the ears, as four impulse responses.
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
export function designRoom(model: RoomModel, sampleRate: number): RoomResponse {
  scratch.release();
  const { decay } = model;
  const planned = earlySound(model, DECAY_RATE);
  const { levelAt, tail } = levelledRoom(model, planned);
  const early = sampleRate === DECAY_RATE ? planned : earlySound(model, sampleRate);
  const decayEndSec = decay && tail ? startFrame(decay) / DECAY_RATE + decayLengthSec(decay) : 0;
  const endSec = Math.max(decayEndSec, (early.frames + levelTaps(sampleRate) / 2) / sampleRate);
  const frames = Math.ceil((Math.min(LONGEST_SEC, endSec) * sampleRate) / 128) * 128;
  const paths = levelEarly(early, levelAt, sampleRate, frames);
  if (decay && tail) addResampled(tail, startFrame(decay), sampleRate, paths);
  const fade = Math.round(frames * FADE_PART);
  const [leftNear, leftFar, rightNear, rightFar] = paths.map((path) => {
    for (let i = 0; i < fade; i++) path[frames - fade + i]! *= 0.5 + 0.5 * Math.cos((Math.PI * i) / fade);
    return new Float32Array(path);
  });
  return { sampleRate, paths: [leftNear!, leftFar!, rightFar!, rightNear!] };
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
  scratch.release();
  const bins = [pairSpectrum(ll, lr, size), pairSpectrum(rl, rr, size)] as const;
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
