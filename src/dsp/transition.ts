import { fftOfSize } from './fft';
import type { MinimumPhaseResponse } from './minimumPhase';

/** Output left and right as sums of input left and right, row = output. */
export type StereoGains = readonly [readonly [number, number], readonly [number, number]];

/** What a device does to a stereo signal: a 2 × 2 matrix, one tone curve on both channels, a gain. */
export interface LinearDevice {
  readonly matrix: StereoGains;
  /** Absent when the tone is flat. */
  readonly tone: MinimumPhaseResponse | null;
  readonly gainDb: number;
}

/** Everything a switch adds to the two slots, ready to be played at the first frame of the fade. */
export interface Transition {
  /**
   * Gain of the old slot and of the new one, frame by frame, one more point than frames; they and the bridges sum
   * to 1. Shared between plans, do not write.
   */
  readonly fromFade: Float32Array<ArrayBuffer>;
  readonly toFade: Float32Array<ArrayBuffer>;
  /** Sound of the devices in between, already faded; absent when old and new are close in phase. */
  readonly bridge: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] | null;
  /**
   * What the new device still owes from before the fade: its filter's ringing on the music so far. Goes after the
   * new slot's filter and before its gain. Absent when the new device has no filter.
   */
  readonly tail: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] | null;
}

/** Above this phase difference between neighbours (radians) another device in between is worth its cost. */
const MAX_STEP_RAD = Math.PI / 3;
const MAX_BRIDGES = 3;
/**
 * Devices in between are heard for a few milliseconds, so a quarter of the frequency resolution does (11 Hz), and
 * costs a quarter of the time between the key and the sound.
 */
const BRIDGE_STRIDE = 4;
const NEPER_PER_DB = Math.LN10 / 20;
/** Bins whose quieter side lies this far below its own loudest bin do not decide how many bridges there are. */
const AUDIBLE_NEPER = 40 * NEPER_PER_DB;

// A plan is made between a key press and the sound, so what follows is written for the compiler as well: loops over
// typed arrays and plain numbers in functions of their own, which stay compiled whatever devices come along, memory
// that is kept, and nothing worked out again that is the same every time.

type Tone = Pick<MinimumPhaseResponse, 'fftSize' | 'logMagnitude' | 'peakLogMagnitude' | 'phaseRad' | 'firSpectrum'>;

const flatTones = new Map<number, Tone>();

/** A tone that changes nothing, in the same form as one that does. */
function flatTone(fftSize: number): Tone {
  let tone = flatTones.get(fftSize);
  if (!tone) {
    const bins = fftSize / 2 + 1;
    const firSpectrum = Float32Array.from({ length: 2 * bins }, (_, i) => (i % 2 === 0 ? 1 : 0));
    tone = {
      fftSize,
      logMagnitude: new Float32Array(bins),
      peakLogMagnitude: 0,
      phaseRad: new Float32Array(bins),
      firSpectrum,
    };
    flatTones.set(fftSize, tone);
  }
  return tone;
}

/** Both tones in the same form; null when neither device has any. */
function tonesOf(from: LinearDevice, to: LinearDevice): readonly [Tone, Tone] | null {
  const fftSize = from.tone?.fftSize ?? to.tone?.fftSize;
  if (fftSize === undefined) return null;
  return [from.tone ?? flatTone(fftSize), to.tone ?? flatTone(fftSize)];
}

/**
 * How many devices in between keep neighbours within 60° of each other where both can be heard.
 * Two minimum-phase filters that differ by 180° cancel in the middle of a plain crossfade.
 */
export function bridgeCount(from: LinearDevice, to: LinearDevice): number {
  const tones = tonesOf(from, to);
  if (!tones || from.tone === to.tone) return 0;
  const [a, b] = tones;
  const widest = widestAngle(
    a.logMagnitude,
    a.phaseRad,
    a.peakLogMagnitude - AUDIBLE_NEPER,
    b.logMagnitude,
    b.phaseRad,
    b.peakLogMagnitude - AUDIBLE_NEPER,
  );
  return Math.min(MAX_BRIDGES, Math.max(0, Math.ceil(widest / MAX_STEP_RAD) - 1));
}

