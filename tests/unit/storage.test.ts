import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { createProgressRules } from '../../src/drills/progress';
import { createStorage, type Storage } from '../../src/storage/createStorage';
import { storageError } from '../../src/storage/IdbConnection';
import { MemoryStorage } from '../../src/storage/MemoryStorage';
import { databaseName, migrate, schemaVersion, type Migration } from '../../src/storage/schema';
import type { StoredTrack } from '../../src/storage/StoragePort';
import { trialRecord } from '../support/trialRecords';

const track = (id: string, addedAt = 1): StoredTrack => ({
  id,
  name: `Mix ${id}`,
  fileName: `${id}.wav`,
  sizeBytes: 3,
  addedAt,
  role: 'mix',
});
const file = (text: string): Blob => new Blob([text], { type: 'audio/wav' });

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
  vi.unstubAllGlobals();
  for (const storage of open.splice(0)) storage.close();
});

/** What any storage must do, wherever it keeps things. */
describe.each([
  ['IndexedDB', openStorage],
  ['memory', async (): Promise<Storage> => new MemoryStorage()],
] as const)('in %s', (_, make) => {
  test('tracks come back in the order they were added, with their files', async () => {
    const storage = await make();
    await storage.putTrack(track('b', 2), file('two'));
    await storage.putTrack(track('a', 3), file('three'));
    await storage.putTrack(track('c', 1), file('one'));
    expect((await storage.listTracks()).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    const kept = await storage.readFile('a');
    expect(await kept?.text()).toBe('three');
  });

  test('a track put twice is replaced', async () => {
    const storage = await make();
    await storage.putTrack(track('a'), file('old'));
    await storage.putTrack({ ...track('a'), name: 'Other' }, file('new'));
    expect(await storage.listTracks()).toEqual([{ ...track('a'), name: 'Other' }]);
    expect(await (await storage.readFile('a'))?.text()).toBe('new');
  });

  test('a change touches what it names and never the id', async () => {
    const storage = await make();
    await storage.putTrack(track('a'), file('x'));
    await storage.updateTrack('a', { durationSec: 12.5, formatLabel: 'MP3' });
    expect(await storage.listTracks()).toEqual([{ ...track('a'), durationSec: 12.5, formatLabel: 'MP3' }]);
    await storage.updateTrack('a', { id: 'z' } as Partial<StoredTrack>);
    expect((await storage.listTracks())[0]?.id).toBe('a');
    await expect(storage.updateTrack('gone', { name: 'x' })).rejects.toMatchObject({ code: 'storage-failed' });
  });

  test('what is removed is gone, and removing nothing is no error', async () => {
    const storage = await make();
    await storage.putTrack(track('a'), file('x'));
    await storage.removeTrack('a');
    await storage.removeTrack('a');
    expect(await storage.listTracks()).toEqual([]);
    expect(await storage.readFile('a')).toBeUndefined();
  });

  test('settings are kept as they were, and undefined takes them away', async () => {
    const storage = await make();
    const value = { volume: 0.5, list: [1, 2] };
    await storage.writeSettings({ ui: { value, at: 1 }, theme: { value: 'dark', at: 2 } });
    value.list.push(3);
    expect(await storage.readSettings()).toEqual({
      ui: { value: { volume: 0.5, list: [1, 2] }, at: 1 },
      theme: { value: 'dark', at: 2 },
    });
    await storage.writeSettings({ ui: { value: undefined, at: 3 } });
    expect(Object.keys(await storage.readSettings())).toEqual(['theme']);
  });

  test('of each setting the newest stays, in whatever order they are written [fault: two-tabs]', async () => {
    const storage = await make();
    await storage.writeSettings({ theme: { value: 'light', at: 20 }, loop: { value: 1, at: 20 } });
    await storage.writeSettings({ theme: { value: 'dark', at: 10 }, loop: { value: 2, at: 30 } });
    expect(await storage.readSettings()).toEqual({ theme: { value: 'light', at: 20 }, loop: { value: 2, at: 30 } });
  });
});

describe('between visits', () => {
  test('everything is still there', async () => {
    const first = await openStorage();
    expect(first.trouble).toBeNull();
    await first.putTrack(track('a'), file('sound'));
    await first.writeSettings({ theme: { value: 'dark', at: 1 } });
    first.close();
    const second = await openStorage();
    expect(await second.listTracks()).toEqual([track('a')]);
    expect(await (await second.readFile('a'))?.text()).toBe('sound');
    expect(await second.readSettings()).toEqual({ theme: { value: 'dark', at: 1 } });
  });

  test('a closed storage refuses', async () => {
    const storage = await openStorage();
    storage.close();
    await expect(storage.listTracks()).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

describe('when the page goes before the database has answered', () => {
  /** What a browser gives a page, without a browser. */
  const localStorageOf = (kept: Map<string, string>) => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  });
  /** Every transaction on settings is dropped, as with the page. */
  const dropTransactions = () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      const request = put.call(this, value, key);
      this.transaction.abort();
      return request;
    });
  };

  test('settings are there at the next visit all the same, the newest of each', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', localStorageOf(kept));
    const first = await openStorage();
    await first.writeSettings({
      target: { value: 'phone', at: 1 },
      gone: { value: 1, at: 1 },
      library: { value: ['a'], at: 1 },
    });
    expect([...kept]).toEqual([]);
    dropTransactions();
    const lost = [
      first.writeSettings({ target: { value: 'car', at: 2 }, gone: { value: undefined, at: 2 } }),
      first.writeSettings({ target: { value: 'tv', at: 3 } }),
    ];
    // Already safe, before anything has been awaited.
    expect(kept.size).toBe(2);
    await expect(lost[0]).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(lost[1]).rejects.toMatchObject({ code: 'storage-failed' });
    expect((await first.readSettings())['target']).toEqual({ value: 'tv', at: 3 });
    first.close();
    vi.restoreAllMocks();

    const second = await openStorage();
    expect(await second.readSettings()).toEqual({ target: { value: 'tv', at: 3 }, library: { value: ['a'], at: 1 } });
    expect([...kept]).toEqual([]);
    second.close();
    expect((await (await openStorage()).readSettings())['target']).toEqual({ value: 'tv', at: 3 });
  });

  test('one tab does not strike out what another has noted, nor write over what is newer [fault: two-tabs]', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', localStorageOf(kept));
    const [first, second] = [await openStorage(), await openStorage()];
    dropTransactions();
    await expect(first.writeSettings({ target: { value: 'phone', at: 5 } })).rejects.toMatchObject({
      code: 'storage-failed',
    });
    await expect(second.writeSettings({ target: { value: 'car', at: 4 } })).rejects.toMatchObject({
      code: 'storage-failed',
    });
    vi.restoreAllMocks();
    await second.writeSettings({ theme: { value: 'light', at: 6 } });
    expect(kept.size).toBe(1);
    expect(await (await openStorage()).readSettings()).toEqual({
      target: { value: 'phone', at: 5 },
      theme: { value: 'light', at: 6 },
    });
  });

  test('notes of before settings had times are taken over [fault: old-data]', async () => {
    const kept = new Map([['elsewhere.unsaved', '[["listen",{"targetId":"tv"}],["gone"]]']]);
    vi.stubGlobal('localStorage', localStorageOf(kept));
    const storage = await openStorage();
    expect(await storage.readSettings()).toEqual({ listen: { value: { targetId: 'tv' }, at: 0 } });
    expect([...kept]).toEqual([]);
  });

  test.for(['[["listen",{"tar', '{"listen":1}', '[1,null,["theme"]]'])('a damaged note %s is no harm', async (note) => {
    vi.stubGlobal('localStorage', localStorageOf(new Map([['elsewhere.unsaved', note]])));
    const storage = await openStorage();
    expect(storage.trouble).toBeNull();
    expect(await storage.readSettings()).toEqual({});
  });

  test('a damaged note of one setting is no harm', async () => {
    vi.stubGlobal('localStorage', localStorageOf(new Map([['elsewhere.unsaved.theme', '{"at":1,"va']])));
    expect(await (await openStorage()).readSettings()).toEqual({});
  });
});

