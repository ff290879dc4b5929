import { DeviceLimits } from './limits/DeviceLimits';
import type { LimitsModel } from './limits/LimitsModel';
import type { MatrixFilter, PathSpectra } from './matrixFilter';
import type { FftSlot, FftSource, StereoFft } from './stereoFft';
import { stopFadesOf } from './transition';
import type { StereoGains, Transition } from './transition';

/** Music by frame, past and near future. */
export type MusicReader = (
  fromFrame: number,
  count: number,
) => { readonly left: Float32Array; readonly right: Float32Array };

/** What a device does to a stereo signal, rooms and limits included: image, limits, tone and room, gain. */
export interface RoomDevice {
  readonly matrix: StereoGains;
  readonly limits: { readonly model: LimitsModel; readonly driveDb: number } | null;
  readonly filter: MatrixFilter;
  readonly gainDb: number;
}

type StereoSamples = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

/** Music that the limits hear before the first sample that counts, seconds: their detectors have forgotten the rest. */
const WARM_UP_SEC = 0.1;
/** Limits that began at the switch sound like those that had been on before after this long, seconds. */
const CONVERGE_SEC = 0.12;
/** Quieter than the loudest bin by this, amplitude: there a phase says nothing. */
const FLOOR = 1e-5;
/** So much may a phase go beyond half a turn to stay with its neighbour's. */
const MOST_TURN = 1.5 * Math.PI;
/** Frames of the end of a tail that is cut, and of a seam. */
const EDGE_FRAMES = 512;

/** Whether a device is more than a matrix and a tone. */
export function isSameDevice(a: RoomDevice, b: RoomDevice): boolean {
  return a.filter === b.filter && a.limits?.model === b.limits?.model && a.limits?.driveDb === b.limits?.driveDb;
}

/** What the transforms' memory is used for. */
const TIME: FftSlot = 0;
const MUSIC: FftSlot = 1;
const PRODUCT: FftSlot = 2;
/** As much, where two sounds meet. */
const NEXT_WINDOW: FftSlot = 0;
const LAST_WINDOW: FftSlot = 1;
const LAST_BINS: FftSlot = 2;
const NEXT_BINS: FftSlot = 3;

/** What one device makes of the music around the switch; memory of the transforms, the next device writes over it. */
interface Heard {
  /** What the filter still says of the music before the switch, packed left and right. */
  readonly ringing: Float32Array;
  /** Position of the switch in {@link ringing}. */
  readonly at: number;
  /** Frames from the switch on: what the filter makes of the music after it. */
  readonly fresh: Float32Array;
}

/**
 * Plans a switch between devices of which one has a room or limits. As {@link planTransition}, but the way from one to
 * the other is made from their sounds and not from their filters: between two spectra of the same 90 ms of music every
 * bin turns and grows in equal steps, so that neither tone nor reflections nor limits cancel on the way.
 * @param ffts the quicker, the sooner the switch
 * @param bridges sounds in between, 0 for the same device
 */
export function planRoomTransition(
  ffts: FftSource,
  music: MusicReader,
  atFrame: number,
  from: RoomDevice,
  to: RoomDevice,
  fadeFrames: number,
  bridges: number,
): Transition {
  const size = to.filter.headSize / 2;
  const after = size / 2 + (fadeFrames >> 1);
  const fades = stopFadesOf(fadeFrames, bridges);
  // All at once: memory may move while some is added.
  const windowFft = ffts(size);
  for (const device of [from, to]) for (const length of [device.filter.size, device.filter.headSize]) ffts(length);
  const around = readingOnce(music, atFrame);
  const next = hear(ffts, around, to, after, null);
  const tail = tailOf(next, to);
  let bridge: StereoSamples | null = null;
  if (bridges > 0) {
    cutWindow(windowFft.memory(NEXT_WINDOW), next, to, after);
    const last = hear(ffts, around, from, after, to);
    cutWindow(windowFft.memory(LAST_WINDOW), last, from, after);
    bridge = renderBridges(windowFft, after, fades);
  }
  return {
    fromFade: fades[0]!,
    toFade: fades[bridges + 1]!,
    bridge,
    tail,
  };
}

/** Music from `past` frames before the switch to `ahead` frames behind it. */
type AroundReader = (past: number, ahead: number) => { readonly left: Float32Array; readonly right: Float32Array };