/** Largest difference in phase where both sides are above their floors, radians. */
function widestAngle(
  logA: Float32Array,
  phaseA: Float32Array,
  floorA: number,
  logB: Float32Array,
  phaseB: Float32Array,
  floorB: number,
): number {
  let widest = 0;
  for (let k = BRIDGE_STRIDE; k < logA.length; k += BRIDGE_STRIDE) {
    if (logA[k]! < floorA || logB[k]! < floorB) continue;
    widest = Math.max(widest, Math.abs(phaseB[k]! - phaseA[k]!));
  }
  return widest;
}

const stopFades = new Map<string, readonly Float32Array<ArrayBuffer>[]>();

/** Gain of each stop on the way, old device first, frame by frame: raised cosines that sum to 1. Shared, do not write. */
export function stopFadesOf(fadeFrames: number, bridges: number): readonly Float32Array<ArrayBuffer>[] {
  const key = `${fadeFrames} ${bridges}`;
  let fades = stopFades.get(key);
  if (!fades) {
    const last = bridges + 1;
    fades = Array.from({ length: last + 1 }, (_, stop) =>
      Float32Array.from({ length: fadeFrames + 1 }, (_point, i) => {
        const distance = Math.abs((i / fadeFrames) * last - stop);
        return distance >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * distance);
      }),
    );
    // The complement, rounded once, so that equal slots sum to exactly one where there is no bridge.
    if (bridges === 0) fades = [fades[0]!, fades[0]!.map((gain) => 1 - gain)];
    stopFades.set(key, fades);
  }
  return fades;
}

/** Frames of music before the fade that {@link planTransition} wants to see: as long as either filter rings. */
export function historyFramesFor(from: LinearDevice, to: LinearDevice): number {
  return Math.max(from.tone?.fir.length ?? 0, to.tone?.fir.length ?? 0);
}

/** Memory for transforms of one size, interleaved complex: fresh pages for every plan would cost as much as the sums. */
export interface Workspace {
  readonly time: Float64Array;
  readonly music: Float64Array;
  readonly product: Float64Array;
  /** Bins 0 … size / 2. */
  readonly filter: Float32Array;
  readonly factors: Float32Array;
}

const workspaces = new Map<number, Workspace>();

export function workspaceOfSize(size: number): Workspace {
  let workspace = workspaces.get(size);
  if (!workspace) {
    const complex = (): Float64Array => new Float64Array(2 * size);
    const bins = (): Float32Array => new Float32Array(size + 2);
    workspace = { time: complex(), music: complex(), product: complex(), filter: bins(), factors: bins() };
    workspaces.set(size, workspace);
  }
  return workspace;
}

/**
 * Plans a switch from one device to another, so that nothing clicks, cancels or has to warm up.
 *
 * The path leads from the old device over up to three devices in between (the dB curves and minimum phases
 * interpolated, which again are minimum-phase devices) to the new one, each faded into the next by a raised cosine.
 * Because the music is known, the new filter's past is computed here instead of being waited for.
 *
 * @param history music before the filter: `historyFramesFor` frames before the fade, then `fadeFrames` of the fade
 */
export function planTransition(
  history: { readonly left: Float32Array; readonly right: Float32Array },
  from: LinearDevice,
  to: LinearDevice,
  fadeFrames: number,
): Transition {
  const past = historyFramesFor(from, to);
  if (history.left.length !== past + fadeFrames || history.right.length !== past + fadeFrames) {
    throw new RangeError(`history must be ${past + fadeFrames} frames, got ${history.left.length}`);
  }
  const bridges = bridgeCount(from, to);
  const fades = stopFadesOf(fadeFrames, bridges);
  return {
    fromFade: fades[0]!,
    toFade: fades[bridges + 1]!,
    bridge: bridges > 0 ? renderBridges(history, from, to, fades) : null,
    tail: to.tone ? renderTail(history, to.tone, to.matrix, past) : null,
  };
}

/** Overlap-save: left as the real part, right as the imaginary part. */
function pack(time: Float64Array, left: Float32Array, right: Float32Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) {
    time[2 * i] = left[from + i]!;
    time[2 * i + 1] = right[from + i]!;
  }
}

/** Spectrum of two packed real signals times that of a real filter (bins 0 … size / 2), interleaved complex. */
function multiply(out: Float64Array, music: Float64Array, filter: Float32Array, size: number): void {
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

/** Adds one side of what `time` holds from `from` on, at two gains and under a fade. */
function addSide(
  out: Float32Array,
  time: Float64Array,
  from: number,
  leftGain: number,
  rightGain: number,
  fade: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) {
    const j = 2 * (from + i);
    out[i]! += fade[i]! * (leftGain * time[j]! + rightGain * time[j + 1]!);
  }
}

