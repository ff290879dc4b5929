import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  confusionMatrix,
  correctedAccuracy,
  dPrimeOf,
  fewestRight,
  guessingProbability,
  shareRightOf,
  wilsonInterval,
} from '../../src/drills/statistics';

describe('Wilson interval', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (right, count, low, high) => {
    const interval = wilsonInterval(right, count);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  test('holds the share and stays within 0…1', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (a, b) => {
        const [right, count] = a < b ? [a, b] : [b, a];
        const [low, high] = wilsonInterval(right, count);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        if (count > 0) {
          expect(low).toBeLessThanOrEqual(right / count);
          expect(high).toBeGreaterThanOrEqual(right / count);
        }
      }),
    );
  });

  test('refuses counts that cannot be', () => {
    expect(() => wilsonInterval(5, 4)).toThrow(RangeError);
    expect(() => wilsonInterval(-1, 4)).toThrow(RangeError);
    expect(() => wilsonInterval(1.5, 4)).toThrow(RangeError);
  });
});

describe('accuracy without lucky guesses', () => {
  test('guessing is 0, all right is 1, and the interval is corrected alike', () => {
    expect(correctedAccuracy(10, 20, 0.5)!.value).toBe(0);
    expect(correctedAccuracy(20, 20, 0.5)).toMatchObject({ value: 1, high: 1 });
    const { value, low, high } = correctedAccuracy(15, 20, 0.25)!;
    expect(value).toBeCloseTo(2 / 3, 12);
    const [from, to] = wilsonInterval(15, 20);
    expect(low).toBeCloseTo((from - 0.25) / 0.75, 12);
    expect(high).toBeCloseTo((to - 0.25) / 0.75, 12);
  });

  test('nothing counted says nothing; certain guesses cannot be corrected', () => {
    expect(correctedAccuracy(0, 0, 0.5)).toBeNull();
    expect(() => correctedAccuracy(1, 2, 1)).toThrow(RangeError);
  });
});

describe('what guesses alone would do', () => {
  // One-sided binomial; the usual ABX table.
  test.each([
    [5, 5, 0.0313],
    [8, 7, 0.0352],
    [10, 9, 0.0107],
    [16, 12, 0.0384],
    [20, 15, 0.0207],
    [25, 18, 0.0216],
    [50, 32, 0.0325],
    [100, 59, 0.0443],
  ])('%i trials, %i right', (count, right, probability) => {
    expect(guessingProbability(right, count, 0.5)).toBeCloseTo(probability, 4);
    expect(fewestRight(count, 0.5)).toBe(right);
  });

  test.each([
    [3, 11],
    [4, 9],
    [5, 8],
    [8, 6],
  ])('20 trials of %i alternatives need %i right', (alternatives, right) => {
    expect(fewestRight(20, 1 / alternatives)).toBe(right);
  });

  test('four trials can never do', () => {
    expect(fewestRight(4, 0.5)).toBeNull();
    expect(guessingProbability(0, 4, 0.5)).toBe(1);
    expect(guessingProbability(1, 4, 0)).toBe(0);
  });

  // A table computed elsewhere, n from 4 to 100: `ABX_TABLE=abx_table.json npx vitest run --project unit`.
  const table = process.env['ABX_TABLE'];
  const isThere = table !== undefined && existsSync(table);
  test.runIf(isThere)(`agrees with a full ABX table${isThere ? '' : ' (NOT CHECKED: ABX_TABLE names no file)'}`, () => {
    const rows = JSON.parse(readFileSync(table!, 'utf8')) as Record<string, number | null>[];
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) {
      for (const below of ['0.05', '0.01', '0.001']) {
        const right = fewestRight(row['n']!, 0.5, Number(below));
        expect(right, `n = ${row['n']}, p < ${below}`).toBe(row[`min_correct_p<${below}`]);
        if (right !== null) expect(guessingProbability(right, row['n']!, 0.5)).toBeCloseTo(row[`p_at_${below}`]!, 4);
      }
    }
  });
});

describe('d′', () => {
  // Hacker & Ratcliff, Perception & Psychophysics 26 (1979) 168; percent right at d′ 1 and 2.
  test.each([
    [3, 63.4, 86.6],
    [4, 55.2, 82.3],
    [6, 44.9, 75.8],
    [10, 34.1, 67.4],
  ])('%i alternatives', (alternatives, atOne, atTwo) => {
    expect(shareRightOf(1, alternatives) * 100).toBeCloseTo(atOne, 1);
    expect(shareRightOf(2, alternatives) * 100).toBeCloseTo(atTwo, 1);
    expect(shareRightOf(0, alternatives)).toBeCloseTo(1 / alternatives, 6);
  });

  // Two alternatives: √2 · z(share).
  test.each([
    [70.71, 0.77],
    [75, 0.95],
    [79.37, 1.16],
    [90, 1.81],
  ])('%f %% of two', (percent, dPrime) => {
    const right = Math.round(percent * 1e4);
    expect(dPrimeOf(right, 1e6, 2)).toBeCloseTo(dPrime, 2);
  });

  test('stays finite when none or all were right', () => {
    expect(dPrimeOf(20, 20, 2)).toBeGreaterThan(2.5);
    expect(dPrimeOf(20, 20, 2)).toBeLessThan(3.5);
    expect(dPrimeOf(0, 20, 4)).toBeLessThan(0);
    expect(() => dPrimeOf(1, 2, 1)).toThrow(RangeError);
  });
});

describe('confusion matrix', () => {
  test('counts asked against answered, in the order of the screen', () => {
    const screen = ['250', '500', 'phone', 'car'];
    const matrix = confusionMatrix({ '250→500': 3, '250→250': 7, '500→250': 1, 'car→phone': 4 }, (items) =>
      screen.filter((item) => items.includes(item)),
    );
    expect(matrix).toEqual({
      items: screen,
      leftOutCount: 0,
      counts: [
        [7, 3, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 4, 0],
      ],
      askedCounts: [10, 1, 0, 4],
      total: 15,
      worst: { asked: 'car', answered: 'phone', count: 4, askedCount: 4 },
    });
  });

  test('takes the first of equal mistakes in the order of the screen', () => {
    const counts = { 'b→a': 2, 'a→b': 2, 'a→a': 9 };
    expect(confusionMatrix(counts).worst).toMatchObject({ asked: 'a', answered: 'b', askedCount: 11 });
    const reversed = confusionMatrix(counts, (items) => items.toReversed().toSorted((a, b) => (a > b ? -1 : 1)));
    expect(reversed.worst).toMatchObject({ asked: 'b', answered: 'a' });
  });

  test('of thousands of items shows those that came up most, and counts the rest [fault: many-confusions]', () => {
    const counts = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`asked ${i}→answered ${i}`, 1]));
    counts['250→500'] = 3;
    counts['250→asked 7'] = 1;
    const matrix = confusionMatrix(counts);
    expect(matrix.items).toHaveLength(64);
    expect(matrix.items).toEqual(expect.arrayContaining(['250', '500', 'asked 7']));
    expect(matrix.leftOutCount).toBe(60_002 - 64);
    expect(matrix.total).toBe(30_004);
    expect(matrix.worst).toEqual({ asked: '250', answered: '500', count: 3, askedCount: 4 });
    expect(matrix.askedCounts[matrix.items.indexOf('250')]).toBe(4);
  });

  test('passes over what is not a pair', () => {
    expect(confusionMatrix({ nonsense: 3, 'a→b→c': 1, 'a→b': 0 }).total).toBe(0);
  });
});
