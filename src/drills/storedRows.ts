import * as v from 'valibot';
import {
  HISTORY_LENGTH,
  type CustomDrill,
  type DaySummary,
  type OpenSession,
  type SkillState,
  type TrialRecord,
} from './records';
import { skillKeyOf } from './skillKey';
import {
  CustomDrillSchema,
  IdSchema,
  MAX_BLOCKS,
  MAX_TRIALS,
  ModeSchema,
  SeedSchema,
  SettingsSchema,
  TrialCountSchema,
} from './specSchema';

/**
 * First and last instant that a trial may carry, milliseconds since 1970: the zero of computers' clocks, and the last
 * year that a chart from day to day can hold beside the present ones. Outside of it days have no four-digit year, `Date`
 * and `Intl` throw, or an axis runs over thousands of years.
 */
export const EARLIEST_TRIAL_AT = 0;
export const LATEST_TRIAL_AT = Date.UTC(2100, 0, 1) - 1;
/** Local days of these instants, in whatever time zone. */
const FIRST_DAY = '1969-12-31';
const LAST_DAY = '2100-01-01';
const LONGEST_ITEM = 200;
const LONGEST_KEY = 3 * LONGEST_ITEM;

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const amount = v.pipe(finite, v.minValue(0));
const instant = v.pipe(finite, v.minValue(EARLIEST_TRIAL_AT), v.maxValue(LATEST_TRIAL_AT));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const band = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(40)));
const key = v.pipe(v.string(), v.maxLength(LONGEST_KEY));

/** A trial from outside: dated with anything that a `Date` can hold. {@link withPossibleDate} makes a record of it. */
export const TrialSchema = v.object({
  id: IdSchema,
  at: v.pipe(finite, v.minValue(-8.64e15), v.maxValue(8.64e15)),
  mode: ModeSchema,
  kindId: IdSchema,
  deviceId: v.nullable(IdSchema),
  band,
  strength: finite,
  isCatch: v.boolean(),
  isCorrect: v.boolean(),
  chance: share,
  item: v.pipe(v.string(), v.maxLength(LONGEST_ITEM)),
  answered: v.nullable(v.pipe(v.string(), v.maxLength(LONGEST_ITEM))),
  error: v.nullable(finite),
  responseMs: v.pipe(finite, v.minValue(0), v.maxValue(3_600_000)),
});

/**
 * What was heard was heard: a trial whose date no calendar here can show is kept, with the nearest date that can be true.
 * @param now milliseconds since 1970; nobody has answered later than this
 * @returns the record itself when its date is possible
 */
export function withPossibleDate(record: TrialRecord, now: number): TrialRecord {
  if (record.at < EARLIEST_TRIAL_AT) return { ...record, at: EARLIEST_TRIAL_AT };
  return record.at > LATEST_TRIAL_AT ? { ...record, at: Math.min(now, LATEST_TRIAL_AT) } : record;
}

const HistorySchema = v.object({
  outcomes: v.pipe(v.array(v.strictTuple([finite, v.boolean(), share])), v.maxLength(HISTORY_LENGTH)),
});

const SkillSchema = v.pipe(
  v.object({
    key,
    kindId: IdSchema,
    deviceId: v.nullable(IdSchema),
    band,
    history: HistorySchema,
    times: v.exactOptional(v.array(instant)),
    trialCount: count,
    correctCount: count,
    /** The scheduler begins anew with a card that is none. */
    card: v.unknown(),
    updatedAt: instant,
  }),
  v.check(
    (skill) =>
      skill.key === skillKeyOf(skill) &&
      skill.correctCount <= skill.trialCount &&
      (skill.times === undefined || skill.times.length === skill.history.outcomes.length),
  ),
);

/** `v.record` copies every entry; there may be thousands to a day. */
const areCounts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.entries(value).every(
    ([pair, number]) => pair.length <= 2 * LONGEST_ITEM + 1 && Number.isSafeInteger(number) && number > 0,
  );

const DAY = /^\d{4}-\d\d-\d\d$/;
const isDay = (day: string): boolean =>
  DAY.test(day) && day >= FIRST_DAY && day <= LAST_DAY && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));

const DaySchema = v.pipe(
  v.object({
    key,
    day: v.pipe(v.string(), v.check(isDay)),
    skill: key,
    kindId: IdSchema,
    deviceId: v.nullable(IdSchema),
    band,
    trialCount: count,
    correctCount: count,
    chanceSum: amount,
    catchCount: count,
    catchCorrectCount: count,
    practiceMs: amount,
    threshold: v.exactOptional(v.object({ value: finite, low: finite, high: finite })),
    confusions: v.custom<DaySummary['confusions']>(areCounts),
  }),
  v.check((row) => {
    const scoredCount = row.trialCount - row.catchCount;
    const scoredCorrectCount = row.correctCount - row.catchCorrectCount;
    return (
      row.skill === skillKeyOf(row) &&
      row.key === `${row.day}|${row.skill}` &&
      row.catchCorrectCount <= row.catchCount &&
      scoredCount >= 0 &&
      scoredCorrectCount >= 0 &&
      scoredCorrectCount <= scoredCount &&
      // Sums of tenths are not exact.
      row.chanceSum <= scoredCount + 1e-6 * (1 + scoredCount)
    );
  }),
);

const OpenSessionSchema = v.object({
  id: IdSchema,
  title: v.string(),
  blocks: v.pipe(
    v.array(
      v.object({
        kindId: IdSchema,
        mode: ModeSchema,
        trialCount: TrialCountSchema,
        seed: SeedSchema,
        settings: SettingsSchema,
        deviceId: v.nullable(IdSchema),
        trackIds: v.array(IdSchema),
        isDemoOnly: v.exactOptional(v.boolean()),
      }),
    ),
    v.maxLength(MAX_BLOCKS),
  ),
  start: v.record(v.string(), HistorySchema),
  answers: v.pipe(v.array(v.unknown()), v.maxLength(MAX_BLOCKS * MAX_TRIALS)),
  startedAt: finite,
  savedAt: finite,
});

/** Whether a row is what this version writes. Rows may come from another version, a broken disk or another hand. */
export const isTrial = (row: unknown): row is TrialRecord =>
  v.is(TrialSchema, row) && row.at >= EARLIEST_TRIAL_AT && row.at <= LATEST_TRIAL_AT;
export const isSkill = (row: unknown): row is SkillState => v.is(SkillSchema, row);
export const isDaySummary = (row: unknown): row is DaySummary => v.is(DaySchema, row);
export const isCustomDrill = (row: unknown): row is CustomDrill => v.is(CustomDrillSchema, row);
export const isOpenSession = (row: unknown): row is OpenSession => v.is(OpenSessionSchema, row);

/** @returns the trial that a stored row holds, with a date that can be shown; null for a row that holds none */
export function repairedTrial(row: unknown, now: number): TrialRecord | null {
  const trial = v.safeParse(TrialSchema, row, { abortEarly: true });
  return trial.success ? withPossibleDate(trial.output, now) : null;
}
