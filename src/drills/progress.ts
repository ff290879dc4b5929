import type { DrillKind } from './DrillKind';
import { OCTAVE_CENTRES_HZ } from './material';
import { positionOf, thresholdOf } from './psychometric';
import {
  HISTORY_LENGTH,
  type DaySummary,
  type Outcome,
  type SkillKey,
  type SkillState,
  type ThresholdEstimate,
  type TrialRecord,
} from './records';
import { nextCard } from './schedule';
import { skillKeyOf } from './skillKey';
import { isDaySummary, isSkill } from './storedRows';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Day of the local calendar, `YYYY-MM-DD`. Practice after midnight belongs to the new day. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** Under which keys a record is added up. */
export function keysOf(record: TrialRecord): { readonly skill: SkillKey; readonly day: string } {
  const skill = skillKeyOf(record);
  return { skill, day: `${dayOf(record.at)}|${skill}` };
}

/** Where a record goes among outcomes in order of time: after all that are not later. */
function placeOf(times: readonly number[], at: number): number {
  let place = times.length;
  while (place > 0 && times[place - 1]! > at) place--;
  return place;
}

/** Different confusions that the row of one day names: more pairs than any drill has. */
export const MOST_CONFUSIONS = 4000;

export interface ProgressRules {
  readonly keysOf: typeof keysOf;
  readonly merge: (
    records: readonly TrialRecord[],
    skill: SkillState | undefined,
    day: DaySummary | undefined,
  ) => { readonly skill: SkillState; readonly day: DaySummary };
  readonly settle: (day: DaySummary, skill: SkillState) => DaySummary;
  readonly isSkill: (row: unknown) => row is SkillState;
  readonly isDay: (row: unknown) => row is DaySummary;
}

/**
 * How records add up to skills and days.
 * @param kinds of records whose kind is not among them no threshold is worked out; they count all the same
 * @param source `import`: a record older than what is known goes to its place in the history and leaves the schedule
 * alone. `practice`: a record has just been made, and an older time is a clock set back
 */
export function createProgressRules(
  kinds: readonly Pick<DrillKind, 'id' | 'strength'>[],
  source: 'practice' | 'import',
): ProgressRules {
  const scales = new Map(kinds.map(({ id, strength }) => [id, strength]));

  const mergeSkill = (records: readonly TrialRecord[], known: SkillState | undefined): SkillState => {
    const first = records[0]!;
    const outcomes = [...(known?.history.outcomes ?? [])];
    const times = known?.times ? [...known.times] : outcomes.map(() => known?.updatedAt ?? first.at);
    let card = known?.card ?? null;
    let updatedAt = known?.updatedAt;
    let correctCount = known?.correctCount ?? 0;
    const scale = scales.get(first.kindId);
    for (const { at, isCorrect, chance, strength, isCatch } of records) {
      const isLate = source === 'import' && updatedAt !== undefined && at < updatedAt;
      if (isCorrect) correctCount++;
      if (!isLate) updatedAt = at;
      // Anybody gets a catch trial right: it says nothing about the skill.
      if (isCatch) continue;
      const place = isLate ? placeOf(times, at) : times.length;
      const outcome: Outcome = [strength, isCorrect, chance];
      outcomes.splice(place, 0, outcome);
      times.splice(place, 0, at);
      if (outcomes.length > HISTORY_LENGTH) {
        outcomes.shift();
        times.shift();
      }
      // A chance of 1 teaches nothing, and its correction divides by zero.
      if (scale && chance < 1 && !isLate) {
        card = nextCard(card, { isCorrect, chance, position: positionOf(scale, strength) }, at);
      }
    }
    return {
      key: skillKeyOf(first),
      kindId: first.kindId,
      deviceId: first.deviceId,
      band: first.band,
      history: { outcomes },
      times,
      trialCount: (known?.trialCount ?? 0) + records.length,
      correctCount,
      card,
      updatedAt: updatedAt ?? first.at,
    };
  };

  const mergeDay = (records: readonly TrialRecord[], known: DaySummary | undefined): DaySummary => {
    const first = records[0]!;
    const keys = keysOf(first);
    const sums = {
      trialCount: known?.trialCount ?? 0,
      correctCount: known?.correctCount ?? 0,
      chanceSum: known?.chanceSum ?? 0,
      catchCount: known?.catchCount ?? 0,
      catchCorrectCount: known?.catchCorrectCount ?? 0,
      practiceMs: known?.practiceMs ?? 0,
    };
    // One copy for all of the records: a copy for each would take the square of their number.
    const confusions: Record<string, number> = { ...known?.confusions };
    let pairCount = Object.keys(confusions).length;
    for (const { isCatch, isCorrect, chance, item, answered, responseMs } of records) {
      sums.trialCount++;
      if (isCorrect) sums.correctCount++;
      if (isCatch) sums.catchCount++;
      else sums.chanceSum += chance;
      if (isCatch && isCorrect) sums.catchCorrectCount++;
      sums.practiceMs += responseMs;
      if (answered === null) continue;
      const pair = `${item}→${answered}`;
      const before = confusions[pair];
      if (before === undefined && pairCount >= MOST_CONFUSIONS) continue;
      if (before === undefined) pairCount++;
      confusions[pair] = (before ?? 0) + 1;
    }
    return {
      key: keys.day,
      day: dayOf(first.at),
      skill: keys.skill,
      kindId: first.kindId,
      deviceId: first.deviceId,
      band: first.band,
      ...sums,
      ...(known?.threshold ? { threshold: known.threshold } : {}),
      confusions,
    };
  };

  return {
    keysOf,
    merge: (records, skill, day) => ({ skill: mergeSkill(records, skill), day: mergeDay(records, day) }),
    isSkill,
    isDay: isDaySummary,
    settle: (day, skill) => {
      const scale = scales.get(day.kindId);
      if (!scale) return day;
      const { outcomes } = skill.history;
      const known = outcomes.filter((_, index) => {
        const at = skill.times?.[index];
        return at === undefined || dayOf(at) <= day.day;
      });
      const threshold = thresholdOf(scale, known);
      // An old day whose outcomes have fallen out of the history keeps what it had.
      return threshold ? { ...day, threshold } : day;
    },
  };
}