/** Reads a stretch again only where more of it is wanted. */
function readingOnce(music: MusicReader, atFrame: number): AroundReader {
  let longestPast = -1;
  let longestAhead = -1;
  let read: ReturnType<MusicReader> | null = null;
  return (past, ahead) => {
    if (!read || past > longestPast || ahead > longestAhead) {
      longestPast = Math.max(past, longestPast);
      longestAhead = Math.max(ahead, longestAhead);
      read = music(atFrame - longestPast, longestPast + longestAhead);
    }
    const first = longestPast - past;
    const { left, right } = read;
    return { left: left.subarray(first, first + past + ahead), right: right.subarray(first, first + past + ahead) };
  };
}

const samplePairs = new Map<string, StereoSamples>();

/** Memory that is used again by the next plan; `name` tells apart what is needed at once. */
function scratch(name: string, length: number): StereoSamples {
  const key = `${name} ${length}`;
  let pair = samplePairs.get(key);
  if (!pair) {
    pair = [new Float32Array(length), new Float32Array(length)];
    samplePairs.set(key, pair);
  }
  return pair;
}

function applyMatrix(
  [[ll, lr], [rl, rr]]: StereoGains,
  left: Float32Array,
  right: Float32Array,
  out: StereoSamples,
): void {
  const [outLeft, outRight] = out;
  if (ll === 1 && lr === 0 && rl === 0 && rr === 1) {
    outLeft.set(left);
    outRight.set(right);
    return;
  }
  for (let i = 0; i < left.length; i++) {
    const l = left[i]!;
    const r = right[i]!;
    outLeft[i] = ll * l + lr * r;
    outRight[i] = rl * l + rr * r;
  }
}

const isSameMatrix = (a: StereoGains, b: StereoGains): boolean =>
  a[0][0] === b[0][0] && a[0][1] === b[0][1] && a[1][0] === b[1][0] && a[1][1] === b[1][1];

/**
 * @param after frames behind the switch that are wanted
 * @param next null for the new device, whose chain begins at the switch: its limits know nothing of the past, which the
 *   tail makes good. For the old one, the new one, which has been heard just before: its music may be the same
 */
function hear(ffts: FftSource, music: AroundReader, device: RoomDevice, after: number, next: RoomDevice | null): Heard {
  const { filter, limits } = device;
  const { size, headSize } = filter;
  const past = filter.taps + headSize / 4;
  const fft = ffts(size);
  const headFft = ffts(headSize);
  const time = fft.memory(TIME);
  const headTime = headFft.memory(TIME);
  const isKnown =
    next !== null && !limits && !next.limits && next.filter.size === size && isSameMatrix(next.matrix, device.matrix);
  if (!isKnown) {
    const ahead = limits && !next ? Math.max(after, Math.round(CONVERGE_SEC * filter.sampleRate)) : after;
    const played = music(past, ahead);
    const input = scratch('input', past + ahead);
    applyMatrix(device.matrix, played.left, played.right, input);
    const cold = limits && !next ? limitColdly(input, past, limits, filter.sampleRate) : null;
    if (limits) limitWarmly(input, past, limits, filter.sampleRate);
    for (let i = 0; i < past; i++) {
      time[2 * i] = input[0][i]!;
      time[2 * i + 1] = input[1][i]!;
    }
    time.fill(0, 2 * past);
    if (cold) {
      // Live, the limits start from rest: what they will lack is part of the tail, falling to nothing.
      for (let i = 0; i < ahead; i++) {
        const left = ahead - i;
        const fade = left >= ahead / 4 ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * 4 * left) / ahead);
        time[2 * (past + i)] = fade * (input[0][past + i]! - cold[0][i]!);
        time[2 * (past + i) + 1] = fade * (input[1][past + i]! - cold[1][i]!);
      }
    }
    fft.forward(MUSIC, TIME);
    const from = cold ? 0 : past;
    const [left, right] = cold ?? input;
    for (let i = 0; i < after; i++) {
      headTime[2 * i] = left[from + i]!;
      headTime[2 * i + 1] = right[from + i]!;
    }
    headTime.fill(0, 2 * after);
    headFft.forward(MUSIC, TIME);
  }
  multiplyPaths(fft, filter.spectra);
  fft.inverse(TIME, PRODUCT);
  multiplyPaths(headFft, filter.head);
  headFft.inverse(TIME, PRODUCT);
  return { ringing: time, at: past, fresh: headTime };
}

