import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom, type Random } from '../../src/core/random';
import type { StrengthScale } from '../../src/drills/DrillKind';
import {
  estimate,
  positionOf,
  strengthAt,
  strengthGrid,
  thresholdOf,
  type StrengthEstimate,
} from '../../src/drills/psychometric';
import type { Outcome } from '../../src/drills/records';

const BOOST: StrengthScale = { name: 'boost', unit: 'dB', easiest: 15, hardest: 1, mapping: 'log' };
const HUM: StrengthScale = { name: 'hum level', unit: 'LU', easiest: -8, hardest: -45, mapping: 'linear' };
/** The easiest is the smaller number. */
const RATIO: StrengthScale = { name: 'width', unit: '%', easiest: 5, hardest: 80, mapping: 'log' };

/** Hears a strength at `position` with this probability, guesses otherwise. */
type Hearing = (position: number, trial: number) => number;

interface Listener {
  readonly hearing: Hearing;
  readonly lapse: number;
}

const logistic =
  (threshold: number, slope: number): Hearing =>
  (position) =>
    1 / (1 + Math.exp(-slope * (position - threshold)));
const NOTHING: Listener = { hearing: () => 0, lapse: 0 };

/** Asks what the estimator wants to know, and answers as the listener would. */
function practise(
  scale: StrengthScale,
  listener: Listener,
  chance: number,
  trialCount: number,
  random: Random,
): { readonly outcomes: Outcome[]; readonly estimates: StrengthEstimate[] } {
  const outcomes: Outcome[] = [];
  const estimates = [estimate(scale, outcomes, { chance })];
  for (let trial = 0; trial < trialCount; trial++) {
    const strength = estimates.at(-1)!.next;
    const heard = listener.hearing(positionOf(scale, strength), trial);
    const right = chance + (1 - chance - listener.lapse) * heard;
    outcomes.push([strength, random() < right, chance]);
    estimates.push(estimate(scale, outcomes, { chance }));
  }
  return { outcomes, estimates };
}