/** The day so many days earlier, by the calendar: days of 23 and 25 hours make no difference. */
export function dayEarlier(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1, date! - count)).toISOString().slice(0, 10);
}

export interface Streak {
  /** Days in a row up to today, or up to yesterday as long as today may still come. */
  readonly current: number;
  readonly longest: number;
  readonly isTodayIn: boolean;
}

/** Days in a row with practice. Days after today (a clock was wrong) do not count. */
export function streakOf(days: readonly Pick<DaySummary, 'day'>[], today: string): Streak {
  const practised = new Set(days.map(({ day }) => day).filter((day) => day <= today));
  const runUpTo = (day: string): number => {
    let count = 0;
    for (let at = day; practised.has(at); at = dayEarlier(at, 1)) count++;
    return count;
  };
  const isTodayIn = practised.has(today);
  let longest = 0;
  let run = 0;
  let last = '';
  for (const day of [...practised].toSorted()) {
    run = last !== '' && dayEarlier(day, 1) === last ? run + 1 : 1;
    longest = Math.max(longest, run);
    last = day;
  }
  return { current: runUpTo(isTodayIn ? today : dayEarlier(today, 1)), longest, isTodayIn };
}

export interface PracticeDay {
  readonly day: string;
  readonly practiceMs: number;
  readonly trialCount: number;
}

