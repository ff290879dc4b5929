import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStorage, type Storage } from '../../src/storage/createStorage';
import type { StoredDevice } from '../../src/storage/DeviceStoragePort';
import { MemoryStorage } from '../../src/storage/MemoryStorage';
import { databaseName, migrations, schemaVersion } from '../../src/storage/schema';

const device = (id: string, addedAt = 1, name = `Device ${id}`): StoredDevice => ({
  id,
  profile: {
    id,
    name,
    kindLabel: 'imported',
    family: 'own',
    subfamily: 'own',
    pictogram: 'curve',
    evidence: 'own',
    source: { credit: 'you', licence: 'yours', references: [] },
    leavesOut: 'all but its tone',
    stages: [
      { kind: 'peaking', frequencyHz: 900, gainDb: -6, q: 1.7 },
      { kind: 'gain', gainDb: 0.3 },
    ],
  },
  curve: { frequenciesHz: [20, 20_000], levelsDb: [0, -3] },
  addedAt,
});

const open: Storage[] = [];
const openStorage = async (): Promise<Storage> => {
  const storage = await createStorage();
  open.push(storage);
  return storage;
};

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
] as const)('in %s', (_, make) => {
  test('own devices come back as they were, in the order they were added', async () => {
    const storage = await make();
    expect(await storage.listDevices()).toEqual([]);
    for (const one of [device('b', 2), device('a', 3), device('c', 1)]) await storage.putDevice(one);
    expect(await storage.listDevices()).toEqual([device('c', 1), device('b', 2), device('a', 3)]);
  });

  test('a device put twice is replaced, and one that is removed is gone', async () => {
    const storage = await make();
    await storage.putDevice(device('a', 1, 'Old'));
    await storage.putDevice(device('a', 1, 'New'));
    expect(await storage.listDevices()).toEqual([device('a', 1, 'New')]);
    await storage.removeDevice('a');
    await storage.removeDevice('a');
    expect(await storage.listDevices()).toEqual([]);
  });

  test('names that mean something to a machine are names', async () => {
    const storage = await make();
    const names = ['__proto__', 'constructor', '<img src=x onerror=alert(1)>', 'a/b:c', ' '];
    for (const [at, name] of names.entries()) await storage.putDevice(device(name, at, name));
    expect((await storage.listDevices()).map(({ id, profile }) => [id, profile.name])).toEqual(
      names.map((name) => [name, name]),
    );
    await storage.removeDevice('__proto__');
    expect(await storage.listDevices()).toHaveLength(names.length - 1);
  });

  test('what is read can be changed without changing what is kept', async () => {
    const storage = await make();
    const given = device('a');
    await storage.putDevice(given);
    (given as { addedAt: number }).addedAt = 99;
    const [read] = await storage.listDevices();
    (read!.profile as { name: string }).name = 'changed';
    expect(await storage.listDevices()).toEqual([device('a')]);
  });

  test('one database of OPRA is kept, replaced and put away', async () => {
    const storage = await make();
    expect(await storage.readOpra()).toBeUndefined();
    await storage.writeOpra(new Blob(['first']));
    await storage.writeOpra(new Blob(['second']));
    expect(await (await storage.readOpra())?.text()).toBe('second');
    await storage.writeOpra(undefined);
    await storage.writeOpra(undefined);
    expect(await storage.readOpra()).toBeUndefined();
  });

  test('forgetting practice leaves the devices alone', async () => {
    const storage = await make();
    await storage.putDevice(device('a'));
    await storage.writeOpra(new Blob(['x']));
    await (await storage.openProgress()).clearProgress();
    expect(await storage.listDevices()).toHaveLength(1);
    expect(await storage.readOpra()).toBeDefined();
  });
});

test('devices and OPRA’s database are there at the next visit', async () => {
  const first = await openStorage();
  await first.putDevice(device('a'));
  await first.writeOpra(new Blob(['compact']));
  first.close();
  const second = await openStorage();
  expect(second.trouble).toBeNull();
  expect(await second.listDevices()).toEqual([device('a')]);
  expect(await (await second.readOpra())?.text()).toBe('compact');
});

test.for([1, 2])(
  'a database of version %i keeps what it has and gets room for devices [fault: old-data]',
  async (version) => {
    const old = await openDB(databaseName, version, {
      upgrade: (database, from, _to, transaction) => {
        for (const step of migrations.slice(from, version)) step(database as never, transaction as never);
      },
    });
    expect([...old.objectStoreNames]).not.toContain('devices');
    await old.put('tracks', { id: 'a', name: 'Mix', fileName: 'a.wav', sizeBytes: 1, addedAt: 1, role: 'mix' });
    await old.put('settings', 'dark', 'theme');
    old.close();
    expect(schemaVersion).toBe(3);
    const storage = await openStorage();
    expect(storage.trouble).toBeNull();
    expect(await storage.listTracks()).toMatchObject([{ id: 'a', name: 'Mix' }]);
    expect(await storage.readSettings()).toEqual({ theme: { value: 'dark', at: 0 } });
    expect(await storage.listDevices()).toEqual([]);
    await storage.putDevice(device('a'));
    await storage.writeOpra(new Blob(['x']));
    expect(await storage.listDevices()).toHaveLength(1);
  },
);

describe('when the browser will not', () => {
  test('a full disk says so, and what was there stays', async () => {
    const storage = await openStorage();
    await storage.putDevice(device('a', 1, 'Old'));
    await storage.writeOpra(new Blob(['old']));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(storage.putDevice(device('a', 1, 'New'))).rejects.toMatchObject({ code: 'storage-full' });
    await expect(storage.writeOpra(new Blob(['new']))).rejects.toMatchObject({ code: 'storage-full' });
    vi.restoreAllMocks();
    expect(await storage.listDevices()).toEqual([device('a', 1, 'Old')]);
    expect(await (await storage.readOpra())?.text()).toBe('old');
  });

  test('what cannot be kept is refused and leaves nothing', async () => {
    const storage = await openStorage();
    const odd = { ...device('a'), profile: () => undefined } as unknown as StoredDevice;
    await expect(storage.putDevice(odd)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await storage.listDevices()).toEqual([]);
  });

  test('a closed storage refuses', async () => {
    const storage = await openStorage();
    storage.close();
    await expect(storage.listDevices()).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(storage.readOpra()).rejects.toMatchObject({ code: 'storage-failed' });
  });
});
