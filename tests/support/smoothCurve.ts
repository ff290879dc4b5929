import { seededRandom } from '../../src/core/random';
import type { ToneCurve } from '../../src/devices/ToneCurve';

const STEPS_PER_OCTAVE = 48;

/**
 * A random curve of 20 Hz to 20 kHz, 48 points an octave, that is smooth: noise under a Gaussian as wide as `octaves` at
 * half its height, scaled so that its largest level is just `heightDb`.
 */
export function smoothCurve(seed: number, octaves = 1 / 3, heightDb = 12): ToneCurve {
  const random = seededRandom(seed);
  const sigma = (octaves * STEPS_PER_OCTAVE) / (2 * Math.sqrt(2 * Math.LN2));
  const reach = Math.ceil(4 * sigma);
  const count = Math.floor(Math.log2(1000) * STEPS_PER_OCTAVE) + 1;
  const noise = Float64Array.from({ length: count + 2 * reach }, () => random() + random() + random() - 1.5);
  const window = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-0.5 * ((k - reach) / sigma) ** 2));
  const smooth = Float64Array.from({ length: count }, (_, i) =>
    window.reduce((sum, w, k) => sum + w * noise[i + k]!, 0),
  );
  const largest = smooth.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return {
    frequenciesHz: Float64Array.from({ length: count }, (_, i) => 20 * 2 ** (i / STEPS_PER_OCTAVE)),
    levelsDb: smooth.map((x) => (x * heightDb) / largest),
  };
}
