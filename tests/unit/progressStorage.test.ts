import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgressRules } from '../../src/drills/progress';
import type { CustomDrill, OpenSession, TrialRecord } from '../../src/drills/records';
import { createStorage, type Storage } from '../../src/storage/createStorage';
import { MemoryStorage } from '../../src/storage/MemoryStorage';
import type { ProgressPort } from '../../src/storage/ProgressPort';
import type { ProgressRules } from '../../src/storage/ProgressPort';
import { databaseName, migrations, schemaVersion } from '../../src/storage/schema';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord, yearsOfTrials } from '../support/trialRecords';

const rules = createProgressRules([NAME_THE_BAND], 'practice');
const save = (storage: ProgressPort, records: readonly TrialRecord[], by: ProgressRules = rules): Promise<number> =>
  storage.saveTrials(records, by);

const open: Storage[] = [];
const openStorage = async (): Promise<Storage> => {
  const storage = await createStorage();
  open.push(storage);
  return storage;
};

const openProgress = async (): Promise<ProgressPort> => (await openStorage()).openProgress();

async function trialsIn(storage: ProgressPort, batchSize?: number): Promise<TrialRecord[]> {
  const all: TrialRecord[] = [];
  await storage.readTrials((records) => all.push(...records), batchSize);
  return all;
}

beforeEach(async () => {
  await deleteDB(databaseName);
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const storage of open.splice(0)) storage.close();
});

describe.each([
  ['IndexedDB', openStorage],
  ['memory', async (): Promise<Storage> => new MemoryStorage()],
] as const)('in %s', (_, makeStorage) => {
  const make = async (): Promise<ProgressPort> => (await makeStorage()).openProgress();

  test('a trial is kept with what follows from it', async () => {
    const storage = await make();
    expect(await save(storage, [trialRecord()])).toBe(1);
    expect(await trialsIn(storage)).toEqual([trialRecord()]);
    expect(await storage.readSkills()).toMatchObject([{ key: 'nameTheBand|flat|5', trialCount: 1 }]);
    expect(await storage.readDays()).toMatchObject([{ skill: 'nameTheBand|flat|5', trialCount: 1, practiceMs: 2000 }]);
    expect(await storage.countTrials()).toBe(1);
  });

  test('the same trial counts once, in one call, in several, and whatever else comes with it', async () => {
    const storage = await make();
    expect(await save(storage, [trialRecord(), trialRecord()])).toBe(1);
    expect(await save(storage, [trialRecord()])).toBe(0);
    expect(await save(storage, [trialRecord({ isCorrect: false })])).toBe(0);
    expect(await save(storage, [trialRecord(), trialRecord({ id: 'b' })])).toBe(1);
    expect(await storage.readSkills()).toMatchObject([{ trialCount: 2, correctCount: 2 }]);
    expect(await storage.readDays()).toMatchObject([{ trialCount: 2, practiceMs: 4000 }]);
  });

  test('nothing to save is no error', async () => {
    const storage = await make();
    expect(await save(storage, [])).toBe(0);
    expect(await storage.importTrials([], rules)).toBe(0);
    expect(await trialsIn(storage)).toEqual([]);
  });

  test('a rule that fails leaves neither trials nor sums', async () => {
    const storage = await make();
    await save(storage, [trialRecord()]);
    const failing: ProgressRules = {
      ...rules,
      merge: (merged, skill, day) => {
        if (merged.some(({ id }) => id === 'bad')) throw new RangeError('no');
        return rules.merge(merged, skill, day);
      },
    };
    const records = [trialRecord({ id: 'good' }), trialRecord({ id: 'bad', at: trialRecord().at + 1 })];
    await expect(save(storage, records, failing)).rejects.toBeInstanceOf(Error);
    expect(await storage.countTrials()).toBe(1);
    expect(await storage.readSkills()).toMatchObject([{ trialCount: 1 }]);
    expect(await save(storage, records)).toBe(2);
  });

  test('all come back by time in batches, also where many share a time', async () => {
    const storage = await make();
    const at = trialRecord().at;
    const records = [
      ...Array.from({ length: 30 }, (__, i) => trialRecord({ id: `same${i + 10}`, at: at + 500 })),
      ...Array.from({ length: 25 }, (__, i) => trialRecord({ id: `late${i + 10}`, at: at + 1000 + i })),
      trialRecord({ id: 'early', at: at - 1 }),
      trialRecord({ id: 'before-1970', at: -5 }),
    ];
    await save(storage, records);
    const whole = await trialsIn(storage, 1000);
    expect(whole.map(({ id }) => id)).toEqual(['before-1970', 'early', ...records.slice(0, 55).map(({ id }) => id)]);
    for (const batchSize of [1, 2, 7, 30, 57]) expect(await trialsIn(storage, batchSize)).toEqual(whole);
  });

  test('an import in chunks adds up to the same as trial by trial, and says how far it is', async () => {
    const records = yearsOfTrials(9000, 6, 0.1);
    const inChunks = await make();
    const done: number[] = [];
    const shuffled = [...records.slice(4000), ...records.slice(0, 4000)];
    expect(await inChunks.importTrials(shuffled, rules, (count) => done.push(count))).toBe(9000);
    expect(done).toEqual([2000, 4000, 6000, 8000, 9000]);
    const skills = new Map<string, ReturnType<typeof rules.merge>['skill']>();
    const days = new Map<string, ReturnType<typeof rules.merge>['day']>();
    for (const record of records.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
      const keys = rules.keysOf(record);
      const merged = rules.merge([record], skills.get(keys.skill), days.get(keys.day));
      skills.set(keys.skill, merged.skill);
      days.set(keys.day, merged.day);
    }
    const byKey = <T extends { readonly key: string }>(rows: Iterable<T>): T[] =>
      [...rows].toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(byKey(await inChunks.readSkills())).toEqual(byKey(skills.values()));
    const kept = byKey(await inChunks.readDays());
    expect(kept.map(({ threshold: __, ...row }) => row)).toEqual(byKey(days.values()));
    // The last day of a skill states what its whole history says.
    const skill = skills.get(kept.at(-1)!.skill)!;
    expect(kept.at(-1)!.threshold).toEqual(rules.settle(days.get(kept.at(-1)!.key)!, skill).threshold);
    expect(kept.filter(({ threshold }) => threshold).length).toBeGreaterThan(0);
  });

  test('the open sitting is one, and can be put away', async () => {
    const storage = await make();
    expect(await storage.readOpenSession()).toBeUndefined();
    const session: OpenSession = {
      id: 's',
      title: 'T',
      blocks: [],
      start: {},
      answers: [],
      startedAt: 1,
      savedAt: 2,
    };
    await storage.writeOpenSession(session);
    await storage.writeOpenSession({ ...session, savedAt: 3 });
    expect(await storage.readOpenSession()).toEqual({ ...session, savedAt: 3 });
    await storage.writeOpenSession(null);
    expect(await storage.readOpenSession()).toBeUndefined();
  });

  test('custom drills come back in the order they were made', async () => {
    const storage = await make();
    const drill = (id: string, createdAt: number): CustomDrill => ({ id, name: id, blocks: [], createdAt });
    await storage.putCustomDrill(drill('a', 2));
    await storage.putCustomDrill(drill('b', 1));
    await storage.putCustomDrill({ ...drill('a', 2), name: 'renamed' });
    expect((await storage.listCustomDrills()).map(({ name }) => name)).toEqual(['b', 'renamed']);
    await storage.removeCustomDrill('b');
    await storage.removeCustomDrill('b');
    expect(await storage.listCustomDrills()).toHaveLength(1);
  });

  test('forgetting takes everything of training and nothing else', async () => {
    const whole = await makeStorage();
    const storage = await whole.openProgress();
    await save(storage, [trialRecord()]);
    await storage.putCustomDrill({ id: 'a', name: 'a', blocks: [], createdAt: 1 });
    await whole.writeSettings({ theme: { value: 'dark', at: 1 } });
    await storage.clearProgress();
    expect([
      await trialsIn(storage),
      await storage.readSkills(),
      await storage.readDays(),
      await storage.listCustomDrills(),
    ]).toEqual([[], [], [], []]);
    expect(await whole.readSettings()).toEqual({ theme: { value: 'dark', at: 1 } });
    expect(await save(storage, [trialRecord()])).toBe(1);
  });

  test('what is read can be changed without changing what is kept', async () => {
    const storage = await make();
    await save(storage, [trialRecord()]);
    const [day] = await storage.readDays();
    (day as { trialCount: number }).trialCount = 99;
    expect(await storage.readDays()).toMatchObject([{ trialCount: 1 }]);
  });
});

