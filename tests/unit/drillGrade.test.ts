import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { responseDb } from '../../src/devices/response';
import type { Answer, AnswerSpec } from '../../src/drills/DrillKind';
import { chanceOf, grade } from '../../src/drills/grade';

const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id }));
const choice: AnswerSpec = { kind: 'choice', options };
const octaves: AnswerSpec = {
  kind: 'scale',
  name: 'frequency',
  unit: 'Hz',
  min: 62.5,
  max: 16_000,
  mapping: 'log',
  tolerance: 0.5,
};
const decibels: AnswerSpec = {
  kind: 'scale',
  name: 'gain',
  unit: 'dB',
  min: -12,
  max: 12,
  mapping: 'linear',
  tolerance: 1.5,
};
const moment: AnswerSpec = { kind: 'moment', durationSec: 6, toleranceSec: 0.3, options };
const eq: AnswerSpec = {
  kind: 'eq',
  frequencyRangeHz: [60, 12_000],
  gainRangeDb: [-12, 12],
  q: 1.4,
  toleranceDb: 1,
};
const scale = (value: number): Answer => ({ kind: 'scale', value });
const at = (atSec: number, id: string): Answer => ({ kind: 'moment', atSec, id });
const band = (frequencyHz: number, gainDb: number): Answer => ({ kind: 'eq', frequencyHz, gainDb });

describe('right and wrong', () => {
  test('one of several', () => {
    expect(grade(choice, { kind: 'choice', id: 'b' }, { kind: 'choice', id: 'b' })).toEqual({
      isCorrect: true,
      error: null,
    });
    expect(grade(choice, { kind: 'choice', id: 'b' }, { kind: 'choice', id: 'c' }).isCorrect).toBe(false);
  });

  test('a logarithmic scale in octaves, a linear one in its unit, with the sign of the miss', () => {
    expect(grade(octaves, scale(1000), scale(2000))).toEqual({ isCorrect: false, error: 1 });
    expect(grade(octaves, scale(1000), scale(1000 * 2 ** -0.5))).toEqual({ isCorrect: true, error: -0.5 });
    expect(grade(octaves, scale(1000), scale(1000 * 2 ** 0.501)).isCorrect).toBe(false);
    expect(grade(decibels, scale(3), scale(1.5))).toEqual({ isCorrect: true, error: -1.5 });
    expect(grade(decibels, scale(3), scale(4.51)).isCorrect).toBe(false);
  });

  test('the edge of the tolerance is right, whatever the last digit of the numbers', () => {
    // 0.1 + 0.2 is not 0.3 in binary.
    const tight: AnswerSpec = { ...decibels, tolerance: 0.1 };
    for (let tenth = -110; tenth <= 110; tenth++) {
      expect(grade(tight, scale(tenth / 10), scale((tenth + 1) / 10)).isCorrect).toBe(true);
    }
  });

  test('a moment needs both: when and what', () => {
    expect(grade(moment, at(2, 'a'), at(2.3, 'a'))).toEqual({ isCorrect: true, error: 0.3 });
    expect(grade(moment, at(2, 'a'), at(2.31, 'a')).isCorrect).toBe(false);
    expect(grade(moment, at(2, 'a'), at(2, 'b'))).toEqual({ isCorrect: false, error: 0 });
  });

  test('an EQ by the distance of the whole curves', () => {
    expect(grade(eq, band(1000, 6), band(1000, 6))).toEqual({ isCorrect: true, error: 0 });
    // Without gain there is no curve, wherever it stands.
    expect(grade(eq, band(100, 0), band(9000, 0)).error).toBe(0);
    // Worked out here from the curve's own definition.
    let sum = 0;
    for (let step = 0; step < 52; step++) {
      const stages = [{ kind: 'peaking', frequencyHz: 1000, gainDb: 6, q: 1.4 }] as const;
      sum += responseDb({ stages }, 40 * 2 ** (step / 6)) ** 2;
    }
    expect(grade(eq, band(1000, 6), band(1000, 0)).error).toBeCloseTo(Math.sqrt(sum / 52), 5);
    expect(grade(eq, band(1000, 6), band(4000, 6)).error).toBeGreaterThan(
      grade(eq, band(1000, 6), band(1200, 6)).error!,
    );
  });

  test('the truth is right in every kind of answer', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, y) => {
        const truths: [AnswerSpec, Answer][] = [
          [choice, { kind: 'choice', id: options[Math.min(3, Math.floor(4 * x))]!.id }],
          [octaves, scale(62.5 * 256 ** x)],
          [decibels, scale(-12 + 24 * x)],
          [moment, at(6 * x, 'c')],
          [eq, band(60 * 200 ** x, -12 + 24 * y)],
        ];
        for (const [spec, truth] of truths) expect(grade(spec, truth, truth).isCorrect).toBe(true);
      }),
    );
  });

  test.each<[string, AnswerSpec, Answer, Answer]>([
    ['of another kind', choice, { kind: 'choice', id: 'a' }, scale(1)],
    ['that is no option', choice, { kind: 'choice', id: 'a' }, { kind: 'choice', id: 'z' }],
    ['off the scale', octaves, scale(1000), scale(20)],
    ['that is no number', decibels, scale(1), scale(Number.NaN)],
    ['after the end', moment, at(1, 'a'), at(6.1, 'a')],
    ['with an unknown fault', moment, at(1, 'a'), at(1, 'z')],
    ['beyond the band', eq, band(1000, 1), band(30, 1)],
    ['beyond the gain', eq, band(1000, 1), band(1000, 13)],
  ])('an answer %s is refused', (_, spec, truth, answer) => {
    expect(() => grade(spec, truth, answer)).toThrow(RangeError);
  });

  test('a refusal names value and range', () => {
    expect(() => grade(octaves, scale(1000), scale(20))).toThrow('frequency must be between 62.5 and 16000, got 20');
  });
});