/** The music from frame `past` on through limits that begin there. */
function limitColdly(
  input: StereoSamples,
  past: number,
  { model, driveDb }: NonNullable<RoomDevice['limits']>,
  sampleRate: number,
): StereoSamples {
  const frames = input[0].length - past;
  const cold = scratch('cold', frames);
  cold[0].set(input[0].subarray(past));
  cold[1].set(input[1].subarray(past));
  new DeviceLimits(model, sampleRate, driveDb).process(cold[0], cold[1], 0, frames);
  return cold;
}

/**
 * Limits the music in place as if they had always been on: but for its first tenth of a second, which only the end of a
 * room still speaks of. That gets the mean gain of the rest up to frame `past`, for limits that have just begun let too
 * much through.
 */
function limitWarmly(
  input: StereoSamples,
  past: number,
  { model, driveDb }: NonNullable<RoomDevice['limits']>,
  sampleRate: number,
): void {
  const [left, right] = input;
  const warm = Math.min(past, Math.round(WARM_UP_SEC * sampleRate));
  const before = powerOf(left, right, warm, past);
  const [firstLeft, firstRight] = scratch('untouched', warm);
  firstLeft.set(left.subarray(0, warm));
  firstRight.set(right.subarray(0, warm));
  new DeviceLimits(model, sampleRate, driveDb).process(left, right, 0, left.length);
  const gain = Math.min(1, Math.sqrt(powerOf(left, right, warm, past) / before));
  for (let i = 0; i < warm; i++) {
    // Without a seam.
    const own = Math.max(0, 1 - (warm - i) / EDGE_FRAMES);
    left[i] = own * left[i]! + (1 - own) * gain * firstLeft[i]!;
    right[i] = own * right[i]! + (1 - own) * gain * firstRight[i]!;
  }
}

function powerOf(left: Float32Array, right: Float32Array, from: number, to: number): number {
  let sum = Number.MIN_VALUE;
  for (let i = from; i < to; i++) sum += left[i]! * left[i]! + right[i]! * right[i]!;
  return sum;
}

/** Both ears of a transform's music through four paths, scaled for the way back. */
function multiplyPaths(fft: StereoFft, paths: PathSpectra): void {
  const { size } = fft;
  const out = fft.memory(PRODUCT);
  const music = fft.memory(MUSIC);
  const [ll, lr, rl, rr] = paths;
  if (ll && ll === rr && !lr && !rl) {
    multiplySame(out, music, ll, size);
    return;
  }
  const none = silenceOf(size + 2);
  multiplyFour(out, music, ll ?? none, lr ?? none, rl ?? none, rr ?? none, size);
}

const silences = new Map<number, Float32Array>();

function silenceOf(length: number): Float32Array {
  let silence = silences.get(length);
  if (!silence) {
    silence = new Float32Array(length);
    silences.set(length, silence);
  }
  return silence;
}

/** Left is (Z + Z̄) / 2 and right (Z − Z̄) / 2i of a bin and its mirror image; each ear hears both. */
function multiplyFour(
  out: Float32Array,
  music: Float32Array,
  ll: Float32Array,
  lr: Float32Array,
  rl: Float32Array,
  rr: Float32Array,
  size: number,
): void {
  const half = size / 2;
  const scale = 0.5 / size;
  for (let k = 0; k <= half; k++) {
    const i = 2 * k;
    const j = k === 0 ? 0 : 2 * (size - k);
    const x = music[i]!;
    const y = music[i + 1]!;
    const u = music[j]!;
    const v = music[j + 1]!;
    const leftRe = scale * (x + u);
    const leftIm = scale * (y - v);
    const rightRe = scale * (y + v);
    const rightIm = scale * (u - x);
    const p = i + 1;
    const nearRe = leftRe * ll[i]! - leftIm * ll[p]! + rightRe * rl[i]! - rightIm * rl[p]!;
    const nearIm = leftRe * ll[p]! + leftIm * ll[i]! + rightRe * rl[p]! + rightIm * rl[i]!;
    const farRe = leftRe * lr[i]! - leftIm * lr[p]! + rightRe * rr[i]! - rightIm * rr[p]!;
    const farIm = leftRe * lr[p]! + leftIm * lr[i]! + rightRe * rr[p]! + rightIm * rr[i]!;
    out[i] = nearRe - farIm;
    out[p] = nearIm + farRe;
    if (k > 0 && k < half) {
      out[j] = nearRe + farIm;
      out[j + 1] = farRe - nearIm;
    }
  }
}

