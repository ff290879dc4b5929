import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';

/** Works out what new records of one skill on one day change; pure, given by the drills. Oldest first, at least one. */
export type MergeTrials = (
  records: readonly TrialRecord[],
  skill: SkillState | undefined,
  day: DaySummary | undefined,
) => { readonly skill: SkillState; readonly day: DaySummary };

export interface KeysOfTrial {
  readonly skill: string;
  readonly day: string;
}

/** Completes a day's row once its last record is in (the threshold takes too long to work out for each); pure. */
export type SettleDay = (day: DaySummary, skill: SkillState) => DaySummary;

/** How records add up; given by the drills (`createProgressRules`). */
export interface ProgressRules {
  readonly keysOf: (record: TrialRecord) => KeysOfTrial;
  readonly merge: MergeTrials;
  readonly settle: SettleDay;
  /** A row that is none counts as absent. */
  readonly isSkill: (row: unknown) => row is SkillState;
  readonly isDay: (row: unknown) => row is DaySummary;
}

/** What a stored row has to be; given by the drills. */
export interface RowChecks {
  /** @returns the trial that a row holds, put right where it can be; null when there is none in it */
  readonly repairedTrial: (row: unknown) => TrialRecord | null;
  readonly isCustomDrill: (row: unknown) => row is CustomDrill;
  readonly isOpenSession: (row: unknown) => row is OpenSession;
}

/** What {@link ProgressPort.repair} did. */
export interface RepairCounts {
  /** Rows that held no trial. */
  readonly removedTrials: number;
  /** Trials that now carry a date that can be shown. */
  readonly changedTrials: number;
  readonly removedDrills: number;
  readonly hasRemovedSession: boolean;
}

/** What training leaves behind. Nothing of it leaves the machine. */
export interface ProgressPort {
  /**
   * Keeps records and what follows from them in one transaction. A record whose id is known is left alone, so nothing
   * is counted twice, whichever tab or import it comes from.
   * @returns how many were new
   */
  saveTrials(records: readonly TrialRecord[], rules: ProgressRules): Promise<number>;
  /**
   * {@link saveTrials} for any number of records, a few thousand to a transaction, oldest first. Breaking off leaves
   * whole chunks behind; doing it again adds what is missing.
   * @param onProgress records done so far
   * @returns how many were new
   */
  importTrials(
    records: readonly TrialRecord[],
    rules: ProgressRules,
    onProgress?: (done: number) => void,
  ): Promise<number>;
  /** Those records whose ids are not stored yet. */
  unknownTrials(records: readonly TrialRecord[]): Promise<TrialRecord[]>;
  /** Rows as they are stored, here and below: whoever reads them has to look whether they are what they should be. */
  readSkills(): Promise<SkillState[]>;
  readDays(): Promise<DaySummary[]>;
  /**
   * All records by time, `batchSize` at a time, so that three years do not have to fit in memory at once. Rows without a
   * time come last.
   */
  readTrials(onBatch: (records: readonly TrialRecord[]) => void, batchSize?: number): Promise<void>;
  countTrials(): Promise<number>;
  readOpenSession(): Promise<OpenSession | undefined>;
  writeOpenSession(session: OpenSession | null): Promise<void>;
  listCustomDrills(): Promise<CustomDrill[]>;
  putCustomDrill(drill: CustomDrill): Promise<void>;
  removeCustomDrill(id: string): Promise<void>;
  /** Forgets everything about training. */
  clearProgress(): Promise<void>;
  /**
   * Makes skills and days anew from the trials, and removes rows that hold nothing: all or nothing.
   * @param rules `import`: the trials are added up from the first on
   */
  repair(rules: ProgressRules, checks: RowChecks): Promise<RepairCounts>;
}

/** What could not be written yet. */
export interface WaitingCounts {
  readonly trials: number;
  /** Drills of the listener's own that were made, changed or removed. */
  readonly drills: number;
  /** The sitting that was not finished. */
  readonly hasSession: boolean;
  /** What the storage said last: there is no room, or anything else. Null when nothing waits. */
  readonly cause: 'storage-full' | 'storage-failed' | null;
}

/** A {@link ProgressPort} whose writes are never lost while the page is open: what cannot be written waits. */
export interface LastingProgressPort extends ProgressPort {
  readonly waiting: WaitingCounts;
  /** Tells whenever `waiting` changes. @returns ends it */
  onWaiting(listener: () => void): () => void;
  /** Tries to write what waits, now. */
  writeWaiting(): Promise<void>;
}
