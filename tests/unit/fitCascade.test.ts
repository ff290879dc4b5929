import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { responseCurveDb } from '../../src/devices/response';
import { fitCascade, type CascadeFit, type CascadeSection, type LevelCurve } from '../../src/dsp/fitCascade';

/** 240 points from 20 Hz to 20 kHz, evenly over log frequency. */
const GRID = Array.from({ length: 240 }, (_, i) => 20 * 1000 ** (i / 239));

const curveOf = (sections: readonly CascadeSection[]): LevelCurve => ({
  frequenciesHz: GRID,
  levelsDb: responseCurveDb({ stages: sections }, GRID),
});

function errorOf(fit: CascadeFit, curve: LevelCurve): { rmsDb: number; worstDb: number } {
  const got = responseCurveDb({ stages: fit.sections }, curve.frequenciesHz);
  const errors = Array.from(got, (level, i) => level - curve.levelsDb[i]!);
  return { rmsDb: Math.hypot(...errors) / Math.sqrt(errors.length), worstDb: Math.max(...errors.map(Math.abs)) };
}

const filtersOf = (fit: CascadeFit) => fit.sections.filter((section) => section.kind !== 'gain');

/** Smooth curve within ±`heightDb`: random levels two thirds of an octave apart, joined by a cubic (Catmull–Rom). */
function smoothCurve(seed: number, heightDb: number): LevelCurve {
  const random = seededRandom(seed);
  const knots = Array.from({ length: 19 }, () => (random() * 2 - 1) * heightDb * 0.85);
  const levelsDb = GRID.map((f) => {
    const x = Math.log2(f / 20) * 1.5 + 1;
    const k = Math.floor(x);
    const t = x - k;
    const [a, b, c, d] = [knots[k - 1]!, knots[k]!, knots[k + 1]!, knots[k + 2]!];
    const level = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    return Math.max(-heightDb, Math.min(heightDb, level));
  });
  return { frequenciesHz: GRID, levelsDb };
}

