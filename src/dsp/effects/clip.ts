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

/** Twice the rate: even samples stay as they are, odd ones lie between. Linear phase, no shift. */
function doubled(x: Float64Array, taps: Float64Array): Float64Array {
  const out = new Float64Array(2 * x.length);
  const last = x.length - 1;
  for (let i = 0; i < x.length; i++) {
    out[2 * i] = x[i]!;
    let sum = 0;
    const isInner = i >= taps.length && i + taps.length <= last;
    for (let k = 0; k < taps.length; k++) {
      const before = i - k;
      const after = i + 1 + k;
      if (isInner) sum += taps[k]! * (x[before]! + x[after]!);
      else sum += taps[k]! * ((before >= 0 ? x[before]! : 0) + (after <= last ? x[after]! : 0));
    }
    out[2 * i + 1] = 2 * sum;
  }
  return out;
}

/** Half the rate, band-limited. */
function halved(x: Float64Array, taps: Float64Array): Float64Array {
  const out = new Float64Array(x.length / 2);
  for (let i = 0; i < out.length; i++) {
    const middle = 2 * i;
    let sum = 0.5 * x[middle]!;
    const isInner = middle >= 2 * taps.length && middle + 2 * taps.length < x.length;
    for (let k = 0; k < taps.length; k++) {
      const before = middle - (2 * k + 1);
      const after = middle + 2 * k + 1;
      if (isInner) sum += taps[k]! * (x[before]! + x[after]!);
      else sum += taps[k]! * ((before >= 0 ? x[before]! : 0) + (after < x.length ? x[after]! : 0));
    }
    out[i] = sum;
  }
  return out;
}

/** Frames worked on at a time, with what the filters reach over on either side. */
const CHUNK_FRAMES = 4096;
const MARGIN_FRAMES = 2 * (STAGE_1_REACH + STAGE_2_REACH);

/**
 * Clips a signal whose highest peak (of `peak`) would lie `driveDb` above the ceiling; what stays below keeps its level.
 * `hard` cuts at the ceiling, `soft` bends by a hyperbolic tangent that comes to the same ceiling. The shaper runs at
 * four times the rate so that what it adds does not fold back; only what it adds is filtered, so the rest of the
 * signal passes unchanged and nothing is delayed.
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
  for (let from = 0; from < x.length; from += CHUNK_FRAMES) {
    const start = Math.max(0, from - MARGIN_FRAMES);
    const end = Math.min(x.length, from + CHUNK_FRAMES + MARGIN_FRAMES);
    let top = 0;
    for (let i = start; i < end; i++) top = Math.max(top, Math.abs(x[i]!));
    // Between the samples a signal rarely rises by more than half: below two thirds of the ceiling nothing is cut.
    if (shape === 'hard' && top * 1.5 < ceiling) continue;
    const wide = doubled(doubled(Float64Array.from(x.subarray(start, end)), STAGE_1), STAGE_2);
    for (let i = 0; i < wide.length; i++) {
      const sample = wide[i]!;
      if (shape === 'soft') wide[i] = ceiling * Math.tanh(sample / ceiling) - sample;
      else wide[i] = sample > ceiling ? ceiling - sample : sample < -ceiling ? -ceiling - sample : 0;
    }
    const added = halved(halved(wide, STAGE_2), STAGE_1);
    for (let i = from; i < Math.min(x.length, from + CHUNK_FRAMES); i++) out[i]! += added[i - start]!;
  }
  return out;
}
