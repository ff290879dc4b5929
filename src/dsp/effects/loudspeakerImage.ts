import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';

const HEAD_RADIUS_M = 0.0875;
const SPEED_OF_SOUND = 343;
const LOUDSPEAKER_RAD = Math.PI / 6;
/** Brown & Duda's constants: the deepest shadow and the angle at which it lies. */
const SHADOW_MIN = 0.1;
const SHADOW_ANGLE_DEG = 150;

/** Time by which the far ear hears a loudspeaker later, seconds (Woodworth: (a / c)(θ + sin θ)); 261 µs at 30°. */
export const EAR_DELAY_SEC = (HEAD_RADIUS_M / SPEED_OF_SOUND) * (LOUDSPEAKER_RAD + Math.sin(LOUDSPEAKER_RAD));

/** Treble of the head shadow against its bass, at an incidence angle to the ear in degrees. */
function shadow(incidenceDeg: number): number {
  const phase = (incidenceDeg / SHADOW_ANGLE_DEG) * Math.PI;
  return 1 + SHADOW_MIN / 2 + (1 - SHADOW_MIN / 2) * Math.cos(phase);
}

/** First-order section (1 + jαω/2ω₀) / (1 + jω/2ω₀), ω₀ = c / a, by the bilinear transform; 1 at 0 Hz. */
function headShadow(incidenceDeg: number, sampleRate: number): { b0: number; b1: number; a1: number } {
  const alpha = shadow(incidenceDeg);
  const k = sampleRate / (SPEED_OF_SOUND / HEAD_RADIUS_M);
  return { b0: (1 + alpha * k) / (1 + k), b1: (1 - alpha * k) / (1 + k), a1: (1 - k) / (1 + k) };
}

function shadowed(x: Float32Array, incidenceDeg: number, sampleRate: number): Float64Array {
  const { b0, b1, a1 } = headShadow(incidenceDeg, sampleRate);
  const out = new Float64Array(x.length);
  let before = 0;
  let y = 0;
  for (let i = 0; i < x.length; i++) {
    y = b0 * x[i]! + b1 * before - a1 * y;
    // In silence it would become denormal, and a hundred times slower.
    if (y < 1e-30 && y > -1e-30) y = 0;
    before = x[i]!;
    out[i] = y;
  }
  return out;
}

/** Reach of the fractional delay on either side, frames. */
const REACH = 12;

/** Taps of a windowed sinc (Hann) that delays by `frames`; the first belongs to delay `first`. */
function fractionalDelay(frames: number): { readonly first: number; readonly taps: Float64Array } {
  const first = Math.floor(frames) - REACH + 1;
  const taps = Float64Array.from({ length: 2 * REACH }, (_, i) => {
    const x = first + i - frames;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / REACH));
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return { first, taps: taps.map((tap) => tap / sum) };
}

/**
 * What reaches the ears from a pair of loudspeakers at ±30°, for headphones: each ear hears both, the far one later and
 * in the shadow of a spherical head (C. P. Brown & R. O. Duda, "A structural model for binaural sound synthesis", IEEE
 * Trans. Speech Audio Process. 6(5), 1998; delay after Woodworth). No room, no ear canal. A sound in the middle keeps
 * its level in the bass.
 */
export function loudspeakerImage(input: StereoSamples, sampleRate: number): StereoSamples {
  const toEarDeg = 90 - (LOUDSPEAKER_RAD * 180) / Math.PI;
  const { first, taps } = fractionalDelay(EAR_DELAY_SEC * sampleRate);
  const out = silentStereo(input[0].length);
  const far = input.map((channel) => shadowed(channel, 180 - toEarDeg, sampleRate));
  for (const ear of [0, 1] as const) {
    const near = shadowed(input[ear], toEarDeg, sampleRate);
    const delayed = delayedBy(far[1 - ear]!, first, taps);
    for (let i = 0; i < near.length; i++) out[ear][i] = 0.5 * (near[i]! + delayed[i]!);
  }
  return out;
}

/** A short FIR whose first tap delays by `first` ≥ 0 frames. */
function delayedBy(x: Float64Array, first: number, taps: Float64Array): Float64Array {
  // Silence before the start, so that the inner loop need not ask where it is.
  const before = first + taps.length;
  const padded = new Float64Array(before + x.length);
  padded.set(x, before);
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    let sum = 0;
    const at = before + i - first;
    for (let k = 0; k < taps.length; k++) sum += taps[k]! * padded[at - k]!;
    out[i] = sum;
  }
  return out;
}