/** As {@link addSide}, without a fade and over whatever was there. */
function putSide(out: Float32Array, time: Float64Array, from: number, leftGain: number, rightGain: number): void {
  for (let i = 0; i < out.length; i++) {
    const j = 2 * (from + i);
    out[i] = leftGain * time[j]! + rightGain * time[j + 1]!;
  }
}

/** The way from one tone to the other in equal steps: the factor of one step, every fourth bin. */
function stepFactors(
  out: Float32Array,
  logA: Float32Array,
  phaseA: Float32Array,
  logB: Float32Array,
  phaseB: Float32Array,
  gainNeper: number,
  steps: number,
): void {
  for (let k = 0; 2 * k < out.length; k++) {
    const bin = k * BRIDGE_STRIDE;
    const magnitude = Math.exp((logB[bin]! - logA[bin]! + gainNeper) / steps);
    const phase = (phaseB[bin]! - phaseA[bin]!) / steps;
    out[2 * k] = magnitude * Math.cos(phase);
    out[2 * k + 1] = magnitude * Math.sin(phase);
  }
}

function startFrom(out: Float32Array, spectrum: Float32Array, gain: number): void {
  for (let k = 0; 2 * k < out.length; k++) {
    out[2 * k] = gain * spectrum[2 * k * BRIDGE_STRIDE]!;
    out[2 * k + 1] = gain * spectrum[2 * k * BRIDGE_STRIDE + 1]!;
  }
}

function stepOn(filter: Float32Array, factors: Float32Array): void {
  for (let i = 0; i < filter.length; i += 2) {
    const re = filter[i]!;
    const im = filter[i + 1]!;
    filter[i] = re * factors[i]! - im * factors[i + 1]!;
    filter[i + 1] = re * factors[i + 1]! + im * factors[i]!;
  }
}

function renderBridges(
  history: { readonly left: Float32Array; readonly right: Float32Array },
  from: LinearDevice,
  to: LinearDevice,
  fades: readonly Float32Array[],
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const [a, b] = tonesOf(from, to)!;
  const steps = fades.length - 1;
  const fadeFrames = fades[0]!.length - 1;
  const size = a.fftSize / BRIDGE_STRIDE;
  const fft = fftOfSize(size);
  const { time, music, product, filter, factors } = workspaceOfSize(size);
  pack(time, history.left, history.right, history.left.length - size, size);
  fft.transform(music, time);
  startFrom(filter, a.firSpectrum, Math.exp(from.gainDb * NEPER_PER_DB));
  const gainNeper = (to.gainDb - from.gainDb) * NEPER_PER_DB;
  stepFactors(factors, a.logMagnitude, a.phaseRad, b.logMagnitude, b.phaseRad, gainNeper, steps);
  const left = new Float32Array(fadeFrames);
  const right = new Float32Array(fadeFrames);
  for (let stop = 1; stop < steps; stop++) {
    stepOn(filter, factors);
    multiply(product, music, filter, size);
    fft.inverseTransform(time, product);
    const mix = stop / steps;
    const gain = (row: 0 | 1, column: 0 | 1): number =>
      (1 - mix) * from.matrix[row][column] + mix * to.matrix[row][column];
    addSide(left, time, size - fadeFrames, gain(0, 0), gain(0, 1), fades[stop]!);
    addSide(right, time, size - fadeFrames, gain(1, 0), gain(1, 1), fades[stop]!);
  }
  return [left, right];
}

function renderTail(
  history: { readonly left: Float32Array; readonly right: Float32Array },
  tone: MinimumPhaseResponse,
  matrix: StereoGains,
  past: number,
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const size = tone.fftSize;
  const known = tone.fir.length - 1;
  const fft = fftOfSize(size);
  const { time, music, product } = workspaceOfSize(size);
  pack(time, history.left, history.right, past - known, known);
  time.fill(0, 2 * known);
  fft.transform(music, time);
  multiply(product, music, tone.firSpectrum, size);
  fft.inverseTransform(time, product);
  const left = new Float32Array(known);
  const right = new Float32Array(known);
  putSide(left, time, known, matrix[0][0], matrix[0][1]);
  putSide(right, time, known, matrix[1][0], matrix[1][1]);
  return [left, right];
}
