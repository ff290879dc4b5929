import { openDB, type IDBPDatabase } from 'idb';
import { ElsewhereError, type ErrorCode } from '../core/errors';
import { askPersistence } from './askPersistence';
import { migrate, schemaVersion, type ElsewhereSchema, type StoredBytes, type StoredFile } from './schema';

export type Database = IDBPDatabase<ElsewhereSchema>;

/** The one connection to the database: opens it when it is needed, and again when the browser has closed it. */
export abstract class IdbConnection {
  readonly #name: string;
  #opening: Promise<Database> | undefined;
  #isClosed = false;
  #hasAskedPersistence = false;
  /** An older version in another tab keeps the database open. */
  protected isBlocked = false;

  protected constructor(name: string) {
    this.#name = name;
  }

  /** Rejects with the browser's own error if the database may not be used. */
  protected async connect(): Promise<void> {
    await this.#database();
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

  /**
   * The listener has put in something of their own: the browser is asked not to clear it by itself. Not before, since
   * some browsers ask the listener in turn.
   */
  protected noteWorthKeeping(): void {
    if (this.#hasAskedPersistence) return;
    this.#hasAskedPersistence = true;
    void askPersistence();
  }

  protected async run<T>(work: (database: Database) => Promise<T>): Promise<T> {
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

  /** Runs `write` with the Blob, and where the browser stores none, again with its bytes. */
  protected async runWithFile(
    file: Blob,
    write: (database: Database, content: StoredFile) => Promise<void>,
  ): Promise<void> {
    try {
      await this.run((database) => write(database, file));
    } catch (error) {
      if (storageError(error).detail['reason'] !== 'UnknownError') throw error;
      await this.run(async (database) => write(database, { buffer: await file.arrayBuffer(), type: file.type }));
    }
  }

  /** What {@link runWithFile} has stored, as it was given. */
  protected async runForFile(read: (database: Database) => Promise<StoredFile | undefined>): Promise<Blob | undefined> {
    const stored = await this.run(read);
    const buffer = stored && (stored as Partial<StoredBytes>).buffer;
    return buffer ? new Blob([buffer], stored) : (stored as Blob | undefined);
  }

  #database(): Promise<Database> {
    if (this.#isClosed) return Promise.reject(new ElsewhereError('storage-failed', 'The storage has been closed'));
    this.#opening ??= openDB<ElsewhereSchema>(this.#name, schemaVersion, {
      upgrade: (database, oldVersion, _newVersion, transaction) => migrate(database, oldVersion, transaction),
      blocked: () => {
        this.isBlocked = true;
      },
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

export function abortIfOpen(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!isClosedError(error)) throw error;
  }
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

export const isQuotaError = (error: unknown): boolean => storageError(error).code === 'storage-full';

const isClosedError = (error: unknown): boolean => nameOf(error) === 'InvalidStateError';

/** What the names of errors mean; browsers differ in the rest. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  QuotaExceededError: 'storage-full',
  // Firefox before 118 names the full disk after its own preference.
  NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR: 'storage-full',
  SecurityError: 'storage-private',
  // The database was written by a later version of this page.
  VersionError: 'storage-newer',
  // What is there cannot be made sense of: files behind it have gone, or its stores.
  DataError: 'storage-damaged',
  NotFoundError: 'storage-damaged',
  NotReadableError: 'storage-damaged',
};

/** The error a caller sees: `storage-failed`, of which a disk is the usual cause, where the name says nothing else. */
export function storageError(error: unknown): ElsewhereError {
  if (error instanceof ElsewhereError) return error;
  const reason = nameOf(error);
  return new ElsewhereError(
    CODES[reason] ?? 'storage-failed',
    'The browser could not keep this',
    { reason },
    { cause: error },
  );
}