describe('when the browser will not', () => {
  test('no database: memory serves [fault: storage-cause]', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const storage = await openStorage();
    expect(storage.trouble).toBe('storage-private');
    await storage.putTrack(track('a'), file('x'));
    expect(await storage.listTracks()).toHaveLength(1);
  });

  test('a database that may not be opened: memory serves [fault: storage-cause]', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect((await openStorage()).trouble).toBe('storage-private');
  });

  test('a database of a later version than this page knows is left alone [fault: storage-cause]', async () => {
    const later = await openDB(databaseName, schemaVersion + 1);
    later.close();
    expect((await openStorage()).trouble).toBe('storage-newer');
  });

  test.for([
    ['SecurityError', 'storage-private'],
    ['InvalidStateError', 'storage-private'],
    ['QuotaExceededError', 'storage-full'],
    ['VersionError', 'storage-newer'],
    ['UnknownError', 'storage-failed'],
  ] as const)(
    'a database that does not open with %s is %s, and memory serves [fault: storage-cause]',
    async ([name, code]) => {
      vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        throw new DOMException('no', name);
      });
      const storage = await openStorage();
      expect(storage.trouble).toBe(code);
      await storage.putTrack(track('a'), file('x'));
      expect(await storage.listTracks()).toHaveLength(1);
    },
  );

  test('a database that another tab keeps open in an old version says so [fault: storage-cause]', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const old = await openDB(databaseName, 1);
      const opening = openStorage();
      // The other tab is told, and does nothing about it.
      await new Promise<void>((resolve) => {
        old.addEventListener('versionchange', () => resolve());
      });
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(5000);
      expect((await opening).trouble).toBe('storage-blocked');
      old.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test.for([
    ['NotReadableError', 'storage-damaged'],
    ['DataError', 'storage-damaged'],
    ['UnknownError', 'storage-failed'],
  ] as const)('reading that fails with %s is %s [fault: storage-cause]', async ([name, code]) => {
    const storage = await openStorage();
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
      throw new DOMException('no', name);
    });
    await expect(storage.readFile('a')).rejects.toMatchObject({ code });
  });

  test('a full disk says so and leaves no row without its file [fault: storage-cause]', async () => {
    const storage = await openStorage();
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (this.name !== 'files') return put.call(this, value, key);
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(storage.putTrack(track('a'), file('x'))).rejects.toMatchObject({ code: 'storage-full' });
    vi.restoreAllMocks();
    expect(await storage.listTracks()).toEqual([]);
  });

  test('where no Blobs are stored, as in private windows of WebKit, their bytes are', async () => {
    const storage = await openStorage();
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (value instanceof Blob) throw new DOMException('Error preparing Blob/File data to be stored', 'UnknownError');
      return put.call(this, value, key);
    });
    await storage.putTrack(track('a'), file('sound'));
    await storage.writeOpra(new Blob(['{}'], { type: 'application/gzip' }));
    expect(await storage.listTracks()).toEqual([track('a')]);
    const [sound, opra] = await Promise.all([storage.readFile('a'), storage.readOpra()]);
    expect([await sound?.text(), sound?.type]).toEqual(['sound', 'audio/wav']);
    expect([await opra?.text(), opra?.type]).toEqual(['{}', 'application/gzip']);
    await storage.writeOpra(undefined);
    expect(await storage.readOpra()).toBeUndefined();
  });

  test('a file that cannot be kept leaves no row either', async () => {
    const storage = await openStorage();
    const notAFile = (() => undefined) as unknown as Blob;
    await expect(storage.putTrack(track('a'), notAFile)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await storage.listTracks()).toEqual([]);
  });

  test('everything else is storage-failed, with the name of what happened', () => {
    expect(storageError(new DOMException('x', 'DataCloneError'))).toMatchObject({
      code: 'storage-failed',
      detail: { reason: 'DataCloneError' },
    });
    expect(storageError('odd')).toMatchObject({ code: 'storage-failed' });
  });

  test('a newer tab gets the database, and this one opens it again when it can', async () => {
    const storage = await openStorage();
    await storage.putTrack(track('a'), file('x'));
    // Waits for ever unless the open connection lets go.
    await deleteDB(databaseName);
    expect(await storage.listTracks()).toEqual([]);
  });
});

