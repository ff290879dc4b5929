import { describe, expect, test } from 'vitest';
import {
  accuracyByOctave,
  accuracyOver,
  confusionCounts,
  createProgressRules,
  dayOf,
  keysOf,
  practiceByDay,
  streakOf,
  thresholdCourses,
} from '../../src/drills/progress';
import { HISTORY_LENGTH, type DaySummary, type SkillState, type TrialRecord } from '../../src/drills/records';
import { dueness } from '../../src/drills/schedule';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord, yearsOfTrials } from '../support/trialRecords';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Adds records up one after another, as a storage does. */
function addedUp(
  records: readonly TrialRecord[],
  source: 'practice' | 'import' = 'practice',
  into?: SkillState,
): { readonly skills: readonly SkillState[]; readonly days: readonly DaySummary[] } {
  const rules = createProgressRules([NAME_THE_BAND], source);
  const skills = new Map<string, SkillState>(into ? [[into.key, into]] : []);
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

describe('a record', () => {
  test('is filed under its skill and its local day', () => {
    const at = new Date(2026, 4, 4, 0, 30).getTime();
    expect(keysOf(trialRecord({ at, deviceId: 'phone' }))).toEqual({
      skill: 'nameTheBand|phone|5',
      day: '2026-05-04|nameTheBand|phone|5',
    });
    expect(keysOf(trialRecord({ at: at - HOUR_MS, band: null })).day).toBe('2026-05-03|nameTheBand|flat|-');
  });

  test('adds to its skill and its day', () => {
    const { skills, days } = addedUp([
      trialRecord(),
      trialRecord({ isCorrect: false, answered: '6' }),
      trialRecord({ isCorrect: false, answered: '6' }),
      trialRecord({ isCatch: true }),
    ]);
    expect(skills).toHaveLength(1);
    expect(skills[0]).toMatchObject({
      key: 'nameTheBand|flat|5',
      trialCount: 4,
      correctCount: 2,
      // The catch trial is not in it.
      history: {
        outcomes: [
          [6, true, 0.1],
          [6, false, 0.1],
          [6, false, 0.1],
        ],
      },
    });
    expect(days).toEqual([
      {
        key: '2026-05-04|nameTheBand|flat|5',
        day: '2026-05-04',
        skill: 'nameTheBand|flat|5',
        kindId: 'nameTheBand',
        deviceId: null,
        band: 5,
        trialCount: 4,
        correctCount: 2,
        chanceSum: expect.closeTo(0.3, 9) as number,
        catchCount: 1,
        catchCorrectCount: 1,
        practiceMs: 8000,
        confusions: { '5→5': 2, '5→6': 2 },
      },
    ]);
  });

  test('of an unknown kind counts, without threshold or schedule', () => {
    const { skills, days } = addedUp(Array.from({ length: 30 }, () => trialRecord({ kindId: 'later' })));
    expect(skills[0]).toMatchObject({ trialCount: 30, card: null });
    expect(days[0]!.threshold).toBeUndefined();
  });

  test('with a chance of one is no trouble', () => {
    expect(addedUp([trialRecord({ chance: 1, isCorrect: false })]).skills[0]).toMatchObject({ trialCount: 1 });
  });
});

describe('a history', () => {
  const records = Array.from({ length: HISTORY_LENGTH + 30 }, (_, i) =>
    trialRecord({ id: `s/0/${i}`, at: trialRecord().at + i * 1000, strength: 1 + (i % 11) }),
  );

  test('is as long as it may be and keeps the latest', () => {
    const [skill] = addedUp(records).skills;
    expect(skill!.history.outcomes).toHaveLength(HISTORY_LENGTH);
    expect(skill!.times).toEqual(records.slice(30).map(({ at }) => at));
    expect(skill!.history.outcomes.at(-1)).toEqual([records.at(-1)!.strength, true, 0.1]);
    expect(skill!.trialCount).toBe(HISTORY_LENGTH + 30);
  });

  test('is the same whether older records come first or are imported later', () => {
    const [whole] = addedUp(records).skills;
    const [late] = addedUp(records.slice(80)).skills;
    const [merged] = addedUp(records.slice(0, 80), 'import', late).skills;
    expect(merged!.history).toEqual(whole!.history);
    expect(merged!.times).toEqual(whole!.times);
    expect(merged).toMatchObject({ trialCount: whole!.trialCount, updatedAt: whole!.updatedAt });
  });

  test('imported from long ago leaves the schedule of today alone', () => {
    const now = trialRecord().at + 400 * DAY_MS;
    const [fresh] = addedUp([trialRecord({ at: now })]).skills;
    const [merged] = addedUp([trialRecord()], 'import', fresh).skills;
    expect(merged!.card).toEqual(fresh!.card);
    expect(merged!.trialCount).toBe(2);
  });

  test('the clock set back: what is practised now is the latest, and falls due within sight', () => {
    const now = trialRecord().at;
    const [ahead] = addedUp([trialRecord({ at: now + 800 * DAY_MS })]).skills;
    const [back] = addedUp([trialRecord({ at: now, strength: 3 })], 'practice', ahead).skills;
    expect(back!.history.outcomes.at(-1)).toEqual([3, true, 0.1]);
    expect(back!.updatedAt).toBe(now);
    expect(dueness(back!.card, now)!.dueAt).toBeLessThan(now + 61 * DAY_MS);
  });
});

describe('the threshold of a day', () => {
  const evening = (day: number, count: number, isCorrect: (strength: number) => boolean): TrialRecord[] =>
    Array.from({ length: count }, (_, i) => {
      const strength = 1 + ((i * 5) % 12);
      return trialRecord({
        at: new Date(2026, 4, day, 18, 0, i).getTime(),
        strength: Math.min(12, strength),
        isCorrect: isCorrect(strength),
      });
    });

  test('is what was known when it ended, not what came later', () => {
    const poor = evening(4, 60, (strength) => strength >= 8);
    const good = evening(5, 60, (strength) => strength >= 2);
    const together = addedUp([...poor, ...good]).days;
    const alone = addedUp(poor).days;
    expect(together[0]!.threshold).toEqual(alone[0]!.threshold);
    expect(together[0]!.threshold!.value).toBeGreaterThan(5);
    expect(together[1]!.threshold!.value).toBeLessThan(together[0]!.threshold!.value - 2);
  });

  test('is kept when its outcomes have fallen out of the history', () => {
    const rules = createProgressRules([NAME_THE_BAND], 'import');
    const threshold = { value: 4, low: 3, high: 5 };
    const day = { ...addedUp(evening(4, 1, () => true)).days[0]!, threshold };
    const [later] = addedUp(evening(9, 130, () => true)).skills;
    expect(rules.settle(day, later!).threshold).toEqual(threshold);
  });
});

describe('days in a row', () => {
  const on = (...days: string[]): { day: string }[] => days.map((day) => ({ day }));

  test('up to today, or to yesterday while today may still come', () => {
    const days = on('2026-02-27', '2026-02-28', '2026-03-01', '2026-03-01');
    expect(streakOf(days, '2026-03-01')).toEqual({ current: 3, longest: 3, isTodayIn: true });
    expect(streakOf(days, '2026-03-02')).toEqual({ current: 3, longest: 3, isTodayIn: false });
    expect(streakOf(days, '2026-03-03')).toEqual({ current: 0, longest: 3, isTodayIn: false });
  });

  test('over the end of a year, a leap day and the change to summer time', () => {
    expect(streakOf(on('2023-12-31', '2024-01-01'), '2024-01-01').current).toBe(2);
    expect(streakOf(on('2024-02-28', '2024-02-29', '2024-03-01'), '2024-03-01').current).toBe(3);
    expect(streakOf(on('2026-03-28', '2026-03-29', '2026-03-30'), '2026-03-30').current).toBe(3);
  });

  test('none without practice; days in the future are a wrong clock', () => {
    expect(streakOf([], '2026-03-01')).toEqual({ current: 0, longest: 0, isTodayIn: false });
    expect(streakOf(on('2031-01-01', '2026-03-01'), '2026-03-01')).toEqual({
      current: 1,
      longest: 1,
      isTodayIn: true,
    });
  });

  test('local midnight parts days, whatever the length of the day', () => {
    for (let day = 1; day <= 365; day++) {
      const midnight = new Date(2026, 0, day).getTime();
      expect(dayOf(midnight - 1) < dayOf(midnight)).toBe(true);
    }
  });
});

describe('three years, 200,000 trials', () => {
  const records = yearsOfTrials(200_000);
  const rules = createProgressRules([], 'import');
  const days = new Map<string, DaySummary>();
  for (const record of records) {
    const key = rules.keysOf(record).day;
    days.set(key, rules.merge([record], undefined, days.get(key)).day);
  }
  const rows = [...days.values()];
  const scored = records.filter(({ isCatch }) => !isCatch);

  test('make about seven thousand rows', () => {
    expect(rows.length).toBeGreaterThan(7000);
    expect(rows.length).toBeLessThan(9000);
  });

  test('practice by day is what was practised', () => {
    const byDay = practiceByDay(rows);
    expect(byDay.reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(200_000);
    expect(byDay.reduce((sum, { practiceMs }) => sum + practiceMs, 0)).toBe(
      records.reduce((sum, { responseMs }) => sum + responseMs, 0),
    );
    expect(byDay.map(({ day }) => day)).toEqual(byDay.map(({ day }) => day).toSorted());
    expect(new Set(byDay.map(({ day }) => day)).size).toBe(byDay.length);
  });

  test('accuracy by octave leaves catch trials out', () => {
    const octaves = accuracyByOctave(rows, { deviceId: 'phone' });
    expect(octaves).toHaveLength(10);
    for (const [band, octave] of octaves.entries()) {
      const own = scored.filter((record) => record.band === band && record.deviceId === 'phone');
      expect(octave.trialCount).toBe(own.length);
      expect(octave.correctCount).toBe(own.filter(({ isCorrect }) => isCorrect).length);
      expect(octave.chance).toBeCloseTo(0.1, 9);
    }
    expect(accuracyOver(rows).trialCount).toBe(scored.length);
    const [first] = rows.map(({ day }) => day).toSorted();
    expect(accuracyOver(rows, { to: first! }).trialCount + accuracyOver(rows, { from: `${first}x` }).trialCount).toBe(
      scored.length,
    );
    expect(accuracyOver(rows, { kindId: 'none' })).toEqual({ trialCount: 0, correctCount: 0, chance: 0 });
  });

  test('confusions are counted through', () => {
    const counts = confusionCounts(rows, { kindId: 'nameTheBand', deviceId: null });
    const own = records.filter(({ deviceId }) => deviceId === null);
    expect(Object.keys(counts)).toHaveLength(20);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(own.length);
    expect(counts['9→0']).toBe(own.filter(({ item, answered }) => item === '9' && answered === '0').length);
  });
});

test('thresholds over time run by skill and day', () => {
  const row = (day: string, band: number, value?: number): DaySummary => ({
    ...addedUp([trialRecord({ band })]).days[0]!,
    day,
    ...(value === undefined ? {} : { threshold: { value, low: value - 1, high: value + 1 } }),
  });
  const courses = thresholdCourses([
    row('2026-05-06', 5, 3),
    row('2026-05-04', 5, 4),
    row('2026-05-05', 5),
    row('2026-05-04', 2, 6),
    row('2026-05-04', 7),
  ]);
  expect(courses.map(({ skill, points }) => [skill, points.map(({ threshold }) => threshold.value)])).toEqual([
    ['nameTheBand|flat|2', [6]],
    ['nameTheBand|flat|5', [4, 3]],
  ]);
});
