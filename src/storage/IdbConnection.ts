import { openDB, type IDBPDatabase } from 'idb';
import { ElsewhereError } from '../core/errors';
import { migrate, schemaVersion, type ElsewhereSchema } from './schema';

export type Database = IDBPDatabase<ElsewhereSchema>;

/** The one connection to the database: opens it when it is needed, and again when the browser has closed it. */
export abstract class IdbConnection {
  readonly #name: string;
  #opening: Promise<Database> | undefined;
  #isClosed = false;

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

/** Firefox before 118 names the full disk after its own preference; the standard name is QuotaExceededError. */
export const isQuotaError = (error: unknown): boolean =>
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