describe('two tabs', () => {
  test('saving at once lose no count, and count what both save once', async () => {
    const tabs = [await openProgress(), await openProgress(), await openProgress()];
    const shared = Array.from({ length: 10 }, (_, i) => trialRecord({ id: `shared/${i}`, at: trialRecord().at + i }));
    await Promise.all(
      tabs.flatMap((tab, t) => [
        ...Array.from({ length: 15 }, (_, i) =>
          save(tab, [trialRecord({ id: `${t}/${i}`, at: trialRecord().at + 100 * t + i })]),
        ),
        save(tab, shared),
      ]),
    );
    expect(await tabs[0]!.countTrials()).toBe(55);
    expect(await tabs[1]!.readSkills()).toMatchObject([{ trialCount: 55 }]);
    expect(await tabs[2]!.readDays()).toMatchObject([{ trialCount: 55, practiceMs: 55 * 2000 }]);
  });
});

describe('between versions', () => {
  test('a database of the first version keeps its tracks and settings and gets room for training [fault: old-data]', async () => {
    const old = await openDB(databaseName, 1, {
      upgrade: (database, _from, _to, transaction) => migrations[0]!(database as never, transaction as never),
    });
    await old.put('tracks', { id: 'a', name: 'Mix', fileName: 'a.wav', sizeBytes: 1, addedAt: 1, role: 'mix' });
    await old.put('files', 'sound', 'a');
    await old.put('settings', 'dark', 'theme');
    old.close();
    expect(schemaVersion).toBeGreaterThanOrEqual(2);
    const storage = await openStorage();
    expect(storage.trouble).toBeNull();
    expect(await storage.listTracks()).toMatchObject([{ id: 'a', name: 'Mix' }]);
    expect(await storage.readFile('a')).toBe('sound');
    expect(await storage.readSettings()).toEqual({ theme: { value: 'dark', at: 0 } });
    expect(await save(await storage.openProgress(), [trialRecord()])).toBe(1);
  });
});

test('a full disk says so and leaves nothing half done', async () => {
  const storage = await openProgress();
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (this.name !== 'days') return put.call(this, value, key);
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(save(storage, [trialRecord()])).rejects.toMatchObject({ code: 'storage-full' });
  vi.restoreAllMocks();
  expect(await storage.countTrials()).toBe(0);
  expect(await storage.readSkills()).toEqual([]);
  expect(await save(storage, [trialRecord()])).toBe(1);
});