describe('persistence', () => {
  /** A browser that grants persistence when it is asked. */
  const askable = () => {
    const persist = vi.fn<() => Promise<boolean>>(async () => true);
    vi.stubGlobal('navigator', { storage: { persist, persisted: async () => persist.mock.calls.length > 0 } });
    return persist;
  };
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  };

  test('is asked for once, with the first track of the listener, and not by opening or by settings', async () => {
    const persist = askable();
    const storage = await openStorage();
    await storage.writeSettings({ theme: { value: 'dark', at: 1 } });
    await storage.listTracks();
    await turns();
    expect(persist).not.toHaveBeenCalled();
    await storage.putTrack(track('a'), file('x'));
    await storage.putTrack(track('b'), file('x'));
    await turns();
    expect(persist).toHaveBeenCalledTimes(1);
  });

  test('is asked for with the first device', async () => {
    const persist = askable();
    await (await openStorage()).putDevice({ id: 'own-1', profile: CATALOGUE[0]!, addedAt: 1 });
    await turns();
    expect(persist).toHaveBeenCalledTimes(1);
  });

  test('is asked for with the first answered trial', async () => {
    const persist = askable();
    const progress = await (await openStorage()).openProgress();
    await progress.importTrials([trialRecord()], createProgressRules(DRILL_KINDS, 'import'));
    await turns();
    expect(persist).toHaveBeenCalledTimes(1);
  });

  test('that the browser does not know of is no harm', async () => {
    vi.stubGlobal('navigator', {});
    const storage = await openStorage();
    await storage.putTrack(track('a'), file('x'));
    expect(await storage.listTracks()).toHaveLength(1);
  });
});

describe('migrations', () => {
  test('run in order from wherever the database stands', async () => {
    const ran: number[] = [];
    const steps: Migration[] = [0, 1, 2].map((step) => () => ran.push(step));
    for (const [from, wanted] of [
      [0, [0, 1, 2]],
      [1, [1, 2]],
      [3, []],
    ] as const) {
      ran.length = 0;
      const nothing = undefined as never;
      migrate(nothing, from, nothing, steps);
      expect(ran).toEqual(wanted);
    }
  });

  test('a fresh database has every store', async () => {
    await openStorage();
    const database = await openDB(databaseName);
    expect([...database.objectStoreNames]).toEqual([
      'customDrills',
      'days',
      'devices',
      'files',
      'openSession',
      'opra',
      'settings',
      'skills',
      'tracks',
      'trials',
    ]);
    expect(database.version).toBe(schemaVersion);
    database.close();
  });
});
