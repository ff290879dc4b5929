import { ElsewhereError } from '../core/errors';
import { Scope } from '../core/scope';
import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';
import { addUp, byCreation, byDate, inOrder, saveInChunks } from './addUp';
import type {
  LastingProgressPort,
  ProgressPort,
  ProgressRules,
  RepairCounts,
  RowChecks,
  WaitingCounts,
} from './ProgressPort';

/** Pauses between two tries to write what waits: the first, and the longest that they grow to. */
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 120_000;
/** Records to a try: one that fails costs a transaction and no more. */
const CHUNK = 2000;

interface WaitingTrial {
  readonly record: TrialRecord;
  readonly rules: ProgressRules;
}

const causeOf = (error: unknown): 'storage-full' | 'storage-failed' =>
  error instanceof ElsewhereError && error.code === 'storage-full' ? 'storage-full' : 'storage-failed';

/**
 * Loses nothing while the page is open. What `stored` will not take, because there is no room or for whatever reason,
 * waits here; everything that is read holds it too, and it is written with the next write, at intervals, and whenever
 * {@link writeWaiting} is called (there may be room again). Trials are known by their ids, so each counts once.
 */
export class WaitingProgress implements LastingProgressPort {
  readonly #stored: ProgressPort;
  readonly #scope = new Scope();
  readonly #listeners = new Set<() => void>();
  readonly #trials = new Map<string, WaitingTrial>();
  /** Drills by id; null for one that was removed. */
  readonly #drills = new Map<string, CustomDrill | null>();
  #session: { readonly value: OpenSession | null } | null = null;
  #cause: WaitingCounts['cause'] = null;
  #waiting: WaitingCounts = { trials: 0, drills: 0, hasSession: false, cause: null };
  /** Writing what waits and reading past it, one after another: in between a trial is neither twice nor nowhere. */
  #turn: Promise<unknown> = Promise.resolve();
  #pauseMs = FIRST_PAUSE_MS;
  #stopTimer: (() => void) | null = null;

  constructor(stored: ProgressPort) {
    this.#stored = stored;
  }

  get waiting(): WaitingCounts {
    return this.#waiting;
  }