describe('chance', () => {
  test('of a choice and a moment', () => {
    expect(chanceOf(choice, { kind: 'choice', id: 'a' })).toBe(0.25);
    expect(chanceOf(moment, at(1, 'a'))).toBeCloseTo(0.1 / 4, 9);
  });

  test('of a scale: what its window covers at best', () => {
    expect(chanceOf(octaves, scale(1000))).toBeCloseTo(1 / 8, 6);
    expect(chanceOf(decibels, scale(0))).toBeCloseTo(3 / 24, 6);
    expect(chanceOf({ ...decibels, tolerance: 100 }, scale(0))).toBe(1);
  });

  test.each<[string, AnswerSpec, (x: number) => Answer]>([
    ['octaves', octaves, (x) => scale(62.5 * 256 ** x)],
    ['decibels', decibels, (x) => scale(-12 + 24 * x)],
  ])('no fixed place on a scale of %s does better', (_, spec, place) => {
    const random = seededRandom(7);
    const truths = Array.from({ length: 4000 }, () => place(random()));
    const chance = chanceOf(spec, truths[0]!);
    // Three standard errors of the count.
    const slack = 3 * Math.sqrt((chance * (1 - chance)) / truths.length);
    for (const x of [0, 0.25, 0.5, 0.75, 1]) {
      const hits = truths.filter((truth) => grade(spec, truth, place(x)).isCorrect).length;
      expect(hits / truths.length).toBeLessThan(chance + slack);
      if (x === 0.5) expect(hits / truths.length).toBeGreaterThan(chance - slack);
    }
  });

  test.each([
    [1000, 6],
    [100, -9],
    [8000, 3],
    [60, 12],
  ])('of an EQ at %d Hz, %d dB: as often as blind settings are right', (frequencyHz, gainDb) => {
    const truth = band(frequencyHz, gainDb);
    const random = seededRandom(3);
    const count = 4000;
    let hits = 0;
    for (let i = 0; i < count; i++) {
      if (grade(eq, truth, band(60 * 200 ** random(), -12 + 24 * random())).isCorrect) hits++;
    }
    const chance = chanceOf(eq, truth);
    expect(Math.abs(hits / count - chance)).toBeLessThan(0.025);
    expect(chance).toBeGreaterThan(0);
    expect(chance).toBeLessThan(0.35);
  });
});
