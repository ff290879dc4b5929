import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accuracyOver, createProgressRules, practiceByDay } from '../../src/drills/progress';
import { createStorage, type Storage } from '../../src/storage/createStorage';
import type { ProgressPort } from '../../src/storage/ProgressPort';
import { databaseName, migrations, schemaVersion } from '../../src/storage/schema';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord, yearsOfTrials } from '../support/trialRecords';

const COUNT = 200_000;
// Thresholds are worked out by the drills and tested there; here it is about keeping a great many rows.
const rules = createProgressRules([], 'import');

let storage: Storage;
let progress: ProgressPort;
const openStorage = async (): Promise<void> => {
  storage = await createStorage();
  progress = await storage.openProgress();
};
beforeEach(async () => {
  await deleteDB(databaseName);
  await openStorage();
});
afterEach(async () => {
  storage.close();
  await deleteDB(databaseName);
});

const reopen = async (): Promise<void> => {
  storage.close();
  await openStorage();
};

test(
  'three years of practice go in and come back with the right sums, after a reload too',
  { timeout: 600_000 },
  async () => {
    expect(storage.trouble).toBeNull();
    const records = yearsOfTrials(COUNT);
    let from = performance.now();
    expect(await progress.importTrials(records, rules)).toBe(COUNT);
    console.log(`import of ${COUNT} trials: ${Math.round(performance.now() - from)} ms`);
    await reopen();

    from = performance.now();
    const [days, skills] = await Promise.all([progress.readDays(), progress.readSkills()]);
    console.log(`read ${days.length} days, ${skills.length} skills: ${Math.round(performance.now() - from)} ms`);
    from = performance.now();
    const practice = practiceByDay(days);
    const accuracy = accuracyOver(days);
    console.log(`reduce: ${Math.round(performance.now() - from)} ms`);

    const scored = records.filter(({ isCatch }) => !isCatch);
    expect(skills).toHaveLength(30);
    expect(skills.reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(COUNT);
    expect(practice.reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(COUNT);
    expect(practice.reduce((sum, { practiceMs }) => sum + practiceMs, 0)).toBe(
      records.reduce((sum, { responseMs }) => sum + responseMs, 0),
    );
    expect(accuracy).toMatchObject({
      trialCount: scored.length,
      correctCount: scored.filter(({ isCorrect }) => isCorrect).length,
    });
    expect(days.reduce((sum, { catchCount }) => sum + catchCount, 0)).toBe(COUNT - scored.length);

    let seen = 0;
    let last = -Infinity;
    from = performance.now();
    await progress.readTrials((batch) => {
      seen += batch.length;
      for (const { at } of batch) {
        if (at < last) throw new Error(`${at} after ${last}`);
        last = at;
      }
    });
    console.log(`read all trials: ${Math.round(performance.now() - from)} ms`);
    expect(seen).toBe(COUNT);

    // The same again adds nothing.
    expect(await progress.importTrials(records.slice(0, 20_000), rules)).toBe(0);
    expect(await progress.countTrials()).toBe(COUNT);
  },
);

test('two connections that import the same trials at once count each of them once', async () => {
  const otherStorage = await createStorage();
  const other = await otherStorage.openProgress();
  const records = yearsOfTrials(10_000, 6, 0.2);
  const added = await Promise.all([progress.importTrials(records, rules), other.importTrials(records, rules)]);
  expect(added[0] + added[1]).toBe(10_000);
  const days = await other.readDays();
  expect(days.reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(10_000);
  expect((await progress.readSkills()).reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(10_000);
  otherStorage.close();
});

test('closing in the middle leaves whole chunks, and doing it again adds the rest', async () => {
  const records = yearsOfTrials(30_000, 6, 0.2);
  const importing = progress.importTrials(records, rules, (done) => {
    if (done >= 8000) storage.close();
  });
  await expect(importing).rejects.toMatchObject({ code: 'storage-failed' });
  await openStorage();
  const kept = await progress.countTrials();
  expect(kept).toBeGreaterThanOrEqual(8000);
  expect(kept).toBeLessThan(30_000);
  const counted = async (): Promise<number> =>
    (await progress.readDays()).reduce((sum, { trialCount }) => sum + trialCount, 0);
  expect(await counted()).toBe(kept);
  expect(await progress.importTrials(records, rules)).toBe(30_000 - kept);
  expect(await counted()).toBe(30_000);
});

test('an answer is there after the page has gone, with its threshold', async () => {
  const live = createProgressRules([NAME_THE_BAND], 'practice');
  for (let i = 0; i < 30; i++) {
    const record = trialRecord({ id: `s/0/${i}`, at: trialRecord().at + i * 5000, isCorrect: i % 5 > 0 });
    await progress.saveTrials([record], live);
  }
  await reopen();
  expect(await progress.readSkills()).toMatchObject([{ trialCount: 30, correctCount: 24 }]);
  const [day] = await progress.readDays();
  expect(day!.threshold!.low).toBeLessThanOrEqual(day!.threshold!.value);
  expect(day!.threshold!.high).toBeGreaterThanOrEqual(day!.threshold!.value);
});

test('a database of the first version keeps its tracks, and another tab on it is not held up [fault: old-data]', async () => {
  storage.close();
  await deleteDB(databaseName);
  const old = await openDB(databaseName, 1, {
    upgrade: (database, _from, _to, transaction) => migrations[0]!(database as never, transaction as never),
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  await old.put('tracks', { id: 'a', name: 'Mix', fileName: 'a.wav', sizeBytes: 5, addedAt: 1, role: 'mix' });
  await old.put('files', new Blob(['sound']), 'a');
  await openStorage();
  expect(schemaVersion).toBeGreaterThan(1);
  expect(storage.trouble).toBeNull();
  expect(await storage.listTracks()).toMatchObject([{ id: 'a', name: 'Mix' }]);
  expect(await (await storage.readFile('a'))?.text()).toBe('sound');
  expect(await progress.importTrials([trialRecord()], rules)).toBe(1);
});
