import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { dateTicks, dateWords, dayNumber, heightOf, strengthTicks } from '../../src/ui/progress/axes';
import { itemOrder, itemWords, plusMinus, practiceWords, wholeNumber } from '../../src/ui/progress/words';

describe('the axis of dates', () => {
  it('counts whole days over changes of the clock', () => {
    expect(dayNumber('1970-01-02')).toBe(1);
    expect(dayNumber('2026-03-30') - dayNumber('2026-03-28')).toBe(2);
    expect(dateWords('2026-05-04')).toBe('4 May 2026');
  });

  const labels = (from: string, to: string, most: number): string[] =>
    dateTicks(dayNumber(from), dayNumber(to), most).map(({ label }) => label);

  it('names days, weeks or months as there is room', () => {
    expect(labels('2026-05-01', '2026-05-04', 8)).toEqual(['1 May', '2 May', '3 May', '4 May']);
    expect(labels('2026-05-01', '2026-06-12', 8)).toEqual([
      '1 May',
      '8 May',
      '15 May',
      '22 May',
      '29 May',
      '5 Jun',
      '12 Jun',
    ]);
    expect(labels('2025-11-20', '2026-03-03', 8)).toEqual(['Dec 2025', 'Jan 2026', 'Feb', 'Mar']);
    expect(labels('2023-02-01', '2026-01-31', 5)).toEqual(['Jan 2024', 'Jan 2025', 'Jan 2026']);
  });

  it('never has more labels than fit, and none outside', () => {
    for (const span of [1, 6, 7, 13, 40, 79, 80, 81, 200, 365, 900, 1100, 4000]) {
      const ticks = dateTicks(20_000 - span, 20_000, 5);
      expect(ticks.length, `${span} days`).toBeLessThanOrEqual(6);
      expect(ticks.length, `${span} days`).toBeGreaterThan(0);
      for (const { at } of ticks) expect(at >= 20_000 - span && at <= 20_000, `${span} days`).toBe(true);
    }
  });
});

describe('the axis of strengths', () => {
  it.each(DRILL_KINDS.map(({ id, strength }) => [id, strength] as const))('serves %s', (_id, strength) => {
    const ticks = strengthTicks(strength);
    const [low, high] = [strength.easiest, strength.hardest].toSorted((a, b) => a - b) as [number, number];
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true);
    expect(heightOf(strength, strength.hardest)).toBe(1);
    expect(heightOf(strength, strength.easiest)).toBe(0);
  });

  it('takes round numbers', () => {
    expect(strengthTicks({ easiest: 15, hardest: 1, mapping: 'log' })).toEqual([1, 2, 5, 10]);
    expect(strengthTicks({ easiest: 40, hardest: 5, mapping: 'log' })).toEqual([5, 10, 20]);
    expect(strengthTicks({ easiest: -3, hardest: -33, mapping: 'linear' })).toEqual([-30, -25, -20, -15, -10, -5]);
  });
});

describe('words', () => {
  const dB = { name: 'boost', unit: 'dB', easiest: 15, hardest: 1, mapping: 'log' } as const;

  it('say how long', () => {
    expect([0, 20_000, 60_000, 59.6 * 60_000, 7_200_000, 7_500_000].map(practiceWords)).toEqual([
      '0 min',
      'under 1 min',
      '1 min',
      '1 h',
      '2 h',
      '2 h 5 min',
    ]);
    expect([0, 1237, 12_000, 200_000].map(wholeNumber)).toEqual(['0', '1237', '12\u00a0000', '200\u00a0000']);
  });

  it('say a threshold with its uncertainty, no more precise than it is', () => {
    expect(plusMinus(dB, { value: 2.1, low: 1.7, high: 2.5 })).toBe('2.1 ± 0.4 dB');
    expect(plusMinus({ ...dB, unit: '%' }, { value: 31.2, low: 22, high: 45 })).toBe('31 ± 12 %');
    expect(plusMinus({ ...dB, unit: 'LU' }, { value: -30.4, low: -33, high: -27 })).toBe('−30 ± 3 LU');
    expect(plusMinus({ ...dB, unit: ':1' }, { value: 1.54, low: 1.4, high: 1.8 })).toBe('1.5 ± 0.2 : 1');
  });

  it('name items as the answers did', () => {
    const tracks = [{ id: 'k3x', name: 'Gran Torino (master 7)' }];
    const words = ['63', '12500', CATALOGUE[3]!.id, 'smallSpeakers', 'k3x', 'lowMids', 'low-up', 'hum'].map((item) =>
      itemWords(item, CATALOGUE, tracks),
    );
    expect(words).toEqual([
      '63 Hz',
      '12.5 kHz',
      CATALOGUE[3]!.name,
      'Small speakers',
      'Gran Torino (master 7)',
      'Low mids',
      'Low up',
      'Hum',
    ]);
  });

  it('put bands by frequency and devices as in the catalogue', () => {
    expect(itemOrder(['1000', '63', '8000', '500'], [])).toEqual(['63', '500', '1000', '8000']);
    const ids = CATALOGUE.slice(0, 5).map(({ id }) => id);
    expect(itemOrder(ids.toReversed(), CATALOGUE)).toEqual(ids);
    expect(itemOrder(['different', '', 'clean'], CATALOGUE)).toEqual(['', 'clean', 'different']);
  });
});
