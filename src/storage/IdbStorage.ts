import { openDB, type IDBPDatabase } from 'idb';
import { ElsewhereError } from '../core/errors';
import { databaseName, migrate, schemaVersion, type ElsewhereSchema } from './schema';
import { SettingsJournal } from './SettingsJournal';
import type { StoragePort, StoredTrack } from './StoragePort';

type Database = IDBPDatabase<ElsewhereSchema>;

/**
 * Tracks, files and settings in IndexedDB. A file is kept as the Blob it arrived as: Chromium then copies it to disk
 * in the background (6 ms to hand over 100 MB, against 629 ms for the same bytes as an ArrayBuffer).
 */
export class IdbStorage implements StoragePort {
  readonly isPersistent = true;
  readonly #name: string;
  readonly #journal = new SettingsJournal();
  #opening: Promise<Database> | undefined;
  #isClosed = false;

  private constructor(name: string) {
    this.#name = name;
  }

  /** Opens the database, creating or migrating it. Rejects with the browser's own error if it may not be used. */
  static async open(name = databaseName): Promise<IdbStorage> {
    const storage = new IdbStorage(name);
    await storage.#database();
    try {
      await storage.writeSettings(SettingsJournal.left());
    } catch {
      // No room: they stay in the journal, and reading finds them there.
    }
    return storage;
  }

  listTracks(): Promise<StoredTrack[]> {
    return this.#run((database) => database.getAllFromIndex('tracks', 'addedAt'));
  }

  putTrack(track: StoredTrack, file: Blob): Promise<void> {
    return this.#run(async (database) => {
      // One transaction: a row never names a file that did not fit.
      const transaction = database.transaction(['tracks', 'files'], 'readwrite');
      await settled(transaction, [
        () => transaction.objectStore('files').put(file, track.id),
        () => transaction.objectStore('tracks').put(track),
      ]);
    });
  }

  updateTrack(id: string, change: Partial<Omit<StoredTrack, 'id'>>): Promise<void> {
    return this.#run(async (database) => {
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
    return this.#run((database) => database.get('files', id));
  }

  removeTrack(id: string): Promise<void> {
    return this.#run(async (database) => {
      const transaction = database.transaction(['tracks', 'files'], 'readwrite');
      await Promise.all([
        transaction.objectStore('tracks').delete(id),
        transaction.objectStore('files').delete(id),
        transaction.done,
      ]);
    });
  }

  async readSetting(key: string): Promise<unknown> {
    const noted = this.#journal.find(key);
    return noted ? noted.value : this.#run((database) => database.get('settings', key));
  }

  async writeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    if (Object.keys(settings).length === 0) return;
    const strikeOut = this.#journal.note(settings);
    await this.#run(async (database) => {
      const transaction = database.transaction('settings', 'readwrite');
      const writes = Object.entries(settings).map(
        ([key, value]) =>
          () =>
            value === undefined ? transaction.store.delete(key) : transaction.store.put(value, key),
      );
      // Asked for at once: left to itself, a transaction ends only when the page has heard of every request.
      await settled(transaction, [...writes, async () => transaction.commit()]);
    });
    strikeOut();
  }

  close(): void {
    this.#isClosed = true;
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  async #run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#database());
    } catch (error) {
      if (!isClosedError(error) || this.#isClosed) throw storageError(error);
    }
    // The browser closed the database behind our back (storage cleared, another tab upgrading): open it once more.
    this.#opening = undefined;
    try {
      return await work(await this.#database());
    } catch (error) {
      throw storageError(error);
    }
  }

  #database(): Promise<Database> {
    if (this.#isClosed) return Promise.reject(new ElsewhereError('storage-failed', 'The storage has been closed'));
    this.#opening ??= openDB<ElsewhereSchema>(this.#name, schemaVersion, {
      upgrade: (database, oldVersion, _newVersion, transaction) => migrate(database, oldVersion, transaction),
      // A newer version in another tab waits for us: let go, and open again at the next call.
      blocking: (_current, _blocked, event) => {
        this.#opening = undefined;
        (event.target as IDBDatabase).close();
      },
      terminated: () => {
        this.#opening = undefined;
      },
    }).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
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

function abortIfOpen(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!isClosedError(error)) throw error;
  }
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

/** Firefox before 118 names the full disk after its own preference; the standard name is QuotaExceededError. */
const isQuotaError = (error: unknown): boolean =>
  nameOf(error) === 'QuotaExceededError' || nameOf(error) === 'NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR';

const isClosedError = (error: unknown): boolean => nameOf(error) === 'InvalidStateError';

/** The error a caller sees: `storage-full` where the quota was named, `storage-failed` for everything else. */
export function storageError(error: unknown): ElsewhereError {
  if (error instanceof ElsewhereError) return error;
  if (isQuotaError(error)) return new ElsewhereError('storage-full', 'No room left', {}, { cause: error });
  return new ElsewhereError(
    'storage-failed',
    'The browser could not keep this',
    { reason: nameOf(error) },
    { cause: error },
  );
}
