import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStorage, type Storage } from '../../src/storage/createStorage';
import { databaseName } from '../../src/storage/schema';
import type { StoredTrack } from '../../src/storage/StoragePort';

const track: StoredTrack = { id: 'a', name: 'Mix', fileName: 'mix.wav', sizeBytes: 1, addedAt: 1, role: 'mix' };

let storage: Storage;
beforeEach(async () => {
  await deleteDB(databaseName);
  storage = await createStorage();
});
afterEach(async () => {
  storage.close();
  await deleteDB(databaseName);
});

test('a real browser keeps a large file and gives it back byte for byte', async () => {
  expect(storage.trouble).toBeNull();
  const piece = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 31) & 255);
  const file = new File(
    Array.from({ length: 40 }, () => piece),
    'mix.wav',
    { type: 'audio/wav' },
  );
  await storage.putTrack(track, file);
  storage.close();
  storage = await createStorage();
  const kept = await storage.readFile('a');
  expect(kept?.size).toBe(file.size);
  expect(kept?.type).toBe('audio/wav');
  const last = new Uint8Array((await kept?.slice(39 << 20).arrayBuffer()) ?? new ArrayBuffer(0));
  expect(last).toEqual(piece);
});

test('two open at once see each other, and an upgrade or removal is not held up', async () => {
  const other = await createStorage();
  await storage.putTrack(track, new Blob(['x']));
  expect(await other.listTracks()).toEqual([track]);
  await deleteDB(databaseName);
  expect(await storage.listTracks()).toEqual([]);
  other.close();
});
