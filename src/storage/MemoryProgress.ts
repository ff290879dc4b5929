import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';
import { addUp, inOrder, saveInChunks } from './addUp';
import type { ProgressPort, ProgressRules, RepairCounts, RowChecks } from './ProgressPort';

/** What training leaves behind, for as long as the page is open. Cloned both ways, as a database would. */
export class MemoryProgress implements ProgressPort {
  readonly #trials = new Map<string, TrialRecord>();
  readonly #skills = new Map<string, SkillState>();
  readonly #days = new Map<string, DaySummary>();
  readonly #customDrills = new Map<string, CustomDrill>();
  #openSession: OpenSession | undefined;

  async saveTrials(records: readonly TrialRecord[], rules: ProgressRules): Promise<number> {
    const fresh = structuredClone(inOrder(records).filter(({ id }) => !this.#trials.has(id)));
    // Into copies first: a rule that throws must not leave half of the sums behind.
    const skills = new Map(this.#skills);
    const days = new Map(this.#days);
    addUp(fresh, rules, skills, days);
    for (const record of fresh) this.#trials.set(record.id, record);
    for (const [key, row] of skills) this.#skills.set(key, row);
    for (const [key, row] of days) this.#days.set(key, row);
    return fresh.length;
  }

  importTrials(
    records: readonly TrialRecord[],
    rules: ProgressRules,
    onProgress?: (done: number) => void,
  ): Promise<number> {
    return saveInChunks(records, (chunk) => this.saveTrials(chunk, rules), onProgress);
  }

  async unknownTrials(records: readonly TrialRecord[]): Promise<TrialRecord[]> {
    return records.filter(({ id }) => !this.#trials.has(id));
  }

  async readSkills(): Promise<SkillState[]> {
    return structuredClone([...this.#skills.values()]);
  }

  async readDays(): Promise<DaySummary[]> {
    return structuredClone([...this.#days.values()]);
  }

  async readTrials(onBatch: (records: readonly TrialRecord[]) => void, batchSize = 5000): Promise<void> {
    const ordered = inOrder([...this.#trials.values()]);
    for (let from = 0; from < ordered.length; from += batchSize) {
      onBatch(structuredClone(ordered.slice(from, from + batchSize)));
    }
  }

  async countTrials(): Promise<number> {
    return this.#trials.size;
  }

  async readOpenSession(): Promise<OpenSession | undefined> {
    return structuredClone(this.#openSession);
  }

  async writeOpenSession(session: OpenSession | null): Promise<void> {
    this.#openSession = session === null ? undefined : structuredClone(session);
  }

  async listCustomDrills(): Promise<CustomDrill[]> {
    return structuredClone([...this.#customDrills.values()].toSorted((a, b) => a.createdAt - b.createdAt));
  }

  async putCustomDrill(drill: CustomDrill): Promise<void> {
    this.#customDrills.set(drill.id, structuredClone(drill));
  }

  async removeCustomDrill(id: string): Promise<void> {
    this.#customDrills.delete(id);
  }

  async clearProgress(): Promise<void> {
    this.#trials.clear();
    this.#skills.clear();
    this.#days.clear();
    this.#customDrills.clear();
    this.#openSession = undefined;
  }

  /** What the page itself has put here needs none, but that a date was wrong. */
  async repair(rules: ProgressRules, { repairedTrial }: RowChecks): Promise<RepairCounts> {
    const all = [...this.#trials.values()].map((row) => [row, repairedTrial(row)] as const);
    const trials = all.flatMap(([, repaired]) => repaired ?? []);
    this.#trials.clear();
    this.#skills.clear();
    this.#days.clear();
    await this.saveTrials(trials, rules);
    return {
      removedTrials: all.length - trials.length,
      changedTrials: all.filter(([row, repaired]) => repaired !== null && repaired.at !== row.at).length,
      removedDrills: 0,
      hasRemovedSession: false,
    };
  }
}