function multiplySame(out: Float32Array, music: Float32Array, filter: Float32Array, size: number): void {
  const half = size / 2;
  const scale = 1 / size;
  for (let k = 0; k <= half; k++) {
    const i = 2 * k;
    const re = scale * filter[i]!;
    const im = scale * filter[i + 1]!;
    const x = music[i]!;
    const y = music[i + 1]!;
    out[i] = x * re - y * im;
    out[i + 1] = x * im + y * re;
    if (k > 0 && k < half) {
      const j = 2 * (size - k);
      const u = music[j]!;
      const v = music[j + 1]!;
      out[j] = u * re + v * im;
      out[j + 1] = v * re - u * im;
    }
  }
}

/** Frames after the switch that {@link Heard.ringing} holds. */
function tailFrames(device: RoomDevice): number {
  return device.filter.size - device.filter.taps - device.filter.headSize / 4;
}

function tailOf({ ringing, at }: Heard, device: RoomDevice): StereoSamples {
  const frames = tailFrames(device);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let i = 0; i < frames; i++) {
    const edge = frames - i;
    const fade = edge >= EDGE_FRAMES ? 1 : edge / EDGE_FRAMES;
    left[i] = fade * ringing[2 * (at + i)]!;
    right[i] = fade * ringing[2 * (at + i) + 1]!;
  }
  return [left, right];
}

/** Writes a Hann window of a device's sound around the middle of the fade, packed, at its own gain. */
function cutWindow(out: Float32Array, heard: Heard, device: RoomDevice, after: number): void {
  const size = out.length / 2;
  const gain = 10 ** (device.gainDb / 20);
  const window = hann(size);
  const { ringing, fresh, at } = heard;
  // `after` frames lie behind the switch.
  const before = size - after;
  for (let i = 0; i < before; i++) {
    const j = 2 * (at + i - before);
    const weight = gain * window[i]!;
    out[2 * i] = weight * ringing[j]!;
    out[2 * i + 1] = weight * ringing[j + 1]!;
  }
  for (let i = before; i < size; i++) {
    const j = 2 * (at + i - before);
    const n = 2 * (i - before);
    const weight = gain * window[i]!;
    out[2 * i] = weight * (ringing[j]! + fresh[n]!);
    out[2 * i + 1] = weight * (ringing[j + 1]! + fresh[n + 1]!);
  }
}

const hanns = new Map<number, Float64Array>();

function hann(size: number): Float64Array {
  let window = hanns.get(size);
  if (!window) {
    window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size));
    hanns.set(size, window);
  }
  return window;
}

/** Sounds between the two windows of a transform, faded into one another. */
function renderBridges(fft: StereoFft, after: number, fades: readonly Float32Array[]): StereoSamples {
  const { size } = fft;
  const steps = fades.length - 1;
  const fadeFrames = fades[0]!.length - 1;
  fft.forward(LAST_BINS, LAST_WINDOW);
  fft.forward(NEXT_BINS, NEXT_WINDOW);
  const a = fft.memory(LAST_BINS);
  const b = fft.memory(NEXT_BINS);
  const time = fft.memory(TIME);
  const half = size / 2;
  const ears = earMemory(half + 1);
  splitEars(a, ears.fromLeft, ears.fromRight, size);
  splitEars(b, ears.toLeft, ears.toRight, size);
  stepFactors(ears.fromLeft, ears.toLeft, steps);
  stepFactors(ears.fromRight, ears.toRight, steps);
  const window = hann(size);
  const left = new Float32Array(fadeFrames);
  const right = new Float32Array(fadeFrames);
  const first = size - after;
  for (let stop = 1; stop < steps; stop++) {
    stepOn(ears.fromLeft, ears.toLeft);
    stepOn(ears.fromRight, ears.toRight);
    joinEars(a, ears.fromLeft, ears.fromRight, size);
    fft.inverse(TIME, LAST_BINS);
    const fade = fades[stop]!;
    for (let i = 0; i < fadeFrames; i++) {
      const gain = fade[i]! / (size * window[first + i]!);
      left[i]! += gain * time[2 * (first + i)]!;
      right[i]! += gain * time[2 * (first + i) + 1]!;
    }
  }
  return [left, right];
}

