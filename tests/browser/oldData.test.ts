import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStorage } from '../../src/storage/createStorage';
import { databaseName, schemaVersion } from '../../src/storage/schema';
import type { FakeStorage } from '../support/fakeEngine';
import { fakeSession, settle } from '../support/fakeSession';
import { readDatabase, writeDatabase, type StoredDatabase } from '../support/storedDatabase';

/** Databases of every version since the first, as they were written. */
const FIXTURES = Object.entries(
  import.meta.glob<StoredDatabase>('../fixtures/stored/*.json', { eager: true, import: 'default' }),
).map(([path, fixture]) => [path.split('/').at(-1)!, fixture] as const);

async function empty(): Promise<void> {
  await deleteDB(databaseName);
  localStorage.clear();
}
beforeEach(empty);
afterEach(empty);

const rowsOf = (fixture: StoredDatabase, store: string) =>
  (fixture.stores[store] ?? []).map(([, value]) => value as Record<string, unknown>);

test('there are fixtures', () => {
  expect(FIXTURES.length).toBeGreaterThanOrEqual(4);
});

test.for(FIXTURES)('everything in %s is there and shown [fault: old-data]', async ([, fixture]) => {
  await writeDatabase(fixture);
  for (const [key, text] of Object.entries(fixture.notes)) localStorage.setItem(key, text);

  const storage = await createStorage();
  expect(storage.trouble).toBeNull();
  const { session } = fakeSession({ storage: storage as unknown as FakeStorage });
  await session.start();
  await settle();

  // Tracks with their sound, devices, settings: what the screen shows.
  const own = session.library.getState().tracks.filter(({ origin }) => origin === 'own');
  expect(own).toMatchObject(rowsOf(fixture, 'tracks').map(({ id, name, role }) => ({ id, name, role })));
  for (const [id, content] of fixture.stores['files'] ?? []) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await (await storage.readFile(id))?.text()).toBe((content as { file: string }).file);
  }
  expect(session.devices.getState().own).toMatchObject(
    rowsOf(fixture, 'devices').map(({ id, profile }) => ({ id, profile })),
  );
  for (const { id } of rowsOf(fixture, 'devices')) expect(session.deviceById(String(id))).toBeDefined();
  expect(session.preferences.getState().theme).toBe('light');
  const { listen, library } = session;
  expect(listen.getState()).toMatchObject({
    isMatching: false,
    volumeDb: -20,
    isLoopOn: true,
    loop: { startSec: 1, endSec: 2 },
  });
  expect(listen.getState().pins[0]).toBe('tv');
  expect(listen.getState().targetId).not.toBe('flat');
  expect(library.getState().hiddenDemoIds).toEqual(['demo-bass-heavy']);
  expect(library.getState().tracks.find(({ id }) => id === 'demo-translates')?.role).toBe('reference');
  if (fixture.version >= 2) expect(session.preferences.getState().trainDeviceId).toBe('phone');
  if (fixture.version >= 3) {
    expect(listen.getState()).toMatchObject({ scene: 'cafe', listeningPhon: 60, mixedAtPhon: 75 });
    expect(listen.getState().layers.noise).toBe(true);
    expect(listen.getState().layers.room).toBe(false);
    expect(await (await storage.readOpra())?.text()).toBe('compact');
  }
  expect(session.library.getState().problems).toEqual([]);

  // Practice.
  const progress = await storage.openProgress();
  const trials: unknown[] = [];
  await progress.readTrials((batch) => trials.push(...batch));
  expect(trials).toEqual(rowsOf(fixture, 'trials'));
  expect(await progress.readSkills()).toEqual(rowsOf(fixture, 'skills'));
  expect(await progress.readDays()).toEqual(rowsOf(fixture, 'days'));
  expect(await progress.listCustomDrills()).toEqual(rowsOf(fixture, 'customDrills'));
  expect(await progress.readOpenSession()).toEqual(rowsOf(fixture, 'openSession')[0]);

  // Settings are by field from now on, and say the same at the next visit.
  const shown = { ...listen.getState() };
  await session.flush();
  await session.close();
  storage.close();
  const { version, stores } = await readDatabase();
  expect(version).toBe(schemaVersion);
  expect(stores['settings']!.map(([key]) => key).filter((key) => !key.includes('.'))).toEqual([]);
  const again = await createStorage();
  const next = fakeSession({ storage: again as unknown as FakeStorage });
  await next.session.start();
  await settle();
  const { targetId, slots, pins, layers, gear, loop } = next.session.listen.getState();
  expect({ targetId, slots, pins, layers, gear, loop }).toEqual({
    targetId: shown.targetId,
    slots: shown.slots,
    pins: shown.pins,
    layers: shown.layers,
    gear: shown.gear,
    loop: shown.loop,
  });
  expect(next.session.preferences.getState().theme).toBe('light');
  await next.session.close();
  again.close();
});
