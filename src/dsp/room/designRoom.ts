import { dbToAmp } from '../../core/units';
import { designSteps, fftOfSize } from '../minimumPhase';
import {
  addResampled,
  betweenOctaves,
  DECAY_RATE,
  decayLengthSec,
  decayRatios,
  decaySteps,
  LONGEST_SEC,
  octaveOf,
} from './decay';
import {
  DELAY_TAPS,
  earDelaySec,
  filterInPlace,
  fractionalDelay,
  headShadow,
  incidenceDeg,
  surfaceLowpass,
} from './sphericalHead';
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
