import type { IDBPTransaction, StoreNames } from 'idb';
import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';
import { addUp, inOrder, saveInChunks } from './addUp';
import { abortIfOpen, type Database } from './IdbConnection';
import type { ProgressPort, ProgressRules, RepairCounts, RowChecks } from './ProgressPort';
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

  /**
   * Records and sums in one transaction: reading what is there, adding and writing cannot be parted, so two tabs that
   * save at once count everything once, and a tab that is closed half-way leaves all of it or nothing.
   */
  async saveTrials(records: readonly TrialRecord[], rules: ProgressRules): Promise<number> {
    const added = await this.#inOne(SUMMED_STORES, (transaction) => writeRecords(transaction, inOrder(records), rules));
    if (added > 0) this.onSaved();
    return added;
  }

  importTrials(
    records: readonly TrialRecord[],
    rules: ProgressRules,
    onProgress?: (done: number) => void,
  ): Promise<number> {
    return saveInChunks(records, (chunk) => this.saveTrials(chunk, rules), onProgress);
  }

  unknownTrials(records: readonly TrialRecord[]): Promise<TrialRecord[]> {
    return this.run(async (database) => {
      const { store } = database.transaction('trials');
      const known = await Promise.all(records.map(({ id }) => store.getKey(id)));
      return records.filter((_, index) => known[index] === undefined);
    });
  }

  readSkills(): Promise<SkillState[]> {
    return this.run((database) => database.getAll('skills'));
  }

  readDays(): Promise<DaySummary[]> {
    return this.run((database) => database.getAll('days'));
  }

  readTrials(onBatch: (records: readonly TrialRecord[]) => void, batchSize = 5000): Promise<void> {
    return this.run(async (database) => {
      const { store } = database.transaction('trials');
      const datedCount = await readByTime(store.index('at'), onBatch, batchSize);
      // A row without a time, or with one that is no number, is in no order. There is none unless something went wrong.
      if (datedCount < (await store.count())) await readUndated(store, onBatch, batchSize);
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
    return this.#inOne(PROGRESS_STORES, async (transaction) => {
      await Promise.all(PROGRESS_STORES.map((name) => transaction.objectStore(name).clear()));
    });
  }

  repair(rules: ProgressRules, checks: RowChecks): Promise<RepairCounts> {
    return this.#inOne(PROGRESS_STORES, (transaction) => repairRows(transaction, rules, checks));
  }

  #inOne<Names extends readonly StoreNames<ElsewhereSchema>[], T>(
    names: Names,
    work: (transaction: IDBPTransaction<ElsewhereSchema, Names, 'readwrite'>) => Promise<T>,
  ): Promise<T> {
    return this.run(async (database) => {
      const transaction = database.transaction(names, 'readwrite');
      const [done] = await Promise.allSettled([
        work(transaction).catch((error: unknown) => {
          // A rule that throws must not leave half of the work behind.
          abortIfOpen(transaction);
          throw error;
        }),
        transaction.done,
      ]);
      if (done.status === 'rejected') throw done.reason;
      await transaction.done;
      return done.value;
    });
  }
}

/** What reading takes of an object store or index of trials, whatever the transaction. */
interface TrialRows {
  getAll(range: IDBKeyRange | null, count: number): Promise<TrialRecord[]>;
}

/** @returns how many rows were given */
async function readByTime(
  index: TrialRows,
  onBatch: (records: readonly TrialRecord[]) => void,
  batchSize: number,
): Promise<number> {
  // Several records may share a time, and an index can only be entered at a time: those already given are skipped.
  let from = -Infinity;
  let given = new Set<string>();
  let count = 0;
  for (;;) {
    // Up to the last number: dates and texts sort behind it.
    const range = IDBKeyRange.bound(from, Infinity);
    // One batch after another, so that they need not all be in memory.
    // oxlint-disable-next-line no-await-in-loop
    const rows = await index.getAll(range, batchSize + given.size);
    const batch = rows.filter(({ id }) => !given.has(id));
    const last = batch.at(-1);
    if (!last) return count;
    if (last.at !== from) given = new Set();
    from = last.at;
    for (const { id, at } of batch) if (at === from) given.add(id);
    count += batch.length;
    onBatch(batch);
  }
}

async function readUndated(
  store: TrialRows,
  onBatch: (records: readonly TrialRecord[]) => void,
  batchSize: number,
): Promise<void> {
  await eachBatch(store, batchSize, (rows) => {
    const undated = rows.filter(({ at }) => typeof at !== 'number' || Number.isNaN(at));
    if (undated.length > 0) onBatch(undated);
  });
}

/** All rows by id. */
async function eachBatch(
  store: TrialRows,
  batchSize: number,
  onRows: (rows: TrialRecord[]) => Promise<void> | void,
): Promise<void> {
  let range: IDBKeyRange | null = null;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const rows: TrialRecord[] = await store.getAll(range, batchSize);
    const last = rows.at(-1);
    if (!last) return;
    range = IDBKeyRange.lowerBound(last.id, true);
    // oxlint-disable-next-line no-await-in-loop
    await onRows(rows);
  }
}

const REPAIR_BATCH = 5000;

async function repairRows(
  transaction: IDBPTransaction<ElsewhereSchema, typeof PROGRESS_STORES, 'readwrite'>,
  rules: ProgressRules,
  { repairedTrial, isCustomDrill, isOpenSession }: RowChecks,
): Promise<RepairCounts> {
  const trials = transaction.objectStore('trials');
  let removedTrials = 0;
  let changedTrials = 0;
  await eachBatch(trials, REPAIR_BATCH, async (rows) => {
    for (const row of rows) {
      const repaired = repairedTrial(row);
      if (repaired === null) removedTrials++;
      else if (repaired.at !== row.at) changedTrials++;
      else continue;
      // Few, and the next batch must not overtake them.
      // oxlint-disable-next-line no-await-in-loop
      await (repaired === null ? trials.delete(row.id) : trials.put(repaired));
    }
  });
  const skills = new Map<string, SkillState>();
  const days = new Map<string, DaySummary>();
  await readByTime(trials.index('at'), (records) => addUp(records, rules, skills, days), REPAIR_BATCH);
  const drills = transaction.objectStore('customDrills');
  const badDrills = (await drills.getAll()).filter((drill) => !isCustomDrill(drill));
  const session = await transaction.objectStore('openSession').get(openSessionKey);
  const hasRemovedSession = session !== undefined && !isOpenSession(session);
  await Promise.all([transaction.objectStore('skills').clear(), transaction.objectStore('days').clear()]);
  await Promise.all([
    ...[...skills.values()].map((row) => transaction.objectStore('skills').put(row)),
    ...[...days.values()].map((row) => transaction.objectStore('days').put(row)),
    ...badDrills.map(({ id }) => drills.delete(id)),
    ...(hasRemovedSession ? [transaction.objectStore('openSession').delete(openSessionKey)] : []),
  ]);
  return { removedTrials, changedTrials, removedDrills: badDrills.length, hasRemovedSession };
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
