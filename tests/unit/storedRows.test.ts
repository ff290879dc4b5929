import { describe, expect, test } from 'vitest';
import { createProgressRules } from '../../src/drills/progress';
import {
  isCustomDrill,
  isDaySummary,
  isOpenSession,
  isSkill,
  isTrial,
  repairedTrial,
} from '../../src/drills/storedRows';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord } from '../support/trialRecords';

const rules = createProgressRules([NAME_THE_BAND], 'practice');
const { skill, day: unsettled } = rules.merge(
  [trialRecord(), trialRecord({ id: 'b', isCatch: true })],
  undefined,
  undefined,
);
const day = { ...unsettled, threshold: { value: 1, low: 0, high: 2 } };
const block = { kindId: 'k', mode: 'test', trialCount: 2, seed: 1, settings: {}, deviceId: null, trackIds: [] };
const session = { id: 's', title: 'T', blocks: [block], start: {}, answers: [], startedAt: 1, savedAt: 2 };
const { seed: _seed, ...ownBlock } = block;
const drill = { id: 'd', name: 'Mine', blocks: [ownBlock], createdAt: 5 };

const KINDS: readonly (readonly [string, object, (row: unknown) => boolean, ReadonlySet<string>])[] = [
  ['trial', trialRecord(), isTrial, new Set()],
  ['skill', skill, isSkill, new Set(['card'])],
  ['day', day, isDaySummary, new Set()],
  ['drill', drill, isCustomDrill, new Set()],
  ['session', session, isOpenSession, new Set()],
];

describe.each(KINDS)('a %s', (_, sound, is, anything) => {
  test('is one', () => {
    expect(is(sound)).toBe(true);
    expect(is(structuredClone(sound))).toBe(true);
  });

  test.each(Object.keys(sound).filter((field) => !anything.has(field)))('with another %s is none', (field) => {
    const values = [Number.NaN, Infinity, 10n, new Map([[1, 2]]), new Date(0), ['x', [1]], '9'.repeat(100_000)];
    for (const value of values) {
      // A title is cut where it is shown, and answers are judged where the sitting is made again.
      const isHarmless =
        (field === 'title' && typeof value === 'string') || (field === 'answers' && Array.isArray(value));
      expect(is({ ...sound, [field]: value }), `${typeof value} for ${field}`).toBe(isHarmless);
    }
  });

  test.each([null, undefined, 'x', 5, [], {}, new Map()])('is not %s', (row) => expect(is(row)).toBe(false));
});

test.each([
  ['more right than asked', { correctCount: 3 }],
  ['more catches than trials', { catchCount: 3 }],
  ['chance beyond its trials', { chanceSum: 2 }],
  ['the key of another skill', { skill: 'nameTheBand|phone|5' }],
  ['a day that is none', { day: '2026-13-45', key: `2026-13-45|${day.skill}` }],
  ['a day of the year 10000', { day: '10000-01-01', key: `10000-01-01|${day.skill}` }],
  ['a confusion counted by halves', { confusions: { 'a→b': 0.5 } }],
])('a day with %s is none', (_, change) => expect(isDaySummary({ ...day, ...change })).toBe(false));

test('a trial is repaired as far as its date goes [fault: impossible-date]', () => {
  const now = Date.UTC(2026, 5, 1);
  const trial = trialRecord();
  expect(repairedTrial(trial, now)).toEqual(trial);
  expect(repairedTrial({ ...trial, at: 8.64e15 }, now)).toEqual({ ...trial, at: now });
  expect(repairedTrial({ ...trial, at: -8.64e15 }, now)).toEqual({ ...trial, at: 0 });
  expect(repairedTrial({ ...trial, band: 'x' }, now)).toBeNull();
});
