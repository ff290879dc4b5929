import { describe, expect, test } from 'vitest';
import { createProgressRules, dayEarlier, practisedKinds, settledThresholds } from '../../src/drills/progress';
import { thresholdOf } from '../../src/drills/psychometric';
import type { DaySummary, SkillState, TrialRecord } from '../../src/drills/records';
import { dueFirst, skillStandings, weakestFirst } from '../../src/drills/standings';
import { planWorkout } from '../../src/drills/workout';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord, yearsOfTrials } from '../support/trialRecords';

const DAY_MS = 86_400_000;
const START = new Date(2026, 4, 4, 12).getTime();

function kept(records: readonly TrialRecord[]): { skills: SkillState[]; days: DaySummary[] } {
  const rules = createProgressRules([NAME_THE_BAND], 'practice');
  const skills = new Map<string, SkillState>();
  const days = new Map<string, DaySummary>();
  for (const record of records) {
    const keys = rules.keysOf(record);
    const merged = rules.merge([record], skills.get(keys.skill), days.get(keys.day));
    skills.set(keys.skill, merged.skill);
    days.set(keys.day, merged.day);
  }
  return {
    skills: [...skills.values()],
    days: [...days.values()].map((day) => rules.settle(day, skills.get(day.skill)!)),
  };
}

/** A listener who hears everything from `threshold` on and guesses wrong below it, asked up and down around it. */
const listener = (threshold: number, band: number, count: number, at = START): TrialRecord[] =>
  Array.from({ length: count }, (_, i) => {
    const strength = threshold * (i % 2 === 0 ? 1.15 : 0.87);
    return trialRecord({ id: `${band}/${at}/${i}`, at: at + i * 5000, band, strength, isCorrect: i % 2 === 0 });
  });

describe('days by the calendar', () => {
  test('go back over months, leap days and changes of the clock', () => {
    expect(dayEarlier('2026-03-01', 1)).toBe('2026-02-28');
    expect(dayEarlier('2028-03-01', 1)).toBe('2028-02-29');
    expect(dayEarlier('2026-03-30', 2)).toBe('2026-03-28');
    expect(dayEarlier('2026-01-03', 6)).toBe('2025-12-28');
    expect(dayEarlier('2026-01-03', 0)).toBe('2026-01-03');
  });
});

describe('what has been practised', () => {
  test('is there once each, with its devices and bands, the latest first', () => {
    const { days } = kept([
      trialRecord({ id: '1', at: START, kindId: 'old', band: null }),
      trialRecord({ id: '2', at: START + DAY_MS, deviceId: 'phone', band: 7 }),
      trialRecord({ id: '3', at: START + DAY_MS, deviceId: null, band: 3 }),
      trialRecord({ id: '4', at: START + DAY_MS, deviceId: null, band: 1 }),
      trialRecord({ id: '5', at: START, deviceId: null, band: 3 }),
    ]);
    expect(practisedKinds(days)).toEqual([
      {
        kindId: 'nameTheBand',
        trialCount: 4,
        lastDay: '2026-05-05',
        devices: [
          { deviceId: null, trialCount: 3, bands: [1, 3] },
          { deviceId: 'phone', trialCount: 1, bands: [7] },
        ],
      },
      {
        kindId: 'old',
        trialCount: 1,
        lastDay: '2026-05-04',
        devices: [{ deviceId: null, trialCount: 1, bands: [] }],
      },
    ]);
    expect(practisedKinds([])).toEqual([]);
  });

  test('does not depend on the order of the rows', () => {
    const { days } = kept(yearsOfTrials(3000));
    expect(practisedKinds(days.toReversed())).toEqual(practisedKinds(days));
  });
});

describe('standings', () => {
  test('rank an ear that needs more as weaker, and what nobody can judge last', () => {
    const { skills, days } = kept([...listener(2, 2, 60), ...listener(7, 6, 60), ...listener(5, 4, 6)]);
    const standings = skillStandings(skills, days, [NAME_THE_BAND], START + 1000);
    const order = standings.toSorted(weakestFirst);
    expect(order.map(({ band }) => band)).toEqual([6, 2, 4]);
    expect(order[0]!.threshold!.value).toBeGreaterThan(order[1]!.threshold!.value);
    expect(order[0]!.weakness).toBeGreaterThan(order[1]!.weakness!);
    expect(order[2]).toMatchObject({ threshold: null, weakness: null, accuracy: { trialCount: 6, correctCount: 3 } });
  });

  test('count a skill that is not heard after many trials as the weakest', () => {
    const wrong = Array.from({ length: 40 }, (_, i) =>
      trialRecord({ id: `w${i}`, at: START + i * 5000, band: 8, strength: 12, isCorrect: i % 10 === 0 }),
    );
    const { skills, days } = kept([...listener(7, 6, 60), ...wrong]);
    const standings = skillStandings(skills, days, [NAME_THE_BAND], START).toSorted(weakestFirst);
    expect(standings[0]).toMatchObject({ band: 8, threshold: null, weakness: 1 });
  });

  test('take the latest estimate, whatever the order of the rows', () => {
    const { skills, days } = kept([...listener(9, 5, 60), ...listener(2, 5, 120, START + 9 * DAY_MS)]);
    const [forward] = skillStandings(skills, days, [NAME_THE_BAND], START);
    const [backward] = skillStandings(skills, days.toReversed(), [NAME_THE_BAND], START);
    expect(forward).toEqual(backward);
    expect(forward!.lastDay).toBe('2026-05-13');
    expect(forward!.threshold!.value).toBeLessThan(4);
  });

  test('say what is due first, and leave unknown kinds without a weakness', () => {
    const foreign = trialRecord({ id: 'f', kindId: 'fromALaterVersion', at: START });
    const { skills, days } = kept([...listener(5, 4, 20), ...listener(5, 2, 20, START - 20 * DAY_MS), foreign]);
    const standings = skillStandings(skills, days, [NAME_THE_BAND], START + DAY_MS).toSorted(dueFirst);
    expect(standings.map(({ band, kindId }) => `${kindId} ${band}`)).toEqual([
      'nameTheBand 2',
      'nameTheBand 4',
      'fromALaterVersion 5',
    ]);
    expect(standings[0]!.due!.isDue).toBe(true);
    expect(standings[2]).toMatchObject({ weakness: null, due: null });
  });
});

describe('settled thresholds', () => {
  const { skills, days } = kept([...listener(2, 2, 60), ...listener(7, 6, 60), ...listener(5, 4, 6)]);

  test('are what the histories say', () => {
    const settled = settledThresholds(skills, days.toReversed());
    expect(settled.size).toBe(3);
    for (const { key, history } of skills) {
      expect(settled.get(key)).toEqual(thresholdOf(NAME_THE_BAND.strength, history.outcomes));
    }
  });

  test('leave the plan of the day as it is, and skills without their day to their history', () => {
    const wish = { skills, kinds: [NAME_THE_BAND], now: START, seed: 4, canUse: () => true };
    const plan = planWorkout(wish);
    expect(plan).toHaveLength(1);
    expect(planWorkout({ ...wish, thresholds: settledThresholds(skills, days) })).toEqual(plan);
    expect(settledThresholds(skills, []).size).toBe(0);
    expect(planWorkout({ ...wish, thresholds: settledThresholds(skills, []) })).toEqual(plan);
  });
});
