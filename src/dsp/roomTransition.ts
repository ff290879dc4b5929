import { DeviceLimits } from './limits/DeviceLimits';
import type { LimitsModel } from './limits/LimitsModel';
import { lateFilter } from './matrixFilter';
import type { MatrixFilter, PathSpectra } from './matrixFilter';
import { fftOfSize } from './minimumPhase';
import { stopFadesOf, workspaceOfSize } from './transition';
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

/** A {@link Transition} whose tail may have a second, quieter part that can be worked out when the fade is under way. */
export interface RoomTransition extends Transition {
  /** The rest of the tail, to be added at the same place; null when there is none. */
  readonly late: {
    /** Frames after the start of the fade from which it is missing. */
    readonly fromFrame: number;
    /**
     * Takes some milliseconds.
     * @param fromFrame frames after the start of the fade, where it begins with a fade-in of its own
     */
    readonly render: (fromFrame: number) => StereoSamples;
  } | null;
}

type StereoSamples = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

/** Music that the limits hear before the first sample that counts, seconds: their detectors have forgotten the rest. */
const WARM_UP_SEC = 0.15;
/** Limits that began at the switch sound like those that had been on before after this long, seconds. */
const CONVERGE_SEC = 0.2;
/** Quieter than the loudest bin by this, amplitude: there a phase says nothing. */
const FLOOR = 1e-5;
/** So much may a phase go beyond half a turn to stay with its neighbour's. */
const MOST_TURN = 1.5 * Math.PI;
/** Where the late decay is not part of the plan it comes in this much after the switch, seconds: it is 40 dB down. */
const LATE_SEC = 0.05;
/** Frames of the late part's own fade-in, and of the end of a tail that is cut. */
const EDGE_FRAMES = 512;

/** Whether a device is more than a matrix and a tone. */
export function isSameDevice(a: RoomDevice, b: RoomDevice): boolean {
  return a.filter === b.filter && a.limits?.model === b.limits?.model && a.limits?.driveDb === b.limits?.driveDb;
}

/** What one device makes of the music around the switch. */
interface Heard {
  /** From `−past` on: what the filter still says of the music before the switch, packed left and right. */
  readonly ringing: Float64Array;
  /** Position of the switch in {@link ringing}. */
  readonly at: number;
  /** Frames from the switch on: what the filter makes of the music after it. */
  readonly fresh: Float64Array;
}

/**
 * Plans a switch between devices of which one has a room or limits. As {@link planTransition}, but the way from one to
 * the other is made from their sounds and not from their filters: between two spectra of the same 90 ms of music every
 * bin turns and grows in equal steps, so that neither tone nor reflections nor limits cancel on the way.
 * @param bridges sounds in between, 0 for the same device
 */
