import { seededRandom } from '../../src/core/random';

/** White noise between −`peak` and `peak`. */
export function whiteNoise(frames: number, seed: number, peak = 0.5): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  for (let i = 0; i < frames; i++) out[i] = (random() * 2 - 1) * peak;
  return out;
}
