import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';

/** Works out what a new record changes; pure, given by the drills. */
export type MergeTrial = (
  record: TrialRecord,
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
  readonly merge: MergeTrial;
  readonly settle?: SettleDay;
}

/** What training leaves behind. Nothing of it leaves the machine. */
export interface ProgressPort {
  /**
   * Keeps records and what follows from them in one transaction. A record whose id is known is left alone, so nothing
   * is counted twice, whichever tab or import it comes from.
   * @returns how many were new
   */
  saveTrials(
    records: readonly TrialRecord[],
    keysOf: (record: TrialRecord) => KeysOfTrial,
    merge: MergeTrial,
    settle?: SettleDay,
  ): Promise<number>;
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
  readSkills(): Promise<SkillState[]>;
  readDays(): Promise<DaySummary[]>;
  /** All records by time, `batchSize` at a time, so that three years do not have to fit in memory at once. */
  readTrials(onBatch: (records: readonly TrialRecord[]) => void, batchSize?: number): Promise<void>;
  countTrials(): Promise<number>;
  readOpenSession(): Promise<OpenSession | undefined>;
  writeOpenSession(session: OpenSession | null): Promise<void>;
  listCustomDrills(): Promise<CustomDrill[]>;
  putCustomDrill(drill: CustomDrill): Promise<void>;
  removeCustomDrill(id: string): Promise<void>;
  /** Forgets everything about training. */
  clearProgress(): Promise<void>;
}
