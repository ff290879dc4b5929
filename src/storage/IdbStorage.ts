import { ElsewhereError } from '../core/errors';
import { loadPart } from '../core/loadPart';
import { settledWithin } from '../core/settledWithin';
import { abortIfOpen, isQuotaError } from './IdbConnection';
import { IdbDevices } from './IdbDevices';
import type { ProgressPort } from './ProgressPort';
import { databaseName } from './schema';
import { newestOf, settingOf, type Settings } from './settingRows';
import { noteUnsaved, unsavedSettings } from './SettingsJournal';
import type { StoragePort, StoredTrack } from './StoragePort';

/**
 * Tracks, files and settings in IndexedDB. A file is kept as the Blob it arrived as: Chromium then copies it to disk
 * in the background (6 ms to hand over 100 MB, against 629 ms for the same bytes as an ArrayBuffer).
 */
export class IdbStorage extends IdbDevices implements StoragePort {
  readonly trouble = null;

  /**
   * Opens the database, creating or migrating it. Rejects with the browser's own error if it may not be used.
   * @param limitMs milliseconds; what opens later is closed again
   * @throws ElsewhereError `storage-blocked` when another tab held it until then, `storage-failed` when nothing did
   */
  static async open(limitMs: number, name = databaseName): Promise<IdbStorage> {
    const storage = new IdbStorage(name);
    if (!(await settledWithin(storage.connect(), limitMs))) storage.#giveUp();
    try {
      await takeOldNotes();
      await storage.writeSettings(unsavedSettings());
    } catch {
      // No room: they stay in the journal, and reading finds them there.
    }
    return storage;
  }

  #giveUp(): never {
    this.close();
    throw new ElsewhereError(this.isBlocked ? 'storage-blocked' : 'storage-failed', 'The database does not open');
  }

  async openProgress(): Promise<ProgressPort> {
    const { IdbProgress } = await loadPart('What stores progress', () => import('./IdbProgress'));
    return new IdbProgress(
      (work) => this.run(work),
      () => this.noteWorthKeeping(),
    );
  }

  listTracks(): Promise<StoredTrack[]> {
    return this.run((database) => database.getAllFromIndex('tracks', 'addedAt'));
  }

  putTrack(track: StoredTrack, file: Blob): Promise<void> {
    return this.runWithFile(file, async (database, content) => {
      // One transaction: a row never names a file that did not fit.
      const transaction = database.transaction(['tracks', 'files'], 'readwrite');
      await settled(transaction, [
        () => transaction.objectStore('files').put(content, track.id),
        () => transaction.objectStore('tracks').put(track),
      ]);
      this.noteWorthKeeping();
    });
  }

  updateTrack(id: string, change: Partial<Omit<StoredTrack, 'id'>>): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction('tracks', 'readwrite');
      const track = await transaction.store.get(id);
      if (!track) {
        await transaction.done;
        throw new ElsewhereError('storage-failed', `No track ${id}`, { id });
      }
      await Promise.all([transaction.store.put({ ...track, ...change, id }), transaction.done]);
    });
  }

  readFile(id: string): Promise<Blob | undefined> {
    return this.runForFile((database) => database.get('files', id));
  }

  removeTrack(id: string): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction(['tracks', 'files'], 'readwrite');
      await Promise.all([
        transaction.objectStore('tracks').delete(id),
        transaction.objectStore('files').delete(id),
        transaction.done,
      ]);
    });
  }

  async readSettings(): Promise<Settings> {
    const stored = await this.run(async (database) => {
      const { store } = database.transaction('settings');
      const [keys, rows] = await Promise.all([store.getAllKeys(), store.getAll()]);
      return Object.fromEntries(keys.map((key, i) => [key, settingOf(rows[i])]));
    });
    return newestOf(stored, unsavedSettings());
  }

  async writeSettings(settings: Settings): Promise<void> {
    const entries = Object.entries(settings);
    if (entries.length === 0) return;
    const strikeOut = noteUnsaved(settings);
    await this.run(async (database) => {
      const transaction = database.transaction('settings', 'readwrite');
      const { store } = transaction;
      const writes = entries.map(([key, { value, at }]) => async () => {
        if (settingOf(await store.get(key)).at > at) return;
        await (value === undefined ? store.delete(key) : store.put({ value, at }, key));
      });
      await settled(transaction, writes);
    });
    strikeOut();
  }
}

/** Until settings were written by field, all notes were one list under this key. */
const OLD_NOTES_KEY = 'elsewhere.unsaved';

async function takeOldNotes(): Promise<void> {
  const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(OLD_NOTES_KEY);
  if (text === null) return;
  (await import('./oldNotes')).splitOldNotes(text);
  localStorage.removeItem(OLD_NOTES_KEY);
}

/** Makes the writes of one transaction, all or none. @throws whatever says most about why it failed */
async function settled(
  transaction: { abort(): void; readonly done: Promise<void> },
  writes: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const attempt = async (write: () => Promise<unknown>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      // A request that fails aborts the transaction by itself, a call that throws at once does not.
      abortIfOpen(transaction);
      throw error;
    }
  };
  const results = await Promise.allSettled([...writes.map(attempt), transaction.done]);
  const failed = results.filter((result) => result.status === 'rejected');
  // Whichever names the quota says more than the AbortError of the transaction around it.
  const reason: unknown = (failed.find((result) => isQuotaError(result.reason)) ?? failed[0])?.reason;
  if (failed.length > 0) throw reason;
}