export function planRoomTransition(
  music: MusicReader,
  atFrame: number,
  from: RoomDevice,
  to: RoomDevice,
  fadeFrames: number,
  bridges: number,
): RoomTransition {
  const size = to.filter.headSize / 2;
  const after = size / 2 + (fadeFrames >> 1);
  const fades = stopFadesOf(fadeFrames, bridges);
  const isBridged = bridges > 0;
  const next = hear(music, atFrame, to, after, true);
  const tail = tailOf(next, to);
  const lateFrames = to.limits ? 0 : addLateHead(tail, music, atFrame, to);
  let bridge: StereoSamples | null = null;
  if (isBridged) {
    const nextWindow = windowOf(next, to, size, after, 0);
    const last = hear(music, atFrame, from, after, false);
    bridge = renderBridges(windowOf(last, from, size, after, 1), nextWindow, size, after, fades);
  }
  return {
    fromFade: fades[0]!,
    toFade: fades[bridges + 1]!,
    bridge,
    tail,
    late: to.filter.hasLate
      ? {
          fromFrame: lateFrames > 0 ? lateFrames - EDGE_FRAMES : Math.round(LATE_SEC * to.filter.sampleRate),
          render: (fromFrame) => renderLate(music, atFrame, to, fromFrame),
        }
      : null,
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

/**
 * @param after frames behind the switch that are wanted
 * @param isNew the chain begins at the switch: its limits know nothing of the past, which the tail makes good
 */
function hear(music: MusicReader, atFrame: number, device: RoomDevice, after: number, isNew: boolean): Heard {
  const { filter, limits } = device;
  const past = filter.earlyTaps + filter.headSize / 4;
  const warmUp = limits ? Math.round(WARM_UP_SEC * filter.sampleRate) : 0;
  const converge = limits && isNew ? Math.round(CONVERGE_SEC * filter.sampleRate) : 0;
  const ahead = Math.max(after, converge);
  const played = music(atFrame - past - warmUp, warmUp + past + ahead);
  const name = isNew ? 'new' : 'old';
  const input = scratch(`${name} input`, warmUp + past + ahead);
  applyMatrix(device.matrix, played.left, played.right, input);
  const start = warmUp + past;
  let cold: StereoSamples | null = null;
  if (limits) {
    if (isNew) {
      cold = scratch('cold', ahead);
      cold[0].set(input[0].subarray(start));
      cold[1].set(input[1].subarray(start));
      new DeviceLimits(limits.model, filter.sampleRate, limits.driveDb).process(cold[0], cold[1], 0, ahead);
    }
    new DeviceLimits(limits.model, filter.sampleRate, limits.driveDb).process(input[0], input[1], 0, input[0].length);
  }
  const size = filter.earlySize;
  const { time, music: spectrum, product } = workspaceOfSize(size);
  for (let i = 0; i < past; i++) {
    time[2 * i] = input[0][warmUp + i]!;
    time[2 * i + 1] = input[1][warmUp + i]!;
  }
  time.fill(0, 2 * past);
  if (cold) {
    // Live, the limits start from rest: what they will lack is part of the tail, falling to nothing.
    for (let i = 0; i < converge; i++) {
      const left = converge - i;
      const fade = left >= converge / 4 ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * 4 * left) / converge);
      time[2 * (past + i)] = fade * (input[0][start + i]! - cold[0][i]!);
      time[2 * (past + i) + 1] = fade * (input[1][start + i]! - cold[1][i]!);
    }
  }
  const fft = fftOfSize(size);
  fft.transform(spectrum, time);
  multiplyPaths(product, spectrum, filter.early, size);
  fft.inverseTransform(time, product);
  const ringing = keep(`${name} ringing`, time);

  const source = cold ?? [input[0].subarray(start), input[1].subarray(start)];
  const head = workspaceOfSize(filter.headSize);
  for (let i = 0; i < after; i++) {
    head.time[2 * i] = source[0][i]!;
    head.time[2 * i + 1] = source[1][i]!;
  }
  head.time.fill(0, 2 * after);
  const headFft = fftOfSize(filter.headSize);
  headFft.transform(head.music, head.time);
  multiplyPaths(head.product, head.music, filter.head, filter.headSize);
  headFft.inverseTransform(head.time, head.product);
  return { ringing, at: past, fresh: keep(`${name} fresh`, head.time) };
}

const kept = new Map<string, Float64Array>();

function keep(name: string, values: Float64Array): Float64Array {
  const key = `${name} ${values.length}`;
  let copy = kept.get(key);
  if (!copy) {
    copy = new Float64Array(values.length);
    kept.set(key, copy);
  }
  copy.set(values);
  return copy;
}

/** Both ears of a packed stereo spectrum through four paths, packed again. */
function multiplyPaths(out: Float64Array, music: Float64Array, paths: PathSpectra, size: number): void {
  const [ll, lr, rl, rr] = paths;
  const half = size / 2;
  if (ll && ll === rr && !lr && !rl) {
    multiplySame(out, music, ll, size);
    return;
  }
  out.fill(0);
  // Each path adds its part: left is (Z + Z̄) / 2, right (Z − Z̄) / 2i of the bin and its mirror image.
  const add = (path: Float32Array | null, isFromRight: boolean, isToRight: boolean): void => {
    if (path) addPath(out, music, path, isFromRight, isToRight, half, size);
  };
  add(ll, false, false);
  add(lr, false, true);
  add(rl, true, false);
  add(rr, true, true);
}

