import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';
import type { BiquadCoefficients } from '../loudness';

/** One resonant EQ section; frequencies in hertz, gain in decibels, `q` as in the Audio EQ Cookbook. */
export type Section =
  | {
      readonly kind: 'peaking' | 'lowshelf' | 'highshelf';
      readonly frequencyHz: number;
      readonly gainDb: number;
      readonly q: number;
    }
  | { readonly kind: 'highpass' | 'lowpass'; readonly frequencyHz: number; readonly q: number };

/**
 * How long a section rings until it has fallen by 40 dB, frames: 4.6 · sampleRate · Q / (π f) with the pole's own Q,
 * which for a peak is the Cookbook's q times (boost) or over (cut) √gain.
 */
export function ringingFrames(section: Section, sampleRate: number): number {
  const poleQ = section.kind === 'peaking' ? section.q * 10 ** (section.gainDb / 40) : section.q;
  return (4.6 * sampleRate * Math.max(poleQ, 0.5)) / (Math.PI * section.frequencyHz);
}

/**
 * Second-order section by the bilinear transform (R. Bristow-Johnson, *Audio EQ Cookbook*). Meant for sections far
 * below Nyquist that ring too long for an FIR: there it keeps to the analog shape within a few hundredths of a decibel.
 */
export function bassSection(section: Section, sampleRate: number): BiquadCoefficients {
  const w = (2 * Math.PI * section.frequencyHz) / sampleRate;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * section.q);
  const scaled = (b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): BiquadCoefficients => ({
    b0: b0 / a0,
    b1: b1 / a0,
    b2: b2 / a0,
    a1: a1 / a0,
    a2: a2 / a0,
  });
  if (!('gainDb' in section)) {
    // A high-pass is a low-pass with the sign of the cosine turned.
    const sign = section.kind === 'lowpass' ? 1 : -1;
    const edge = 1 - sign * cos;
    return scaled(edge / 2, sign * edge, edge / 2, 1 + alpha, -2 * cos, 1 - alpha);
  }
  const a = 10 ** (section.gainDb / 40);
  if (section.kind === 'peaking') {
    return scaled(1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a);
  }
  const root = 2 * Math.sqrt(a) * alpha;
  // A high shelf is a low shelf with the sign of the cosine turned.
  const c = section.kind === 'lowshelf' ? cos : -cos;
  const sign = section.kind === 'lowshelf' ? 1 : -1;
  return scaled(
    a * (a + 1 - (a - 1) * c + root),
    sign * 2 * a * (a - 1 - (a + 1) * c),
    a * (a + 1 - (a - 1) * c - root),
    a + 1 + (a - 1) * c + root,
    sign * -2 * (a - 1 + (a + 1) * c),
    a + 1 + (a - 1) * c - root,
  );
}

/** Both channels through one section (transposed direct form II, in doubles). */
export function throughSection(input: StereoSamples, c: BiquadCoefficients): StereoSamples {
  const out = silentStereo(input[0].length);
  for (const channel of [0, 1] as const) {
    const from = input[channel];
    const to = out[channel];
    let s1 = 0;
    let s2 = 0;
    for (let i = 0; i < from.length; i++) {
      const x = from[i]!;
      const y = c.b0 * x + s1;
      s1 = c.b1 * x - c.a1 * y + s2;
      s2 = c.b2 * x - c.a2 * y;
      // A state that decays for ever becomes denormal, and a hundred times slower.
      if (s1 < 1e-30 && s1 > -1e-30) s1 = 0;
      if (s2 < 1e-30 && s2 > -1e-30) s2 = 0;
      to[i] = y;
    }
  }
  return out;
}