describe('fitCascade', () => {
  it('needs no filter for a level line', () => {
    const fit = fitCascade({ frequenciesHz: GRID, levelsDb: GRID.map(() => -3.5) });
    expect(filtersOf(fit)).toEqual([]);
    expect(fit.sections[0]).toMatchObject({ kind: 'gain', gainDb: expect.closeTo(-3.5, 3) });
  });

  it('finds a single peak again', () => {
    const fit = fitCascade(curveOf([{ kind: 'peaking', frequencyHz: 900, gainDb: -6, q: 1.7 }]), { rmsGoalDb: 0.005 });
    expect(filtersOf(fit)).toHaveLength(1);
    expect(filtersOf(fit)[0]).toMatchObject({
      kind: 'peaking',
      frequencyHz: expect.closeTo(900, 0),
      gainDb: expect.closeTo(-6, 1),
      q: expect.closeTo(1.7, 1),
    });
  });

  it.each<[string, CascadeSection[]]>([
    [
      'a headphone-like chain',
      [
        { kind: 'lowshelf', frequencyHz: 105, gainDb: 6, q: 0.7 },
        { kind: 'peaking', frequencyHz: 250, gainDb: -4, q: 1.1 },
        { kind: 'peaking', frequencyHz: 2900, gainDb: 5, q: 2 },
        { kind: 'peaking', frequencyHz: 6100, gainDb: -8, q: 4 },
        { kind: 'highshelf', frequencyHz: 9000, gainDb: -3, q: 0.7 },
      ],
    ],
    [
      'a fourth-order roll-off with a resonance',
      [
        { kind: 'highpass', frequencyHz: 420, q: 0.6 },
        { kind: 'highpass', frequencyHz: 420, q: 1.2 },
        { kind: 'peaking', frequencyHz: 900, gainDb: 4, q: 2.5 },
        { kind: 'lowpass', frequencyHz: 9000, q: 0.8 },
      ],
    ],
  ])('follows %s with hardly more sections than it has', (_, sections) => {
    const curve = curveOf(sections);
    const fit = fitCascade(curve);
    const error = errorOf(fit, curve);
    expect(error.rmsDb).toBeLessThan(0.16);
    expect(error.worstDb).toBeLessThan(0.61);
    expect(filtersOf(fit).length).toBeLessThanOrEqual(sections.length + 3);
  });

  it('follows smooth curves of ±12 dB within 0.3 dB RMS and 1 dB at worst, and says its own error truly', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const curve = smoothCurve(seed, 12);
      const fit = fitCascade(curve);
      const error = errorOf(fit, curve);
      expect(error.rmsDb, `seed ${seed}`).toBeLessThan(0.3);
      expect(error.worstDb, `seed ${seed}`).toBeLessThan(1);
      expect(fit.worstDb).toBeCloseTo(error.worstDb, 6);
      expect(fit.rmsDb).toBeCloseTo(error.rmsDb, 2);
      expect(filtersOf(fit).length).toBeLessThanOrEqual(20);
    }
  });

  it('keeps every parameter inside its limits and uses only what is allowed', () => {
    for (let seed = 20; seed < 24; seed++) {
      const fit = fitCascade(smoothCurve(seed, 18), {
        maxSections: 6,
        gainLimitDb: 8,
        peakQRange: [0.5, 3],
        frequencyRangeHz: [60, 9000],
        allowsShelves: false,
        allowsHighpass: false,
        allowsLowpass: false,
      });
      expect(filtersOf(fit).length).toBeLessThanOrEqual(6);
      for (const section of filtersOf(fit)) {
        if (section.kind !== 'peaking') throw new Error(`${section.kind} was not allowed`);
        expect(Math.abs(section.gainDb)).toBeLessThanOrEqual(8 + 1e-9);
        expect(section.q).toBeGreaterThanOrEqual(0.5 - 1e-9);
        expect(section.q).toBeLessThanOrEqual(3 + 1e-9);
        expect(section.frequencyHz).toBeGreaterThanOrEqual(60 - 1e-6);
        expect(section.frequencyHz).toBeLessThanOrEqual(9000 + 1e-6);
      }
    }
  });

  it('gives the same sections every time, shaken or not', () => {
    const curve = smoothCurve(5, 9);
    const options = { shakes: 5, seed: 7 };
    expect(fitCascade(curve)).toEqual(fitCascade(curve));
    expect(fitCascade(curve, options)).toEqual(fitCascade(curve, options));
  });

  it('does with no more sections when it may shake', () => {
    const curve = smoothCurve(3, 8);
    const plain = fitCascade(curve);
    const shaken = fitCascade(curve, { shakes: 20 });
    expect(shaken.meetsGoal).toBe(true);
    expect(filtersOf(shaken).length).toBeLessThanOrEqual(filtersOf(plain).length);
  });

  it('counts errors only in the range asked for', () => {
    const curve = smoothCurve(8, 10);
    const wild = {
      ...curve,
      levelsDb: Array.from(curve.levelsDb, (level, i) => (GRID[i]! < 40 ? (i % 2) * 30 : level)),
    };
    const fit = fitCascade(wild, { errorRangeHz: [50, 16_000], weights: GRID.map((f) => (f < 50 ? 0 : 1)) });
    expect(fit.meetsGoal).toBe(true);
  });

  it('refuses what is not a curve', () => {
    const levelsDb = GRID.map(() => 0);
    expect(() => fitCascade({ frequenciesHz: [100, 200], levelsDb: [0, 0] })).toThrow(RangeError);
    expect(() => fitCascade({ frequenciesHz: GRID, levelsDb: levelsDb.slice(1) })).toThrow(RangeError);
    expect(() => fitCascade({ frequenciesHz: GRID.toReversed(), levelsDb })).toThrow(RangeError);
    expect(() => fitCascade({ frequenciesHz: GRID, levelsDb: levelsDb.with(9, Number.NaN) })).toThrow(RangeError);
    expect(() => fitCascade({ frequenciesHz: GRID, levelsDb }, { errorRangeHz: [30_000, 40_000] })).toThrow(RangeError);
  });
});
