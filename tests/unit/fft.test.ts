import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { fftOfSize, plainFft, realFftOfSize } from '../../src/dsp/fft';

const SIZES = Array.from({ length: 16 }, (_, i) => 2 ** (i + 1));

function noise(length: number): Float64Array {
  const random = seededRandom(length);
  return Float64Array.from({ length }, () => 2 * random() - 1);
}

const largest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe.each([
  ['with SIMD', fftOfSize],
  ['in plain code', plainFft],
])('a complex FFT %s', (_, make) => {
  it('is the sum that defines it', () => {
    for (const size of [2, 4, 8, 32, 128]) {
      const x = noise(2 * size);
      const out = new Float64Array(2 * size);
      make(size).transform(out, x);
      for (let k = 0; k < size; k++) {
        let re = 0;
        let im = 0;
        for (let n = 0; n < size; n++) {
          const angle = (-2 * Math.PI * k * n) / size;
          re += x[2 * n]! * Math.cos(angle) - x[2 * n + 1]! * Math.sin(angle);
          im += x[2 * n]! * Math.sin(angle) + x[2 * n + 1]! * Math.cos(angle);
        }
        expect(out[2 * k]).toBeCloseTo(re, 10);
        expect(out[2 * k + 1]).toBeCloseTo(im, 10);
      }
    }
  });

  it.each(SIZES)('of %d comes back', (size) => {
    const x = noise(2 * size);
    const [bins, back] = [new Float64Array(2 * size), new Float64Array(2 * size)];
    make(size).transform(bins, x);
    make(size).inverseTransform(back, bins);
    expect(largest(back, x)).toBeLessThan(1e-12);
  });
});

describe('a complex FFT', () => {
  it.each(SIZES)('of %d is the same with SIMD and without', (size) => {
    const x = noise(2 * size);
    const [fast, plain] = [new Float64Array(2 * size), new Float64Array(2 * size)];
    fftOfSize(size).transform(fast, x);
    plainFft(size).transform(plain, x);
    expect(largest(fast, plain)).toBeLessThan(1e-14 * size + 1e-13);
  });

  it('survives that larger ones need more memory', () => {
    const small = fftOfSize(64);
    const x = noise(128);
    const [before, after] = [new Float64Array(128), new Float64Array(128)];
    small.transform(before, x);
    fftOfSize(2 ** 18);
    small.transform(after, x);
    expect(after).toEqual(before);
  });
});

describe('a real FFT', () => {
  it.each(SIZES.slice(1))('of %d is the lower half of the complex one, and comes back', (size) => {
    const x = noise(size);
    const spectrum = new Float64Array(size + 2);
    realFftOfSize(size).forward(spectrum, x);
    const complex = new Float64Array(2 * size);
    fftOfSize(size).transform(
      complex,
      Float64Array.from({ length: 2 * size }, (_, i) => (i % 2 ? 0 : x[i / 2]!)),
    );
    expect(largest(spectrum, complex)).toBeLessThan(1e-14 * size + 1e-13);
    const back = new Float64Array(size);
    realFftOfSize(size).inverse(back, spectrum);
    expect(largest(back, x)).toBeLessThan(1e-12);
  });
});
