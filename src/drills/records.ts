import type { DrillSettings } from './DrillKind';

/** How a sitting runs: with feedback after each trial, or none until the end. */
export type DrillMode = 'practise' | 'test';

/** Everything that decides which trials are asked; the same spec and start give the same trials on any machine. */
export interface DrillSpec {
  readonly kindId: string;
  readonly mode: DrillMode;
  readonly trialCount: number;
  readonly seed: number;
  readonly settings: DrillSettings;
  /** Device everything is heard through; null is flat. */
  readonly deviceId: string | null;
  /** Tracks to train on; the demo song when empty. */
  readonly trackIds: readonly string[];
  /** The demo song and its stems only, whatever the listener has of their own: a shared drill is the same for all. */
  readonly isDemoOnly?: boolean;
}

/** What earlier trials say about one skill, oldest first; at most {@link HISTORY_LENGTH}. */
export interface SkillHistory {
  readonly outcomes: readonly Outcome[];
}

/** Strength in the kind's scale, whether it was right, and how likely a guess was right. */
export type Outcome = readonly [strength: number, isCorrect: boolean, chance: number];

export const HISTORY_LENGTH = 120;

/** One answered trial, as it is kept. */
export interface TrialRecord {
  /** Session id, block and index: a trial that is saved twice is counted once. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mode: DrillMode;
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
  readonly strength: number;
  readonly isCatch: boolean;
  readonly isCorrect: boolean;
  /** Probability that a guess is right. */
  readonly chance: number;
  /** What was asked and what was answered, for the confusion matrix; null on continuous scales. */
  readonly item: string;
  readonly answered: string | null;
  /** Error on a continuous scale (octaves or the answer's unit), else null. */
  readonly error: number | null;
  /** Time from the first sound to the answer, milliseconds; pauses over a minute count as one. */
  readonly responseMs: number;
}

/** Key of one skill through one device: `kindId|deviceId or flat|band or -`. */
export type SkillKey = string;

/** What is known of one skill through one device (in one band, where the kind has bands). */
export interface SkillState {
  readonly key: SkillKey;
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
  readonly history: SkillHistory;
  /** When each outcome of the history was given, milliseconds since 1970: an import puts older ones in their place. */
  readonly times?: readonly number[];
  /** Catch trials included, here and on the days. */
  readonly trialCount: number;
  readonly correctCount: number;
  /** Card of the scheduler (ts-fsrs) as plain JSON; dates as milliseconds. */
  readonly card: unknown;
  /** Milliseconds since 1970, by the latest record. */
  readonly updatedAt: number;
}

/** One skill on one day, local time: what Progress draws. */
export interface DaySummary {
  /** `YYYY-MM-DD|skill key`. */
  readonly key: string;
  readonly day: string;
  readonly skill: SkillKey;
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
  readonly trialCount: number;
  readonly correctCount: number;
  /** Sum of the chance levels of all but catch trials, for the correction. */
  readonly chanceSum: number;
  readonly catchCount: number;
  readonly catchCorrectCount: number;
  readonly practiceMs: number;
  /** Estimate at the day's end, in the kind's scale; absent before there is one. */
  readonly threshold?: ThresholdEstimate;
  /** `asked→answered` counts. */
  readonly confusions: Readonly<Record<string, number>>;
}

/** Threshold with its 95 % credible interval, in the kind's scale. `low` ≤ `high` numerically. */
export interface ThresholdEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A drill of the listener's own. */
export interface CustomDrill {
  readonly id: string;
  readonly name: string;
  readonly blocks: readonly Omit<DrillSpec, 'seed'>[];
  readonly createdAt: number;
}

/** A sitting that was not finished: enough to go on. Names no answer. */
export interface OpenSession {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly DrillSpec[];
  /** Skill histories at the start, by skill key, so that the trials are the same again. */
  readonly start: Readonly<Record<SkillKey, SkillHistory>>;
  /** Answers so far, in order. */
  readonly answers: readonly unknown[];
  readonly startedAt: number;
  readonly savedAt: number;
}