/** Value and interval as positions, hardest end first. */
function placed(scale: StrengthScale, { threshold }: StrengthEstimate): { value: number; low: number; high: number } {
  if (!threshold) throw new Error('no threshold was stated');
  const ends = [positionOf(scale, threshold.low), positionOf(scale, threshold.high)];
  return { value: positionOf(scale, threshold.value), low: Math.min(...ends), high: Math.max(...ends) };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const LISTENERS = 200;
const TRIALS = 40;

describe('listeners of known threshold, slope and lapses', () => {
  test.each([
    ['2 choices, boost in dB', BOOST, 0.5],
    ['4 choices, level in LU', HUM, 0.25],
    ['10 choices, the easiest being the smaller number', RATIO, 0.1],
  ] as const)('%s', (_name, scale, chance) => {
    const random = seededRandom(2026);
    const errors: number[] = [];
    let bias = 0;
    let stated = 0;
    let covered = 0;
    for (let i = 0; i < LISTENERS; i++) {
      const threshold = 0.05 + 0.9 * random();
      const listener = { hearing: logistic(threshold, 5 * 8 ** random()), lapse: 0.05 * random() };
      const last = practise(scale, listener, chance, TRIALS, random).estimates.at(-1)!;
      if (!last.threshold) {
        // Says nothing yet: counts as wrong by the whole range.
        errors.push(1);
        continue;
      }
      const { value, low, high } = placed(scale, last);
      stated++;
      errors.push(Math.abs(value - threshold));
      bias += value - threshold;
      if (low <= threshold && threshold <= high) covered++;
    }
    expect(median(errors)).toBeLessThan(0.1);
    expect(covered / stated).toBeGreaterThanOrEqual(0.9);
    expect(covered / stated).toBeLessThanOrEqual(0.98);
    expect(stated).toBeGreaterThan(0.9 * LISTENERS);
    expect(Math.abs(bias / stated)).toBeLessThan(0.02);
  });

  test('a listener of another shape, with the threshold where that shape is half-way', () => {
    // Weibull: 1 − 2^(−10^(s (x − b))).
    const random = seededRandom(7);
    const errors: number[] = [];
    for (let i = 0; i < 60; i++) {
      const threshold = 0.15 + 0.6 * random();
      const hearing: Hearing = (position) => 1 - 2 ** -(10 ** (5 * (position - threshold)));
      const last = practise(BOOST, { hearing, lapse: 0.02 }, 0.25, TRIALS, random).estimates.at(-1)!;
      errors.push(last.threshold ? Math.abs(placed(BOOST, last).value - threshold) : 1);
    }
    expect(median(errors)).toBeLessThan(0.1);
  });

  test('an ear that gets better is followed', () => {
    const random = seededRandom(11);
    const errors: number[] = [];
    for (let i = 0; i < 20; i++) {
      const hearing: Hearing = (position, trial) => logistic(trial < 60 ? 0.7 : 0.35, 14)(position, trial);
      errors.push(placed(BOOST, practise(BOOST, { hearing, lapse: 0.02 }, 0.25, 120, random).estimates.at(-1)!).value);
    }
    expect(Math.abs(median(errors) - 0.35)).toBeLessThan(0.1);
  });
});

describe('a listener who guesses throughout', () => {
  test.each([0.5, 0.25, 0.1])(
    'chance %f: no threshold in the better three quarters, and the easiest is asked',
    (chance) => {
      const random = seededRandom(300);
      let passing = 0;
      let late = 0;
      for (let i = 0; i < LISTENERS; i++) {
        const { estimates } = practise(BOOST, NOTHING, chance, TRIALS, random);
        const isTooGood = (one: StrengthEstimate): boolean => one.threshold !== null && placed(BOOST, one).value < 0.75;
        expect(isTooGood(estimates.at(-1)!)).toBe(false);
        if (estimates.some(isTooGood)) passing++;
        for (const { next } of estimates.slice(-10)) late += positionOf(BOOST, next) / 10;
      }
      // A run of luck may pass for hearing for a few trials.
      expect(passing).toBeLessThanOrEqual(0.03 * LISTENERS);
      expect(late / LISTENERS).toBeGreaterThan(0.95);
    },
  );

  test('a hundred and twenty wrong answers end at the easiest strength, without a threshold', () => {
    const outcomes = Array.from({ length: 120 }, (): Outcome => [15, false, 0.1]);
    expect(estimate(BOOST, outcomes)).toEqual({ next: 15, threshold: null, isSettled: false, trialCount: 120 });
  });

  test('who heard nothing and then begins to hear gets a threshold', () => {
    const random = seededRandom(5);
    const hearing: Hearing = (position, trial) => (trial < 40 ? 0 : logistic(0.4, 14)(position, trial));
    const last = practise(BOOST, { hearing, lapse: 0.02 }, 0.1, 120, random).estimates.at(-1)!;
    expect(placed(BOOST, last).value).toBeLessThan(0.6);
  });
});

describe('the same on every machine', () => {
  const history = practise(BOOST, { hearing: logistic(0.4, 12), lapse: 0.02 }, 0.25, 60, seededRandom(1)).outcomes;

  test('the same outcomes give the same strength and threshold', () => {
    expect(estimate(BOOST, structuredClone(history))).toEqual(estimate(BOOST, history));
    expect(thresholdOf(BOOST, history)).toEqual(estimate(BOOST, history).threshold);
  });

  test('a last digit more or less in Math.exp and Math.log changes nothing', () => {
    const expected = [0, 5, 20, 60].map((count) => estimate(BOOST, history.slice(0, count)));
    const { log, exp } = Math;
    const nudged =
      (of: (...values: number[]) => number) =>
      (...values: number[]): number =>
        of(...values) * (1 + Number.EPSILON);
    try {
      Math.log = nudged(log);
      Math.exp = nudged(exp);
      expect([0, 5, 20, 60].map((count) => estimate(BOOST, history.slice(0, count)))).toEqual(expected);
    } finally {
      Math.log = log;
      Math.exp = exp;
    }
  });

  test('strengths are on a fixed grid, to four digits', () => {
    for (const scale of [BOOST, HUM, RATIO]) {
      const grid = strengthGrid(scale);
      expect(grid[0]).toBe(scale.hardest);
      expect(grid.at(-1)).toBe(scale.easiest);
      for (const strength of grid) expect(Number(strength.toPrecision(4))).toBe(strength);
      const { outcomes } = practise(scale, { hearing: logistic(0.5, 12), lapse: 0 }, 0.5, 20, seededRandom(3));
      for (const [strength] of outcomes) expect(grid).toContain(strength);
    }
  });

  test('position and strength are inverse, whichever end is the larger number', () => {
    fc.assert(
      fc.property(fc.constantFrom(BOOST, HUM, RATIO), fc.double({ min: 0, max: 1, noNaN: true }), (scale, position) => {
        expect(positionOf(scale, strengthAt(scale, position))).toBeCloseTo(position, 2);
      }),
    );
    expect(positionOf(BOOST, 99)).toBe(1);
    expect(positionOf(BOOST, 0)).toBe(0);
    expect(positionOf(RATIO, 1)).toBe(1);
    expect(positionOf({ ...BOOST, easiest: 1 }, 1)).toBe(1);
  });
});

describe('anything may come', () => {
  test('any outcomes give a strength on the scale and an interval around the value, or none', () => {
    const outcome = fc.tuple(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.boolean(),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(BOOST, HUM, RATIO), fc.array(outcome, { maxLength: 30 }), (scale, outcomes) => {
        const { next, threshold } = estimate(scale, outcomes);
        const [from, to] = [Math.min(scale.easiest, scale.hardest), Math.max(scale.easiest, scale.hardest)];
        expect(next).toBeGreaterThanOrEqual(from);
        expect(next).toBeLessThanOrEqual(to);
        if (!threshold) return;
        expect(threshold.low).toBeGreaterThanOrEqual(from);
        expect(threshold.low).toBeLessThanOrEqual(threshold.value);
        expect(threshold.value).toBeLessThanOrEqual(threshold.high);
        expect(threshold.high).toBeLessThanOrEqual(to);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a related skill', () => {
  const parent = { value: 3, low: 2.4, high: 3.8 };

  test('gives a cold start, and is outvoted by the skill’s own outcomes', () => {
    const start = Math.abs(positionOf(BOOST, estimate(BOOST, [], { parent }).next) - positionOf(BOOST, 3));
    expect(start).toBeLessThan(Math.abs(positionOf(BOOST, estimate(BOOST, []).next) - positionOf(BOOST, 3)) + 1e-9);
    const { outcomes } = practise(BOOST, { hearing: logistic(0.85, 20), lapse: 0 }, 0.25, TRIALS, seededRandom(4));
    const own = positionOf(BOOST, thresholdOf(BOOST, outcomes, parent)!.value);
    expect(Math.abs(own - 0.85)).toBeLessThan(0.1);
  });

  test('a threshold is never stated from a relation alone', () => {
    expect(thresholdOf(BOOST, [], parent)).toBeNull();
    expect(thresholdOf(BOOST, [[3, true, 0.5]], parent)).toBeNull();
  });
});
