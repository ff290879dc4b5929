import { describe, expect, test } from 'vitest';
import { fitCurve } from '../../src/analysis/fitting/fitCurve';
import { responseCurveDb } from '../../src/devices/response';
import type { ToneCurve } from '../../src/devices/ToneCurve';
import { smoothCurve } from '../support/smoothCurve';

const curveOf = (frequenciesHz: readonly number[], levelsDb: readonly number[]): ToneCurve => ({
  frequenciesHz: Float64Array.from(frequenciesHz),
  levelsDb: Float64Array.from(levelsDb),
});

const within = ({ frequenciesHz, levelsDb }: ToneCurve, fromHz: number, toHz: number): ToneCurve => {
  const isIn = (_: number, i: number): boolean => frequenciesHz[i]! >= fromHz && frequenciesHz[i]! <= toHz;
  return { frequenciesHz: frequenciesHz.filter(isIn), levelsDb: levelsDb.filter(isIn) };
};

/** Error of the chain, reckoned from the outside. */
function errorOf({ stages }: ReturnType<typeof fitCurve>, curve: ToneCurve): { rmsDb: number; worstDb: number } {
  const judged = within(curve, 30, 16_000);
  const errors = responseCurveDb({ stages }, judged.frequenciesHz).map((level, i) => level - judged.levelsDb[i]!);
  return {
    rmsDb: Math.hypot(...errors) / Math.sqrt(errors.length),
    worstDb: Math.max(...errors.map(Math.abs)),
  };
}

const midbandMeanDb = (curve: ToneCurve): number => {
  const { levelsDb } = within(curve, 300, 3000);
  return levelsDb.reduce((sum, x) => sum + x, 0) / levelsDb.length;
};

describe.each([
  ['a third of an octave', 1 / 3],
  ['two thirds of an octave', 2 / 3],
  ['two octaves', 2],
] as const)('curves of ±12 dB that are smooth over %s', (_, octaves) => {
  test('are followed within 0.3 dB RMS and 1 dB at worst, every one of sixty', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const curve = smoothCurve(seed, octaves);
      const fitted = fitCurve(curve);
      const error = errorOf(fitted, curve);
      expect(error.rmsDb, `seed ${seed}`).toBeLessThanOrEqual(0.3);
      expect(error.worstDb, `seed ${seed}`).toBeLessThanOrEqual(1);
      // What it says of itself is so.
      expect(fitted.fit.rmsDb).toBeCloseTo(error.rmsDb, 1);
      expect(fitted.fit.worstDb).toBeCloseTo(error.worstDb, 1);
    }
  });
});

test('the chain is sections by rising frequency and one gain, level with the curve between 300 and 3000 Hz', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const curve = smoothCurve(seed);
    const { stages, fit } = fitCurve(curve);
    expect(stages.at(-1)!.kind).toBe('gain');
    const places = stages.slice(0, -1).map((stage) => (stage.kind === 'gain' ? Number.NaN : stage.frequencyHz));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const chain = { ...curve, levelsDb: responseCurveDb({ stages }, curve.frequenciesHz) };
    expect(midbandMeanDb(chain)).toBeCloseTo(midbandMeanDb(curve), 1);
    expect(fit).toMatchObject({ fromHz: 30, toHz: 16_000 });
  }
});

test('the same curve gives the same chain', () => {
  expect(fitCurve(smoothCurve(3))).toEqual(fitCurve(smoothCurve(3)));
});

test('sound pressure levels are as good as levels about zero', () => {
  const curve = smoothCurve(5);
  const loud = { ...curve, levelsDb: curve.levelsDb.map((level) => level + 94) };
  expect(fitCurve(loud).fit.rmsDb).toBeLessThanOrEqual(0.3);
  expect(errorOf(fitCurve(loud), loud).worstDb).toBeLessThanOrEqual(1);
});

test('a curve that ends early is followed as far as it goes, and held beyond', () => {
  const curve = within(smoothCurve(7, 2 / 3), 90, 10_500);
  const { stages, fit } = fitCurve(curve);
  expect(fit.fromHz).toBeGreaterThanOrEqual(90);
  expect(fit.toHz).toBeLessThanOrEqual(10_500);
  expect(fit.rmsDb).toBeLessThanOrEqual(0.3);
  expect(fit.worstDb).toBeLessThanOrEqual(1);
  const beyond = responseCurveDb({ stages }, [25, 18_000]);
  expect(Math.abs(beyond[0]! - curve.levelsDb[0]!)).toBeLessThan(6);
  expect(Math.abs(beyond[1]! - curve.levelsDb.at(-1)!)).toBeLessThan(6);
});

test('few points, uneven points and thousands of points are all a curve', () => {
  const few = curveOf([20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000], [-6, -2, 1, 0, 0, 0.5, 2, -3, 1, -4]);
  expect(fitCurve(few).fit.worstDb).toBeLessThanOrEqual(1);
  const linear = Array.from({ length: 6000 }, (_, i) => 10 + i * 4);
  const tilted = curveOf(
    linear,
    linear.map((f) => -2 * Math.log2(f / 1000)),
  );
  expect(fitCurve(tilted).fit.worstDb).toBeLessThanOrEqual(1);
});

test('published curves with a spike at one point are followed closer than the grid of the first try allows', () => {
  const curve = smoothCurve(11, 2 / 3, 6);
  const atHz = 8350;
  const spiked = {
    ...curve,
    levelsDb: curve.levelsDb.map(
      (level, i) => level - 8 * Math.exp(-0.5 * (Math.log2(curve.frequenciesHz[i]! / atHz) / 0.03) ** 2),
    ),
  };
  expect(fitCurve(spiked).fit.worstDb).toBeLessThanOrEqual(1);
});

test.each([
  ['nine points', smoothCurve(1).frequenciesHz.slice(0, 9), smoothCurve(1).levelsDb.slice(0, 9), /10 points/],
  ['a curve from 200 Hz', [...within(smoothCurve(1), 200, 20_000).frequenciesHz], undefined, /100 Hz/],
  ['a curve up to 9 kHz', [...within(smoothCurve(1), 20, 9000).frequenciesHz], undefined, /10000 Hz/],
  ['frequencies out of order', [20, 40, 30, 100, 200, 400, 800, 1600, 3200, 12_000], undefined, /rise/],
  ['a frequency twice', [20, 40, 40, 100, 200, 400, 800, 1600, 3200, 12_000], undefined, /rise/],
  [
    'no number for a level',
    [20, 40, 80, 100, 200, 400, 800, 1600, 3200, 12_000],
    Array.from({ length: 10 }, () => Number.NaN),
    /level/,
  ],
  [
    'endless levels',
    [20, 40, 80, 100, 200, 400, 800, 1600, 3200, 12_000],
    Array.from({ length: 10 }, () => -Infinity),
    /level/,
  ],
] as readonly (readonly [string, ArrayLike<number>, ArrayLike<number> | undefined, RegExp])[])(
  '%s is refused',
  (_, frequenciesHz, levelsDb, says) => {
    const curve = curveOf(Array.from(frequenciesHz), Array.from(levelsDb ?? Array.from(frequenciesHz, () => 0)));
    expect(() => fitCurve(curve)).toThrow(RangeError);
    expect(() => fitCurve(curve)).toThrow(says);
  },
);
