import type { IDBPTransaction, StoreNames } from 'idb';
import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';
import { addUp, inOrder, saveInChunks } from './addUp';
import { abortIfOpen, type Database } from './IdbConnection';
import type { MergeTrial, KeysOfTrial, ProgressPort, ProgressRules, SettleDay } from './ProgressPort';
import { openSessionKey, type ElsewhereSchema } from './schema';

const PROGRESS_STORES = ['trials', 'skills', 'days', 'customDrills', 'openSession'] as const;
const SUMMED_STORES = ['trials', 'skills', 'days'] as const;

type Writing = IDBPTransaction<ElsewhereSchema, typeof SUMMED_STORES, 'readwrite'>;

/** Works on the database, as `IdbConnection` does. */
type Run = <T>(work: (database: Database) => Promise<T>) => Promise<T>;

/** What training leaves behind, in IndexedDB. */
export class IdbProgress implements ProgressPort {
  /** @param onSaved new records are stored */
  constructor(
    private readonly run: Run,
    private readonly onSaved: () => void = () => undefined,
  ) {}

  saveTrials(
    records: readonly TrialRecord[],
    keysOf: (record: TrialRecord) => KeysOfTrial,
    merge: MergeTrial,
    settle?: SettleDay,
  ): Promise<number> {
    return this.#save(records, { keysOf, merge, ...(settle ? { settle } : {}) });
  }

  importTrials(
    records: readonly TrialRecord[],
    rules: ProgressRules,
    onProgress?: (done: number) => void,
  ): Promise<number> {
    return saveInChunks(records, (chunk) => this.#save(chunk, rules), onProgress);
  }

  readSkills(): Promise<SkillState[]> {
    return this.run((database) => database.getAll('skills'));
  }

  readDays(): Promise<DaySummary[]> {
    return this.run((database) => database.getAll('days'));
  }

  readTrials(onBatch: (records: readonly TrialRecord[]) => void, batchSize = 5000): Promise<void> {
    return this.run(async (database) => {
      const index = database.transaction('trials').store.index('at');
      // Several records may share a time, and an index can only be entered at a time: those already given are skipped.
      let from: number | undefined;
      let given = new Set<string>();
      for (;;) {
        const range = from === undefined ? null : IDBKeyRange.lowerBound(from);
        // One batch after another, so that they need not all be in memory.
        // oxlint-disable-next-line no-await-in-loop
        const rows = await index.getAll(range, batchSize + given.size);
        const batch = rows.filter(({ id }) => !given.has(id));
        const last = batch.at(-1);
        if (!last) return;
        if (last.at !== from) given = new Set();
        from = last.at;
        for (const { id, at } of batch) if (at === from) given.add(id);
        onBatch(batch);
      }
    });
  }

  countTrials(): Promise<number> {
    return this.run((database) => database.count('trials'));
  }

  readOpenSession(): Promise<OpenSession | undefined> {
    return this.run((database) => database.get('openSession', openSessionKey));
  }

  writeOpenSession(session: OpenSession | null): Promise<void> {
    return this.run(async (database) => {
      if (session === null) await database.delete('openSession', openSessionKey);
      else await database.put('openSession', session, openSessionKey);
    });
  }

  async listCustomDrills(): Promise<CustomDrill[]> {
    const drills = await this.run((database) => database.getAll('customDrills'));
    return drills.toSorted((a, b) => a.createdAt - b.createdAt);
  }

  putCustomDrill(drill: CustomDrill): Promise<void> {
    return this.run(async (database) => {
      await database.put('customDrills', drill);
    });
  }

  removeCustomDrill(id: string): Promise<void> {
    return this.run((database) => database.delete('customDrills', id));
  }

  clearProgress(): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction(PROGRESS_STORES, 'readwrite');
      await Promise.all([...PROGRESS_STORES.map((name) => transaction.objectStore(name).clear()), transaction.done]);
    });
  }

  /**
   * Records and sums in one transaction: reading what is there, adding and writing cannot be parted, so two tabs that
   * save at once count everything once, and a tab that is closed half-way leaves all of it or nothing.
   */
  #save(records: readonly TrialRecord[], rules: ProgressRules): Promise<number> {
    return this.run(async (database) => {
      const transaction = database.transaction(SUMMED_STORES, 'readwrite');
      const [work] = await Promise.allSettled([
        writeRecords(transaction, inOrder(records), rules).catch((error: unknown) => {
          // A rule that throws must not leave half of the records behind.
          abortIfOpen(transaction);
          throw error;
        }),
        transaction.done,
      ]);
      if (work.status === 'rejected') throw work.reason;
      await transaction.done;
      if (work.value > 0) this.onSaved();
      return work.value;
    });
  }
}

/** Rows of one store by key, those that exist. */
async function rowsOf<N extends Extract<StoreNames<ElsewhereSchema>, 'skills' | 'days'>>(
  transaction: Writing,
  name: N,
  keys: readonly string[],
): Promise<Map<string, ElsewhereSchema[N]['value']>> {
  const store = transaction.objectStore(name);
  const rows = await Promise.all([...new Set(keys)].map((key) => store.get(key)));
  return new Map(rows.filter((row) => row !== undefined).map((row) => [row.key, row]));
}

async function writeRecords(
  transaction: Writing,
  records: readonly TrialRecord[],
  rules: ProgressRules,
): Promise<number> {
  const trials = transaction.objectStore('trials');
  const known = await Promise.all(records.map(({ id }) => trials.getKey(id)));
  const fresh = records.filter((_, index) => known[index] === undefined);
  if (fresh.length === 0) return 0;
  const keys = fresh.map(rules.keysOf);
  const [skills, days] = await Promise.all([
    rowsOf(
      transaction,
      'skills',
      keys.map(({ skill }) => skill),
    ),
    rowsOf(
      transaction,
      'days',
      keys.map(({ day }) => day),
    ),
  ]);
  addUp(fresh, rules, skills, days);
  // A `put` may throw at once, when those before it are already on their way: all of them have to be waited for.
  const write = async (put: () => Promise<unknown>): Promise<void> => {
    await put();
  };
  await Promise.all([
    ...fresh.map((record) => write(() => trials.add(record))),
    ...[...skills.values()].map((row) => write(() => transaction.objectStore('skills').put(row))),
    ...[...days.values()].map((row) => write(() => transaction.objectStore('days').put(row))),
  ]);
  return fresh.length;
}
