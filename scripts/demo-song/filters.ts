import { SAMPLE_RATE, type Stereo } from './audio';

/** One equaliser band. `db` is used by peaks and shelves only; `q` defaults to 0.707. */
export interface EqBand {
  kind: 'lowpass' | 'highpass' | 'bandpass' | 'peak' | 'lowShelf' | 'highShelf';
  hz: number;
  q?: number;
  db?: number;
}

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** Second-order section by the Audio EQ Cookbook (R. Bristow-Johnson), normalised to a0 = 1. */
function designBiquad(band: EqBand): Biquad {
  const w = (2 * Math.PI * band.hz) / SAMPLE_RATE;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * (band.q ?? Math.SQRT1_2));
  const a = 10 ** ((band.db ?? 0) / 40);
  const rootA = 2 * Math.sqrt(a) * alpha;
  const section = (b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Biquad => ({
    b0: b0 / a0,
    b1: b1 / a0,
    b2: b2 / a0,
    a1: a1 / a0,
    a2: a2 / a0,
  });
  switch (band.kind) {
    case 'lowpass':
      return section((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    case 'highpass':
      return section((1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    case 'bandpass':
      return section(alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha);
    case 'peak':
      return section(1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a);
    case 'lowShelf':
      return section(
        a * (a + 1 - (a - 1) * cos + rootA),
        2 * a * (a - 1 - (a + 1) * cos),
        a * (a + 1 - (a - 1) * cos - rootA),
        a + 1 + (a - 1) * cos + rootA,
        -2 * (a - 1 + (a + 1) * cos),
        a + 1 + (a - 1) * cos - rootA,
      );
    case 'highShelf':
      return section(
        a * (a + 1 + (a - 1) * cos + rootA),
        -2 * a * (a - 1 + (a + 1) * cos),
        a * (a + 1 + (a - 1) * cos - rootA),
        a + 1 - (a - 1) * cos + rootA,
        2 * (a - 1 - (a + 1) * cos),
        a + 1 - (a - 1) * cos - rootA,
      );
  }
}

/** Runs one channel through equaliser bands in series, in place. */
export function equalise(channel: Float64Array, bands: readonly EqBand[]): void {
  for (const band of bands) {
    const { b0, b1, b2, a1, a2 } = designBiquad(band);
    let z1 = 0;
    let z2 = 0;
    for (let i = 0; i < channel.length; i++) {
      const x = channel[i]!;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      channel[i] = y;
    }
  }
}

/** Runs both channels through the same equaliser, in place. */
export function equaliseStereo(signal: Stereo, bands: readonly EqBand[]): void {
  equalise(signal.left, bands);
  equalise(signal.right, bands);
}

/** Everything a state-variable filter gives out for one input sample. */
export interface SvfOutputs {
  low: number;
  band: number;
  high: number;
}

/**
 * Two-pole state-variable filter with the trapezoidal rule (Zavalishin): it stays stable and in tune
 * while the cut-off moves every sample, which a biquad does not.
 */
export class StateVariableFilter {
  private s1 = 0;
  private s2 = 0;
  private readonly out: SvfOutputs = { low: 0, band: 0, high: 0 };

  /**
   * @param x input sample
   * @param hz cut-off or centre frequency in Hz
   * @param q resonance, 0.5 = none
   */
  next(x: number, hz: number, q: number): SvfOutputs {
    const g = Math.tan((Math.PI * Math.min(hz, 20000)) / SAMPLE_RATE);
    const k = 1 / q;
    const high = (x - (k + g) * this.s1 - this.s2) / (1 + g * (g + k));
    const band = g * high + this.s1;
    const low = g * band + this.s2;
    this.s1 = g * high + band;
    this.s2 = g * band + low;
    this.out.low = low;
    this.out.band = band;
    this.out.high = high;
    return this.out;
  }
}

/** Coefficient of a one-pole smoother that covers 63 % of a step in `seconds`. @param rate updates per second */
export function smoothing(seconds: number, rate: number = SAMPLE_RATE): number {
  return 1 - Math.exp(-1 / (seconds * rate));
}
