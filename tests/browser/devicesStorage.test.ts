import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import { createStorage, type Storage } from '../../src/storage/createStorage';
import type { StoredDevice } from '../../src/storage/DeviceStoragePort';
import { databaseName, migrations } from '../../src/storage/schema';

const devices: readonly StoredDevice[] = CATALOGUE.map((profile, addedAt) => ({ id: profile.id, profile, addedAt }));

let storage: Storage;
beforeEach(async () => {
  await deleteDB(databaseName);
  storage = await createStorage();
});
afterEach(async () => {
  storage.close();
  await deleteDB(databaseName);
});

test('devices and a large database come back after a reload, byte for byte', async () => {
  expect(storage.trouble).toBeNull();
  for (const device of devices) await storage.putDevice(device);
  const bytes = Uint8Array.from({ length: 3 << 20 }, (_, i) => (i * 31 + (i >> 8)) & 255);
  await storage.writeOpra(new Blob([bytes]));
  storage.close();
  storage = await createStorage();
  expect(await storage.listDevices()).toEqual(devices);
  const kept = new Uint8Array(await (await storage.readOpra())!.arrayBuffer());
  expect(kept.length).toBe(bytes.length);
  expect(kept.findIndex((byte, i) => byte !== bytes[i])).toBe(-1);
  await storage.writeOpra(undefined);
  expect(await storage.readOpra()).toBeUndefined();
});

test('a tab on the version before lets go, keeps its tracks and gets room for devices', async () => {
  storage.close();
  await deleteDB(databaseName);
  const before = migrations.length - 1;
  const old = await openDB(databaseName, before, {
    upgrade: (database, _from, _to, transaction) => {
      for (const step of migrations.slice(0, before)) step(database as never, transaction as never);
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  await old.put('tracks', { id: 'a', name: 'Mix', fileName: 'a.wav', sizeBytes: 5, addedAt: 1, role: 'mix' });
  storage = await createStorage();
  expect(storage.trouble).toBeNull();
  expect(await storage.listTracks()).toMatchObject([{ id: 'a' }]);
  await storage.putDevice(devices[1]!);
  expect(await storage.listDevices()).toEqual([devices[1]]);
});
