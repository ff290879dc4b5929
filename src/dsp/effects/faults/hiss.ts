import { seededRandom } from '../../../core/random';
import { swell } from './envelopes';

/** Corner below which a preamplifier's noise rises as 1/f, and where its band ends. */
const FLICKER_HZ = 150;
const BAND_HZ = 17_000;
/** Time over which it swells in and out where it does not run throughout, seconds. */
const SWELL_SEC = 0.25;

/**
 * Noise of a preamplifier: thermal noise, white over the audio band (Johnson & Nyquist 1928), with a little flicker
 * noise below 150 Hz.
 * @param rises swells in, rather than being there from the start
 * @returns one channel, of no particular level; independent for each seed
 */
export function hiss(
  frames: number,
  sampleRate: number,
  seed: number,
  { rises, falls }: { readonly rises: boolean; readonly falls: boolean },
): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  const ramp = Math.min(SWELL_SEC * sampleRate, frames / 3);
  const flickerPole = Math.exp((-2 * Math.PI * FLICKER_HZ) / sampleRate);
  const bandPole = Math.exp((-2 * Math.PI * BAND_HZ) / sampleRate);
  let flicker = 0;
  let banded = 0;
  for (let i = 0; i < frames; i++) {
    const white = random() + random() - 1;
    flicker = flickerPole * flicker + (1 - flickerPole) * white;
    banded = bandPole * banded + (1 - bandPole) * (white + 2 * flicker);
    out[i] = banded * swell(i, frames, rises ? ramp : 0, falls ? ramp : 0);
  }
  return out;
}
