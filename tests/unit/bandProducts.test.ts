import { describe, expect, it } from 'vitest';
import { SLICES, TILE, bandProducts, plainBandProducts } from '../../src/analysis/bandProducts';
import type { BandProducts } from '../../src/analysis/bandProducts';
import { seededRandom } from '../../src/core/random';

const BANDS = 151;

function fill({ weights, values }: BandProducts, seed: number): void {
  const random = seededRandom(seed);
  for (let i = 0; i < weights.length; i++) weights[i] = 2 * random() - 1;
  for (let i = 0; i < values.length; i++) values[i] = random();
}

describe('sums of products over bands', () => {
  it.each([1, 7, BANDS])('over %d bands are those of plain code, with SIMD too, for every tile', (bands) => {
    const tiles = 3;
    const [fast, plain] = [bandProducts, plainBandProducts].map((make) => make(tiles * bands * TILE, bands * SLICES));
    fill(fast!, 5);
    fill(plain!, 5);
    for (let tile = 0; tile < tiles; tile++) {
      fast!.multiply(tile * bands * TILE, bands);
      plain!.multiply(tile * bands * TILE, bands);
      expect(plain!.sums.some((sum) => Math.abs(sum) > 0.01)).toBe(true);
      fast!.sums.forEach((sum, i) => expect(sum).toBeCloseTo(plain!.sums[i]!, 4));
    }
  });

  it('of fewer bands leave the rest aside', () => {
    const products = bandProducts(BANDS * TILE, BANDS * SLICES);
    products.weights.fill(1);
    products.values.fill(1);
    products.multiply(0, 10);
    expect([...products.sums]).toEqual(Array.from({ length: SLICES * TILE }, () => 10));
  });

  it('begin with nothing, however much was asked for before', () => {
    const first = bandProducts(1000, 1000);
    first.weights.fill(3);
    first.values.fill(3);
    const much = bandProducts(200_000, 4000);
    expect(much.weights).toHaveLength(200_000);
    expect(much.weights.every((weight) => weight === 0)).toBe(true);
    expect(much.values.every((value) => value === 0)).toBe(true);
  });
});
