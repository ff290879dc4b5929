import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { PeakLimiter } from '../../src/dsp/peakLimiter';

function run(limiter: PeakLimiter, input: Float32Array): Float32Array {
  const out = new Float32Array(input.length);
  const other = new Float32Array(128);
  for (let at = 0; at + 128 <= input.length; at += 128) {
    const block = input.subarray(at, at + 128);
    limiter.process(block, block, out.subarray(at, at + 128), other);
  }
  return out;
}

describe('PeakLimiter', () => {
  it('is a pure delay below the ceiling, bit for bit', () => {
    const random = seededRandom(4);
    const input = Float32Array.from({ length: 128 * 40 }, () => (random() - 0.5) * 2);
    const out = run(new PeakLimiter(48, 48_000), input);
    for (let i = 48; i < out.length; i++) expect(out[i]).toBe(input[i - 48]);
  });

  it('lets nothing above the ceiling out, whatever comes in', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.2, max: 12, noNaN: true }), (seed, scale) => {
        const random = seededRandom(seed);
        let level = 0;
        const input = Float32Array.from({ length: 128 * 30 }, () => {
          if (random() < 0.01) level = random() * scale;
          return level * (random() < 0.5 ? -1 : 1) * random();
        });
        const out = run(new PeakLimiter(44, 44_100), input);
        expect(Math.max(...out.map(Math.abs))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('slides instead of stepping, and hardly ever needs its last resort, the clamp', () => {
    const input = Float32Array.from({ length: 128 * 60 }, (_, i) => 3 * Math.sin((2 * Math.PI * 100 * i) / 48_000));
    const out = run(new PeakLimiter(48, 48_000), input);
    let steepest = 0;
    for (let i = 49; i < out.length; i++) steepest = Math.max(steepest, Math.abs(out[i]! - out[i - 1]!));
    // A hard clipper at the same level would step by the sine's own slope and hold flat tops.
    expect(steepest).toBeLessThan(0.1);
  });

  it('reports how hard it worked, once', () => {
    const limiter = new PeakLimiter(48, 48_000);
    run(limiter, new Float32Array(128 * 10).fill(2));
    expect(limiter.takeLowestGain()).toBeCloseTo(0.5, 3);
  });
});
