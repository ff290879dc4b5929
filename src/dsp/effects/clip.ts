import type { StereoSamples } from './StereoSamples';

/** Half-band filters: stage 1 between the rate and twice the rate, stage 2 between twice and four times. */
const STAGE_1_REACH = 16;
const STAGE_2_REACH = 5;
/** Kaiser windows: about 80 dB. */
const KAISER_BETA = 8;

function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * The taps of a half-band low-pass that are not zero, one side: at odd distances 1, 3, … from the middle (whose tap is
 * one half), scaled so that they sum to a quarter: unity at 0 Hz.
 */
function halfBand(reach: number): Float64Array {
  const taps = Float64Array.from({ length: reach }, (_, k) => {
    const n = 2 * k + 1;
    const window = bessel0(KAISER_BETA * Math.sqrt(1 - (n / (2 * reach)) ** 2)) / bessel0(KAISER_BETA);
    return (Math.sin((Math.PI * n) / 2) / (Math.PI * n)) * window;
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => (tap * 0.25) / sum);
}

const STAGE_1 = halfBand(STAGE_1_REACH);
const STAGE_2 = halfBand(STAGE_2_REACH);

/** Twice the rate: even samples stay as they are, odd ones lie between. No shift; `taps.length` frames at each end void. */
function doubled(x: Float64Array, taps: Float64Array, out: Float64Array): void {
  const reach = taps.length;
  for (let i = reach; i < x.length - reach; i++) {
    let sum = 0;
    for (let k = 0; k < reach; k++) sum += taps[k]! * (x[i - k]! + x[i + 1 + k]!);
    out[2 * i] = x[i]!;
    out[2 * i + 1] = 2 * sum;
  }
}

/** Half the rate, band-limited. No shift; `taps.length` frames at each end void. */
function halved(x: Float64Array, taps: Float64Array, out: Float64Array): void {
  const reach = taps.length;
  for (let i = reach; i < out.length - reach; i++) {
    const middle = 2 * i;
    let sum = 0.5 * x[middle]!;
    for (let k = 0; k < reach; k++) sum += taps[k]! * (x[middle - 2 * k - 1]! + x[middle + 2 * k + 1]!);
    out[i] = sum;
  }
}

/** Frames worked on at a time, with what the filters reach over on either side. */
const CHUNK_FRAMES = 4096;
const MARGIN_FRAMES = 2 * (STAGE_1_REACH + STAGE_2_REACH);

/** What a soft shaper lets through of an input, ceiling 1: slope 1 at rest, level from 1.5 on. */
const softened = (x: number): number => (x > 1.5 ? 1 : x < -1.5 ? -1 : x - (4 / 27) * x * x * x);

/**
 * Clips a signal whose highest peak (of `peak`) would lie `driveDb` above the ceiling; what stays far below keeps its
 * level. `hard` cuts at the ceiling; `soft` bends towards it by a cubic. The shaper runs at four times the rate, so that
 * what it adds does not fold back; only what it adds is filtered, so the rest of the signal passes unchanged and
 * nothing is delayed.
 */
export function clip(
  input: StereoSamples,
  { driveDb, shape, peak }: { readonly driveDb: number; readonly shape: 'hard' | 'soft'; readonly peak: number },
): StereoSamples {
  if (!(peak > 0)) return input;
  const ceiling = peak / 10 ** (driveDb / 20);
  return [clipChannel(input[0], ceiling, shape), clipChannel(input[1], ceiling, shape)];
}

function clipChannel(x: Float32Array, ceiling: number, shape: 'hard' | 'soft'): Float32Array<ArrayBuffer> {
  const out = new Float32Array(x);
  const frames = CHUNK_FRAMES + 2 * MARGIN_FRAMES;
  const chunk = new Float64Array(frames);
  const twice = new Float64Array(2 * frames);
  const fourTimes = new Float64Array(4 * frames);
  const added = new Float64Array(frames);
  for (let from = 0; from < x.length; from += CHUNK_FRAMES) {
    const start = from - MARGIN_FRAMES;
    let top = 0;
    for (let i = 0; i < frames; i++) {
      const sample = (x[start + i] ?? 0) / ceiling;
      chunk[i] = sample;
      top = Math.max(top, Math.abs(sample));
    }
    // Between the samples a signal rarely rises by more than half: below two thirds of the ceiling nothing is cut.
    if (shape === 'hard' && top * 1.5 < 1) continue;
    doubled(chunk, STAGE_1, twice);
    doubled(twice, STAGE_2, fourTimes);
    if (shape === 'soft')
      for (let i = 0; i < fourTimes.length; i++) fourTimes[i] = softened(fourTimes[i]!) - fourTimes[i]!;
    else
      for (let i = 0; i < fourTimes.length; i++) {
        const sample = fourTimes[i]!;
        fourTimes[i] = sample > 1 ? 1 - sample : sample < -1 ? -1 - sample : 0;
      }
    halved(fourTimes, STAGE_2, twice);
    halved(twice, STAGE_1, added);
    const count = Math.min(CHUNK_FRAMES, x.length - from);
    for (let i = 0; i < count; i++) out[from + i]! += ceiling * added[MARGIN_FRAMES + i]!;
  }
  return out;
}