function multiplySame(out: Float64Array, music: Float64Array, filter: Float32Array, size: number): void {
  const half = size / 2;
  for (let k = 0; k <= half; k++) {
    const i = 2 * k;
    const re = filter[i]!;
    const im = filter[i + 1]!;
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

function addPath(
  out: Float64Array,
  music: Float64Array,
  path: Float32Array,
  isFromRight: boolean,
  isToRight: boolean,
  half: number,
  size: number,
): void {
  for (let k = 0; k <= half; k++) {
    const i = 2 * k;
    const j = k === 0 ? 0 : 2 * (size - k);
    const x = music[i]!;
    const y = music[i + 1]!;
    const u = music[j]!;
    const v = music[j + 1]!;
    // The channel's own spectrum at bin k.
    const re = isFromRight ? 0.5 * (y + v) : 0.5 * (x + u);
    const im = isFromRight ? 0.5 * (u - x) : 0.5 * (y - v);
    const a = path[i]!;
    const b = path[i + 1]!;
    const earRe = re * a - im * b;
    const earIm = re * b + im * a;
    if (isToRight) {
      out[i]! -= earIm;
      out[i + 1]! += earRe;
      if (k > 0 && k < half) {
        out[j]! += earIm;
        out[j + 1]! += earRe;
      }
    } else {
      out[i]! += earRe;
      out[i + 1]! += earIm;
      if (k > 0 && k < half) {
        out[j]! += earRe;
        out[j + 1]! -= earIm;
      }
    }
  }
}

/** Frames after the switch that {@link Heard.ringing} holds. */
function tailFrames(device: RoomDevice): number {
  return device.filter.earlySize - device.filter.earlyTaps - device.filter.headSize / 4;
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

/** A Hann window of a device's sound around the middle of the fade, packed, at its own gain. */
function windowOf(heard: Heard, device: RoomDevice, size: number, after: number, slot: 0 | 1): Float64Array {
  const gain = 10 ** (device.gainDb / 20);
  const window = hann(size);
  const out = windowMemory(size, slot);
  for (let i = 0; i < size; i++) {
    // `after` frames lie behind the switch.
    const frame = i - (size - after);
    const j = 2 * (heard.at + frame);
    const weight = gain * window[i]!;
    const fresh = frame >= 0 ? 2 * frame : -1;
    out[2 * i] = weight * (heard.ringing[j]! + (fresh >= 0 ? heard.fresh[fresh]! : 0));
    out[2 * i + 1] = weight * (heard.ringing[j + 1]! + (fresh >= 0 ? heard.fresh[fresh + 1]! : 0));
  }
  return out;
}

const windows = new Map<number, readonly [Float64Array, Float64Array]>();

function windowMemory(size: number, slot: 0 | 1): Float64Array {
  let pair = windows.get(size);
  if (!pair) {
    pair = [new Float64Array(2 * size), new Float64Array(2 * size)];
    windows.set(size, pair);
  }
  return pair[slot];
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

function renderBridges(
  last: Float64Array,
  next: Float64Array,
  size: number,
  after: number,
  fades: readonly Float32Array[],
): StereoSamples {
  const steps = fades.length - 1;
  const fadeFrames = fades[0]!.length - 1;
  const fft = fftOfSize(size);
  const { time, music: a, product: b } = workspaceOfSize(size);
  fft.transform(a, last);
  fft.transform(b, next);
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
    fft.inverseTransform(time, a);
    const fade = fades[stop]!;
    for (let i = 0; i < fadeFrames; i++) {
      const gain = fade[i]! / window[first + i]!;
      left[i]! += gain * time[2 * (first + i)]!;
      right[i]! += gain * time[2 * (first + i) + 1]!;
    }
  }
  return [left, right];
}

interface Ears {
  readonly fromLeft: Float64Array;
  readonly fromRight: Float64Array;
  readonly toLeft: Float64Array;
  readonly toRight: Float64Array;
}

const earMemories = new Map<number, Ears>();

function earMemory(bins: number): Ears {
  let ears = earMemories.get(bins);
  if (!ears) {
    const spectrum = (): Float64Array => new Float64Array(2 * bins);
    ears = { fromLeft: spectrum(), fromRight: spectrum(), toLeft: spectrum(), toRight: spectrum() };
    earMemories.set(bins, ears);
  }
  return ears;
}

function splitEars(packed: Float64Array, left: Float64Array, right: Float64Array, size: number): void {
  for (let k = 0; k <= size / 2; k++) {
    const i = 2 * k;
    const j = k === 0 ? 0 : 2 * (size - k);
    left[i] = 0.5 * (packed[i]! + packed[j]!);
    left[i + 1] = 0.5 * (packed[i + 1]! - packed[j + 1]!);
    right[i] = 0.5 * (packed[i + 1]! + packed[j + 1]!);
    right[i + 1] = 0.5 * (packed[j]! - packed[i]!);
  }
}

function joinEars(packed: Float64Array, left: Float64Array, right: Float64Array, size: number): void {
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
function stepFactors(from: Float64Array, to: Float64Array, steps: number): void {
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

function stepOn(spectrum: Float64Array, factors: Float64Array): void {
  for (let i = 0; i < spectrum.length; i += 2) {
    const re = spectrum[i]!;
    const im = spectrum[i + 1]!;
    spectrum[i] = re * factors[i]! - im * factors[i + 1]!;
    spectrum[i + 1] = re * factors[i + 1]! + im * factors[i]!;
  }
}

/**
 * Adds what the late decay says in the first moments after a switch, fading out over the last {@link EDGE_FRAMES}.
 * @returns how many frames that are; 0 without a late part
 */
function addLateHead(tail: StereoSamples, music: MusicReader, atFrame: number, device: RoomDevice): number {
  const late = device.filter.lateHead;
  if (!late) return 0;
  const { size, taps, offset } = late;
  // Nothing of it comes from music after the switch.
  const frames = Math.min(size - taps + 1, offset, tail[0].length);
  const played = music(atFrame - offset - taps + 1, taps - 1 + frames);
  const input = scratch('late input', taps - 1 + frames);
  applyMatrix(device.matrix, played.left, played.right, input);
  const { time, music: spectrum, product } = workspaceOfSize(size);
  for (let i = 0; i < input[0].length; i++) {
    time[2 * i] = input[0][i]!;
    time[2 * i + 1] = input[1][i]!;
  }
  time.fill(0, 2 * input[0].length);
  const fft = fftOfSize(size);
  fft.transform(spectrum, time);
  multiplyPaths(product, spectrum, late.spectra, size);
  fft.inverseTransform(time, product);
  for (let i = 0; i < frames; i++) {
    const edge = frames - i;
    const fade = edge >= EDGE_FRAMES ? 1 : edge / EDGE_FRAMES;
    tail[0][i]! += fade * time[2 * (taps - 1 + i)]!;
    tail[1][i]! += fade * time[2 * (taps - 1 + i) + 1]!;
  }
  return frames;
}

/** What the late decay, which the plan leaves out, still says of the music before the switch. */
function renderLate(music: MusicReader, atFrame: number, device: RoomDevice, fromFrame: number): StereoSamples {
  const { filter, limits, matrix } = device;
  const late = lateFilter(filter);
  const known = late.offset + late.taps;
  const warmUp = limits ? Math.round(WARM_UP_SEC * filter.sampleRate) : 0;
  const played = music(atFrame - known - warmUp, warmUp + known);
  const input: StereoSamples = [new Float32Array(warmUp + known), new Float32Array(warmUp + known)];
  applyMatrix(matrix, played.left, played.right, input);
  if (limits) {
    const before = new DeviceLimits(limits.model, filter.sampleRate, limits.driveDb);
    before.process(input[0], input[1], 0, input[0].length);
  }
  const { size } = late;
  const { time, music: spectrum, product } = workspaceOfSize(size);
  for (let i = 0; i < known; i++) {
    time[2 * i] = input[0][warmUp + i]!;
    time[2 * i + 1] = input[1][warmUp + i]!;
  }
  time.fill(0, 2 * known);
  const fft = fftOfSize(size);
  fft.transform(spectrum, time);
  multiplyPaths(product, spectrum, late.spectra, size);
  fft.inverseTransform(time, product);
  // Frame n of the whole filter is frame n − offset of its late part.
  const frames = Math.max(0, known - 1 - fromFrame);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  const first = known + fromFrame - late.offset;
  for (let i = 0; i < frames; i++) {
    const fade = i >= EDGE_FRAMES ? 1 : i / EDGE_FRAMES;
    left[i] = fade * time[2 * (first + i)]!;
    right[i] = fade * time[2 * (first + i) + 1]!;
  }
  return [left, right];
}