  onWaiting(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops trying. What still waits is given up with the page. */
  close(): void {
    this.#scope.close();
  }

  async saveTrials(records: readonly TrialRecord[], rules: ProgressRules): Promise<number> {
    if (this.#isEmpty) {
      try {
        return await this.#stored.saveTrials(records, rules);
      } catch (error) {
        return this.#hold(records, rules, error);
      }
    }
    // Behind what waits: histories are in order of time.
    const added = await this.#hold(records, rules, null);
    await this.writeWaiting();
    return added;
  }

  importTrials(
    records: readonly TrialRecord[],
    rules: ProgressRules,
    onProgress?: (done: number) => void,
  ): Promise<number> {
    return saveInChunks(records, (chunk) => this.saveTrials(chunk, rules), onProgress);
  }

  async unknownTrials(records: readonly TrialRecord[]): Promise<TrialRecord[]> {
    return (await this.#stored.unknownTrials(records)).filter(({ id }) => !this.#trials.has(id));
  }

  async readSkills(): Promise<SkillState[]> {
    return [...(await this.#sums()).skills.values()];
  }

  async readDays(): Promise<DaySummary[]> {
    return [...(await this.#sums()).days.values()];
  }

  readTrials(onBatch: (records: readonly TrialRecord[]) => void, batchSize?: number): Promise<void> {
    return this.#inTurn(async () => {
      const left = new Map([...this.#trials].map(([id, { record }]) => [id, record]));
      const ordered = inOrder([...left.values()]);
      let next = 0;
      await this.#stored.readTrials((records) => {
        for (const { id } of records) left.delete(id);
        const upTo = records.at(-1)?.at ?? -Infinity;
        const batch = [...records];
        for (; next < ordered.length && ordered[next]!.at <= upTo; next++) {
          if (left.has(ordered[next]!.id)) batch.push(ordered[next]!);
        }
        onBatch(batch.length > records.length ? batch.toSorted(byDate) : records);
      }, batchSize);
      const rest = ordered.slice(next).filter(({ id }) => left.has(id));
      if (rest.length > 0) onBatch(rest);
    });
  }

  countTrials(): Promise<number> {
    return this.#inTurn(async () => {
      const records = [...this.#trials.values()].map(({ record }) => record);
      return (await this.#stored.countTrials()) + (await this.#stored.unknownTrials(records)).length;
    });
  }

  async readOpenSession(): Promise<OpenSession | undefined> {
    return this.#session ? (this.#session.value ?? undefined) : this.#stored.readOpenSession();
  }

  async writeOpenSession(session: OpenSession | null): Promise<void> {
    await this.#write(
      () => this.#stored.writeOpenSession(session),
      () => {
        this.#session = { value: session };
      },
    );
  }

  listCustomDrills(): Promise<CustomDrill[]> {
    return this.#inTurn(async () => {
      const stored = await this.#stored.listCustomDrills();
      if (this.#drills.size === 0) return stored;
      const drills = new Map<string, CustomDrill | null>(stored.map((drill) => [drill.id, drill]));
      for (const [id, drill] of this.#drills) drills.set(id, drill);
      return [...drills.values()].filter((drill) => drill !== null).toSorted(byCreation);
    });
  }

  async putCustomDrill(drill: CustomDrill): Promise<void> {
    await this.#write(
      () => this.#stored.putCustomDrill(drill),
      () => void this.#drills.set(drill.id, drill),
    );
  }

  async removeCustomDrill(id: string): Promise<void> {
    await this.#write(
      () => this.#stored.removeCustomDrill(id),
      () => void this.#drills.set(id, null),
    );
  }

  clearProgress(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stored.clearProgress();
      this.#trials.clear();
      this.#drills.clear();
      this.#session = null;
      this.#changed();
    });
  }

  async repair(rules: ProgressRules, checks: RowChecks): Promise<RepairCounts> {
    return this.#inTurn(() => this.#stored.repair(rules, checks));
  }

  writeWaiting(): Promise<void> {
    // Something has happened: there may be room now, or very soon.
    this.#pauseMs = FIRST_PAUSE_MS;
    return this.#tryToWrite();
  }

  #tryToWrite(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isEmpty || this.#scope.isClosed) return;
      try {
        await this.#writeTrials();
        await this.#writeDrills();
        if (this.#session) {
          const session = this.#session;
          await this.#stored.writeOpenSession(session.value);
          // A later one may have come meanwhile.
          if (this.#session === session) this.#session = null;
        }
      } catch (error) {
        this.#cause = causeOf(error);
      }
      this.#changed();
    });
  }

  async #writeTrials(): Promise<void> {
    const all = [...this.#trials.values()];
    let from = 0;
    while (from < all.length) {
      const { rules } = all[from]!;
      let to = from;
      while (to < all.length && to - from < CHUNK && all[to]!.rules === rules) to++;
      const chunk = all.slice(from, to);
      // Oldest first, and not one more than fits.
      // oxlint-disable-next-line no-await-in-loop
      await this.#stored.saveTrials(
        chunk.map(({ record }) => record),
        rules,
      );
      for (const { record } of chunk) this.#trials.delete(record.id);
      from = to;
    }
  }

  async #writeDrills(): Promise<void> {
    for (const [id, drill] of this.#drills) {
      // oxlint-disable-next-line no-await-in-loop
      await (drill ? this.#stored.putCustomDrill(drill) : this.#stored.removeCustomDrill(id));
      if (this.#drills.get(id) === drill) this.#drills.delete(id);
    }
  }

  get #isEmpty(): boolean {
    return this.#trials.size === 0 && this.#drills.size === 0 && this.#session === null;
  }

  /** Records that cannot be written now. @param error why, when it has just been tried */
  async #hold(records: readonly TrialRecord[], rules: ProgressRules, error: unknown): Promise<number> {
    // What does not add up never will: that is the caller's fault and not the disk's.
    addUp(inOrder(records), rules, new Map(), new Map());
    if (error !== null) this.#cause = causeOf(error);
    const fresh = inOrder(records).filter(({ id }) => !this.#trials.has(id));
    for (const record of fresh) this.#trials.set(record.id, { record, rules });
    this.#changed();
    return (await this.#unstored(fresh)).length;
  }

  /** Drops what is stored already: it must not be counted among what waits. */
  async #unstored(records: readonly TrialRecord[]): Promise<readonly TrialRecord[]> {
    try {
      const unknown = await this.#stored.unknownTrials(records);
      const kept = new Set(unknown.map(({ id }) => id));
      for (const { id } of records) if (!kept.has(id)) this.#trials.delete(id);
      this.#changed();
      return unknown;
    } catch {
      // It cannot even be read: as far as anybody knows, all of them are new.
      return records;
    }
  }

  async #write(write: () => Promise<void>, hold: () => void): Promise<void> {
    if (!this.#isEmpty) {
      hold();
      await this.writeWaiting();
      return;
    }
    try {
      await write();
    } catch (error) {
      this.#cause = causeOf(error);
      hold();
      this.#changed();
    }
  }

  /** Skills and days with what waits, by key. */
  #sums(): Promise<{ skills: Map<string, SkillState>; days: Map<string, DaySummary> }> {
    return this.#inTurn(async () => {
      const [storedSkills, storedDays] = await Promise.all([this.#stored.readSkills(), this.#stored.readDays()]);
      const skills = new Map(storedSkills.map((row) => [row.key, row]));
      const days = new Map(storedDays.map((row) => [row.key, row]));
      const waiting = [...this.#trials.values()];
      for (const rules of new Set(waiting.map((trial) => trial.rules))) {
        const records = waiting.filter((trial) => trial.rules === rules).map(({ record }) => record);
        addUp(inOrder(records), rules, skills, days);
      }
      return { skills, days };
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #changed(): void {
    const { size: trials } = this.#trials;
    const { size: drills } = this.#drills;
    const hasSession = this.#session !== null;
    const before = this.#waiting;
    this.#waiting = { trials, drills, hasSession, cause: this.#isEmpty ? null : this.#cause };
    this.#setTimer();
    const isSame =
      before.trials === trials &&
      before.drills === drills &&
      before.hasSession === hasSession &&
      before.cause === this.#waiting.cause;
    if (!isSame) for (const listener of this.#listeners) listener();
  }

  #setTimer(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (this.#isEmpty || this.#scope.isClosed) return;
    const timer = setTimeout(() => {
      this.#stopTimer?.();
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
      void this.#tryToWrite();
    }, this.#pauseMs);
    this.#stopTimer = this.#scope.add(() => clearTimeout(timer));
  }
}
