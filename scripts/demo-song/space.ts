import { SAMPLE_RATE, silence, type Stereo } from './audio';
import { equaliseStereo } from './filters';

/** A reverberant space. */
export interface Room {
  preDelayMs: number;
  /** Time for the tail to fall by 60 dB, in seconds. */
  decaySec: number;
  /** The walls swallow what lies above this, in Hz. */
  dampingHz: number;
  /** Factor on all delays: 1 is a medium plate. */
  size: number;
  /** Level of the early reflections against the tail, linear. */
  early: number;
}

/** Small live room, for drums. */
export const LIVE_ROOM: Room = { preDelayMs: 4, decaySec: 0.55, dampingHz: 5200, size: 0.5, early: 0.9 };
/** Long plate, for voice and keys. */
export const PLATE: Room = { preDelayMs: 26, decaySec: 1.9, dampingHz: 6200, size: 1, early: 0.25 };

/** Line lengths in ms, mutually inharmonic so that echoes do not pile up. */
const LINE_MS = [29.7, 37.1, 41.1, 43.7, 53.3, 59.9, 67.7, 73.1] as const;
/** Early reflections: delay in ms and level, left and right. */
const EARLY_LEFT = [
  [7.1, 0.72],
  [13.9, -0.55],
  [21.3, 0.46],
  [29.9, -0.33],
  [41.7, 0.24],
] as const;
const EARLY_RIGHT = [
  [8.9, 0.7],
  [12.1, -0.52],
  [23.9, 0.44],
  [33.1, -0.3],
  [39.1, 0.25],
] as const;

/** Schroeder all-pass that smears a signal in time, in place. */
function diffuse(signal: Float64Array, delayMs: number, gain: number): void {
  const line = new Float64Array(Math.round((delayMs / 1000) * SAMPLE_RATE));
  let at = 0;
  for (let i = 0; i < signal.length; i++) {
    const old = line[at]!;
    const fed = signal[i]! + gain * old;
    line[at] = fed;
    signal[i] = old - gain * fed;
    at = at + 1 === line.length ? 0 : at + 1;
  }
}

/** A copy delayed by milliseconds, same length. */
function delayed(signal: Float64Array, ms: number): Float64Array {
  const out = new Float64Array(signal.length);
  const shift = Math.round((ms / 1000) * SAMPLE_RATE);
  if (shift < signal.length) out.set(signal.subarray(0, signal.length - shift), shift);
  return out;
}

/**
 * Feedback delay network of eight lines: Hadamard mixing, a damping low-pass in each line, slowly moving read points
 * against ringing, diffused input and early reflections. Returns the wet signal only, of the same length.
 */