/** Practice by day, oldest first; days without any are left out. */
export function practiceByDay(days: readonly DaySummary[]): PracticeDay[] {
  const sums = new Map<string, { practiceMs: number; trialCount: number }>();
  for (const { day, practiceMs, trialCount } of days) {
    const sum = sums.get(day);
    if (sum) {
      sum.practiceMs += practiceMs;
      sum.trialCount += trialCount;
    } else sums.set(day, { practiceMs, trialCount });
  }
  return [...sums].map(([day, sum]) => ({ day, ...sum })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** Which rows count: all that are left open. */
export interface ProgressFilter {
  readonly kindId?: string;
  /** Null is flat. */
  readonly deviceId?: string | null;
  /** `YYYY-MM-DD`, both included. */
  readonly from?: string;
  readonly to?: string;
}

const isWithin =
  ({ kindId, deviceId, from, to }: ProgressFilter) =>
  (row: DaySummary): boolean =>
    (kindId === undefined || row.kindId === kindId) &&
    (deviceId === undefined || row.deviceId === deviceId) &&
    (from === undefined || row.day >= from) &&
    (to === undefined || row.day <= to);

export interface Accuracy {
  /** Catch trials left out. */
  readonly trialCount: number;
  readonly correctCount: number;
  /** Mean chance of a lucky guess, 0…1. */
  readonly chance: number;
}

export function accuracyOf(rows: readonly DaySummary[]): Accuracy {
  let trialCount = 0;
  let correctCount = 0;
  let chanceSum = 0;
  for (const row of rows) {
    trialCount += row.trialCount - row.catchCount;
    correctCount += row.correctCount - row.catchCorrectCount;
    chanceSum += row.chanceSum;
  }
  return { trialCount, correctCount, chance: trialCount === 0 ? 0 : chanceSum / trialCount };
}

/** One entry for each octave of {@link OCTAVE_CENTRES_HZ}, with no trials where there were none. */
export function accuracyByOctave(days: readonly DaySummary[], filter: ProgressFilter = {}): Accuracy[] {
  const rows: DaySummary[][] = OCTAVE_CENTRES_HZ.map(() => []);
  for (const row of days.filter(isWithin(filter))) if (row.band !== null) rows[row.band]?.push(row);
  return rows.map(accuracyOf);
}

/** Over all bands. */
export const accuracyOver = (days: readonly DaySummary[], filter: ProgressFilter = {}): Accuracy =>
  accuracyOf(days.filter(isWithin(filter)));

export interface ThresholdCourse {
  readonly skill: SkillKey;
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
  /** Oldest first. */
  readonly points: readonly { readonly day: string; readonly threshold: ThresholdEstimate }[];
}

/** Thresholds over time, a course for each skill that has one, by skill key. */
export function thresholdCourses(days: readonly DaySummary[], filter: ProgressFilter = {}): ThresholdCourse[] {
  const courses = new Map<
    SkillKey,
    Omit<ThresholdCourse, 'points'> & { points: ThresholdCourse['points'][number][] }
  >();
  for (const row of days.filter(isWithin(filter))) {
    const { skill, kindId, deviceId, band, day, threshold } = row;
    if (!threshold) continue;
    const course = courses.get(skill) ?? { skill, kindId, deviceId, band, points: [] };
    course.points.push({ day, threshold });
    courses.set(skill, course);
  }
  for (const { points } of courses.values()) points.sort((a, b) => (a.day < b.day ? -1 : 1));
  return [...courses.values()].toSorted((a, b) => (a.skill < b.skill ? -1 : 1));
}

export interface PractisedKind {
  readonly kindId: string;
  readonly trialCount: number;
  /** Latest day with practice. */
  readonly lastDay: string;
  /** What it was heard through, flat first, then by id. */
  readonly devices: readonly PractisedDevice[];
}

export interface PractisedDevice {
  readonly deviceId: string | null;
  readonly trialCount: number;
  /** Octave bands that were trained, ascending; empty where the kind has none. */
  readonly bands: readonly number[];
}

/** Everything that has been practised: the latest day first, then the most trials, then by id. */
export function practisedKinds(days: readonly DaySummary[]): PractisedKind[] {
  interface Sum {
    trialCount: number;
    lastDay: string;
    readonly devices: Map<string | null, { trialCount: number; readonly bands: Set<number> }>;
  }
  const sums = new Map<string, Sum>();
  for (const { kindId, deviceId, band, day, trialCount } of days) {
    const sum = sums.get(kindId) ?? { trialCount: 0, lastDay: day, devices: new Map() };
    sums.set(kindId, sum);
    sum.trialCount += trialCount;
    if (day > sum.lastDay) sum.lastDay = day;
    const device = sum.devices.get(deviceId) ?? { trialCount: 0, bands: new Set() };
    sum.devices.set(deviceId, device);
    device.trialCount += trialCount;
    if (band !== null) device.bands.add(band);
  }
  return [...sums]
    .map(([kindId, { trialCount, lastDay, devices }]) => ({
      kindId,
      trialCount,
      lastDay,
      devices: [...devices]
        .map(([deviceId, device]) => ({
          deviceId,
          trialCount: device.trialCount,
          bands: [...device.bands].toSorted((a, b) => a - b),
        }))
        .toSorted((a, b) => ((a.deviceId ?? '') < (b.deviceId ?? '') ? -1 : 1)),
    }))
    .toSorted((a, b) => {
      if (a.lastDay !== b.lastDay) return a.lastDay < b.lastDay ? 1 : -1;
      return b.trialCount - a.trialCount || (a.kindId < b.kindId ? -1 : 1);
    });
}

/** The estimate of each skill as its latest day was settled with, null where there was none. */
export function settledThresholds(
  skills: readonly SkillState[],
  days: readonly DaySummary[],
): Map<SkillKey, ThresholdEstimate | null> {
  const rows = new Map(days.map((row) => [row.key, row]));
  return new Map(
    skills.flatMap(({ key, updatedAt }) => {
      const row = rows.get(`${dayOf(updatedAt)}|${key}`);
      return row ? [[key, row.threshold ?? null] as const] : [];
    }),
  );
}

/** Counts of `asked→answered` over all rows. */
export function confusionCounts(days: readonly DaySummary[], filter: ProgressFilter): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { confusions } of days.filter(isWithin(filter))) {
    for (const [pair, count] of Object.entries(confusions)) counts[pair] = (counts[pair] ?? 0) + count;
  }
  return counts;
}
