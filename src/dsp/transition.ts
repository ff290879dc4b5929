import { fftOfSize } from './minimumPhase';
import type { MinimumPhaseResponse } from './minimumPhase';

type Matrix = readonly [readonly [number, number], readonly [number, number]];

/** What a device does to a stereo signal: a 2 × 2 matrix, one tone curve on both channels, a gain. */
export interface LinearDevice {
  readonly matrix: Matrix;
  /** Absent when the tone is flat. */
  readonly tone: MinimumPhaseResponse | null;
  readonly gainDb: number;
}

/** Everything a switch adds to the two slots, ready to be played at the first frame of the fade. */
export interface Transition {
  /** Gain of the old slot and of the new one, frame by frame, one more point than frames; they and the bridges sum to 1. */
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

/**
 * How many devices in between keep neighbours within 60° of each other where both can be heard.
 * Two minimum-phase filters that differ by 180° cancel in the middle of a plain crossfade.
 */
export function bridgeCount(from: LinearDevice, to: LinearDevice): number {
  const a = from.tone;
  const b = to.tone;
  const longest = a ?? b;
  if (!longest || a === b) return 0;
  const floorA = (a?.peakLogMagnitude ?? 0) - AUDIBLE_NEPER;
  const floorB = (b?.peakLogMagnitude ?? 0) - AUDIBLE_NEPER;
  let widest = 0;
  for (let k = BRIDGE_STRIDE; k < longest.logMagnitude.length; k += BRIDGE_STRIDE) {
    if ((a ? a.logMagnitude[k]! : 0) < floorA || (b ? b.logMagnitude[k]! : 0) < floorB) continue;
    widest = Math.max(widest, Math.abs((b ? b.phaseRad[k]! : 0) - (a ? a.phaseRad[k]! : 0)));
  }
  return Math.min(MAX_BRIDGES, Math.max(0, Math.ceil(widest / MAX_STEP_RAD) - 1));
}

/** Weight of stop `index` of `stops` at `position` (0 … stops − 1): raised cosines that sum to 1. */
function stopWeight(index: number, position: number): number {
  const distance = Math.abs(position - index);
  return distance >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * distance);
}

/** Frames of music before the fade that {@link planTransition} wants to see. */
export function historyFramesFor(from: LinearDevice, to: LinearDevice): number {
  return Math.max(from.tone?.fftSize ?? 0, to.tone?.fftSize ?? 0);
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
  const last = bridges + 1;
  const fromFade = new Float32Array(fadeFrames + 1);
  const toFade = new Float32Array(fadeFrames + 1);
  for (let i = 0; i <= fadeFrames; i++) {
    const position = (i / fadeFrames) * last;
    fromFade[i] = stopWeight(0, position);
    // The complement, rounded once, so that equal slots sum to exactly one where there is no bridge.
    toFade[i] = bridges === 0 ? 1 - fromFade[i]! : stopWeight(last, position);
  }
  return {
    fromFade,
    toFade,
    bridge: bridges > 0 ? renderBridges(history, from, to, fadeFrames, bridges) : null,
    tail: to.tone ? renderTail(history, to, past) : null,
  };
}

function renderBridges(
  history: { readonly left: Float32Array; readonly right: Float32Array },
  from: LinearDevice,
  to: LinearDevice,
  fadeFrames: number,
  bridges: number,
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const size = Math.max(from.tone?.fftSize ?? 0, to.tone?.fftSize ?? 0) / BRIDGE_STRIDE;
  const half = size / 2;
  const fft = fftOfSize(size);
  // Overlap-save: left as the real part, right as the imaginary part, the fade in the last frames.
  const time = new Float64Array(size * 2);
  const from0 = history.left.length - size;
  for (let i = 0; i < size; i++) {
    time[2 * i] = history.left[from0 + i]!;
    time[2 * i + 1] = history.right[from0 + i]!;
  }
  const music = new Float64Array(size * 2);
  fft.transform(music, time);

  const product = new Float64Array(size * 2);
  const left = new Float32Array(fadeFrames);
  const right = new Float32Array(fadeFrames);
  const a = from.tone;
  const b = to.tone;
  for (let stop = 1; stop <= bridges; stop++) {
    const mix = stop / (bridges + 1);
    const gain = ((1 - mix) * from.gainDb + mix * to.gainDb) * NEPER_PER_DB;
    for (let k = 0; k <= half; k++) {
      const bin = k * BRIDGE_STRIDE;
      const nepers = (a ? (1 - mix) * a.logMagnitude[bin]! : 0) + (b ? mix * b.logMagnitude[bin]! : 0) + gain;
      const phase = (a ? (1 - mix) * a.phaseRad[bin]! : 0) + (b ? mix * b.phaseRad[bin]! : 0);
      const magnitude = Math.exp(nepers);
      const re = magnitude * Math.cos(phase);
      const im = magnitude * Math.sin(phase);
      const i = 2 * k;
      product[i] = music[i]! * re - music[i + 1]! * im;
      product[i + 1] = music[i]! * im + music[i + 1]! * re;
      if (k > 0 && k < half) {
        const j = 2 * (size - k);
        product[j] = music[j]! * re + music[j + 1]! * im;
        product[j + 1] = music[j + 1]! * re - music[j]! * im;
      }
    }
    fft.inverseTransform(time, product);
    const m = (row: 0 | 1, column: 0 | 1): number =>
      (1 - mix) * from.matrix[row][column] + mix * to.matrix[row][column];
    const [ll, lr, rl, rr] = [m(0, 0), m(0, 1), m(1, 0), m(1, 1)];
    for (let i = 0; i < fadeFrames; i++) {
      const weight = stopWeight(stop, (i / fadeFrames) * (bridges + 1));
      if (weight === 0) continue;
      const l = time[2 * (size - fadeFrames + i)]!;
      const r = time[2 * (size - fadeFrames + i) + 1]!;
      left[i]! += weight * (ll * l + lr * r);
      right[i]! += weight * (rl * l + rr * r);
    }
  }
  return [left, right];
}

function renderTail(
  history: { readonly left: Float32Array; readonly right: Float32Array },
  to: LinearDevice,
  past: number,
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const tone = to.tone!;
  const size = tone.fftSize;
  const half = size / 2;
  const taps = tone.fir.length;
  const known = taps - 1;
  const fft = fftOfSize(size);
  const time = new Float64Array(size * 2);
  for (let i = 0; i < known; i++) {
    time[2 * i] = history.left[past - known + i]!;
    time[2 * i + 1] = history.right[past - known + i]!;
  }
  const music = new Float64Array(size * 2);
  fft.transform(music, time);
  const h = tone.firSpectrum;
  for (let k = 0; k <= half; k++) {
    const i = 2 * k;
    const re = h[i]!;
    const im = h[i + 1]!;
    const x = music[i]!;
    const y = music[i + 1]!;
    music[i] = x * re - y * im;
    music[i + 1] = x * im + y * re;
    if (k > 0 && k < half) {
      const j = 2 * (size - k);
      const u = music[j]!;
      const v = music[j + 1]!;
      music[j] = u * re + v * im;
      music[j + 1] = v * re - u * im;
    }
  }
  fft.inverseTransform(time, music);
  const left = new Float32Array(known);
  const right = new Float32Array(known);
  const { matrix } = to;
  for (let i = 0; i < known; i++) {
    const l = time[2 * (known + i)]!;
    const r = time[2 * (known + i) + 1]!;
    left[i] = matrix[0][0] * l + matrix[0][1] * r;
    right[i] = matrix[1][0] * l + matrix[1][1] * r;
  }
  return [left, right];
}