export function reverberate(input: Stereo, room: Room): Stereo {
  const length = input.left.length;
  const left = delayed(input.left, room.preDelayMs);
  const right = delayed(input.right, room.preDelayMs);
  const out = silence(length);
  [EARLY_LEFT, EARLY_RIGHT].forEach((taps, side) => {
    const source = side === 0 ? left : right;
    const target = side === 0 ? out.left : out.right;
    for (const [ms, gain] of taps) {
      const shift = Math.round(((ms * room.size) / 1000) * SAMPLE_RATE);
      for (let i = shift; i < length; i++) target[i]! += room.early * gain * source[i - shift]!;
    }
  });
  for (const [ms, other] of [
    [4.77, 5.13],
    [3.59, 3.31],
    [12.73, 12.11],
    [9.31, 9.73],
  ] as const) {
    diffuse(left, ms * room.size, 0.66);
    diffuse(right, other * room.size, 0.66);
  }

  const sizes = LINE_MS.map((ms) => Math.round(((ms * room.size) / 1000) * SAMPLE_RATE));
  const lines = sizes.map((n) => new Float64Array(n + 32));
  const gains = sizes.map((n) => 10 ** ((-3 * n) / SAMPLE_RATE / room.decaySec));
  const damp = 1 - Math.exp((-2 * Math.PI * room.dampingHz) / SAMPLE_RATE);
  const stored = new Float64Array(8);
  const taps = new Float64Array(8);
  const heads = new Int32Array(8);
  const wobble = new Float64Array(8);
  for (let i = 0; i < length; i++) {
    // The read points move so slowly that renewing them every 32 samples is enough.
    if (i % 32 === 0) {
      for (let k = 0; k < 8; k++) {
        wobble[k] = 8 + 7 * Math.sin((2 * Math.PI * (0.31 + 0.083 * k) * i) / SAMPLE_RATE + k);
      }
    }
    for (let k = 0; k < 8; k++) {
      const line = lines[k]!;
      let at = heads[k]! - sizes[k]! - wobble[k]!;
      if (at < 0) at += line.length;
      const whole = at | 0;
      const next = whole + 1 === line.length ? 0 : whole + 1;
      const x = line[whole]! + (line[next]! - line[whole]!) * (at - whole);
      const held = stored[k]! + damp * (x - stored[k]!);
      stored[k] = held;
      taps[k] = held * gains[k]!;
    }
    out.left[i]! += 0.5 * (taps[0]! - taps[2]! + taps[4]! - taps[6]! + 0.4 * (taps[1]! - taps[5]!));
    out.right[i]! += 0.5 * (taps[1]! - taps[3]! + taps[5]! - taps[7]! + 0.4 * (taps[2]! - taps[4]!));
    // Fast Hadamard transform, scaled to keep energy.
    for (let span = 1; span < 8; span *= 2) {
      for (let k = 0; k < 8; k++) {
        if ((k & span) !== 0) continue;
        const a = taps[k]!;
        const b = taps[k + span]!;
        taps[k] = a + b;
        taps[k + span] = a - b;
      }
    }
    for (let k = 0; k < 8; k++) {
      const line = lines[k]!;
      const head = heads[k]!;
      line[head] = taps[k]! * 0.35355339059327373 + (k % 2 === 0 ? left[i]! : right[i]!) * 0.5;
      heads[k] = head + 1 === line.length ? 0 : head + 1;
    }
  }
  // Space below this only blurs the low end.
  equaliseStereo(out, [{ kind: 'highpass', hz: 170 }]);
  return out;
}

/**
 * Echo that bounces between the sides; each repeat is darker. Returns the wet signal only.
 * @param seconds time of one bounce
 * @param feedback 0…1
 */
export function pingPong(input: Stereo, seconds: number, feedback: number): Stereo {
  const length = input.left.length;
  const out = silence(length);
  const shift = Math.round(seconds * SAMPLE_RATE);
  const damp = 1 - Math.exp((-2 * Math.PI * 3800) / SAMPLE_RATE);
  let heldLeft = 0;
  let heldRight = 0;
  for (let i = shift; i < length; i++) {
    const mono = 0.5 * (input.left[i - shift]! + input.right[i - shift]!);
    heldLeft += damp * (mono + feedback * out.right[i - shift]! - heldLeft);
    heldRight += damp * (feedback * out.left[i - shift]! - heldRight);
    out.left[i] = heldLeft;
    out.right[i] = heldRight;
  }
  equaliseStereo(out, [{ kind: 'highpass', hz: 320 }]);
  return out;
}

/**
 * Ensemble chorus, in place: one slowly moving tap a side, a quarter turn apart, so width comes without cancelling.
 * @param mix level of the moving copy against the dry signal, linear
 */
export function chorus(signal: Stereo, mix: number): void {
  const dry = { left: signal.left.slice(), right: signal.right.slice() };
  (['left', 'right'] as const).forEach((side, turn) => {
    const source = dry[side];
    const target = signal[side];
    for (let i = 0; i < target.length; i++) {
      const sway = Math.sin((2 * Math.PI * 0.63 * i) / SAMPLE_RATE + turn * 0.5 * Math.PI);
      const at = i - (0.0115 + 0.0024 * sway) * SAMPLE_RATE;
      if (at < 0) continue;
      const whole = Math.floor(at);
      const a = source[whole]!;
      target[i]! += mix * (a + (source[whole + 1]! - a) * (at - whole));
    }
  });
}