interface Ears {
  readonly fromLeft: Float32Array;
  readonly fromRight: Float32Array;
  readonly toLeft: Float32Array;
  readonly toRight: Float32Array;
}

const earMemories = new Map<number, Ears>();

function earMemory(bins: number): Ears {
  let ears = earMemories.get(bins);
  if (!ears) {
    const spectrum = (): Float32Array => new Float32Array(2 * bins);
    ears = { fromLeft: spectrum(), fromRight: spectrum(), toLeft: spectrum(), toRight: spectrum() };
    earMemories.set(bins, ears);
  }
  return ears;
}

function splitEars(packed: Float32Array, left: Float32Array, right: Float32Array, size: number): void {
  for (let k = 0; k <= size / 2; k++) {
    const i = 2 * k;
    const j = k === 0 ? 0 : 2 * (size - k);
    left[i] = 0.5 * (packed[i]! + packed[j]!);
    left[i + 1] = 0.5 * (packed[i + 1]! - packed[j + 1]!);
    right[i] = 0.5 * (packed[i + 1]! + packed[j + 1]!);
    right[i + 1] = 0.5 * (packed[j]! - packed[i]!);
  }
}

function joinEars(packed: Float32Array, left: Float32Array, right: Float32Array, size: number): void {
  for (let k = 0; k <= size / 2; k++) {
    const i = 2 * k;
    packed[i] = left[i]! - right[i + 1]!;
    packed[i + 1] = left[i + 1]! + right[i]!;
    if (k > 0 && k < size / 2) {
      const j = 2 * (size - k);
      packed[j] = left[i]! + right[i + 1]!;
      packed[j + 1] = right[i]! - left[i + 1]!;
    }
  }
}

/**
 * Turns `to` into the factor of one of `steps` equal steps from `from`, bin by bin. A phase near half a turn goes the way
 * its louder neighbour goes: the bins of one partial must not part.
 */
function stepFactors(from: Float32Array, to: Float32Array, steps: number): void {
  let peak = 0;
  for (let i = 0; i < from.length; i += 2) {
    peak = Math.max(peak, from[i]! ** 2 + from[i + 1]! ** 2, to[i]! ** 2 + to[i + 1]! ** 2);
  }
  const floor = peak * FLOOR * FLOOR + Number.MIN_VALUE;
  let turn = 0;
  let weight = 0;
  for (let i = 0; i < from.length; i += 2) {
    const x = from[i]!;
    const y = from[i + 1]!;
    const u = to[i]!;
    const v = to[i + 1]!;
    const powerFrom = Math.max(floor, x * x + y * y);
    const powerTo = Math.max(floor, u * u + v * v);
    let angle = Math.atan2(v * x - u * y, u * x + v * y);
    const ahead = angle - turn;
    if (ahead > Math.PI && angle - 2 * Math.PI > -MOST_TURN) angle -= 2 * Math.PI;
    else if (ahead < -Math.PI && angle + 2 * Math.PI < MOST_TURN) angle += 2 * Math.PI;
    const power = Math.min(powerFrom, powerTo);
    weight *= 0.5;
    if (power > weight) {
      weight = power;
      turn = angle;
    }
    const magnitude = Math.exp((0.5 * Math.log(powerTo / powerFrom)) / steps);
    to[i] = magnitude * Math.cos(angle / steps);
    to[i + 1] = magnitude * Math.sin(angle / steps);
  }
}

function stepOn(spectrum: Float32Array, factors: Float32Array): void {
  for (let i = 0; i < spectrum.length; i += 2) {
    const re = spectrum[i]!;
    const im = spectrum[i + 1]!;
    spectrum[i] = re * factors[i]! - im * factors[i + 1]!;
    spectrum[i + 1] = re * factors[i + 1]! + im * factors[i]!;
  }
}
