import { ElsewhereError, type ErrorCode } from '../core/errors';
import type { DeviceStoragePort } from './DeviceStoragePort';
import { storageError } from './IdbConnection';
import { IdbStorage } from './IdbStorage';
import type { ProgressPort } from './ProgressPort';
import type { StoragePort } from './StoragePort';

export interface Storage extends StoragePort, DeviceStoragePort {
  /** What training leaves behind. Its code is fetched with the first call: nothing else needs it. */
  openProgress(): Promise<ProgressPort>;
  /** Why nothing outlives the page; null when it does. */
  readonly trouble: ErrorCode | null;
  /** Gives the database back. Later calls reject with `storage-failed`. */
  close(): void;
}

/** How long a database may take to open: another tab that keeps an old version open must not hold the app. */
const openingLimitMs = 5000;

/** Opens what is kept between visits; falls back to memory, so it only rejects if that cannot be fetched. */
export async function createStorage(): Promise<Storage> {
  try {
    // Switched off altogether, as in some private windows.
    if (typeof indexedDB === 'undefined') throw new ElsewhereError('storage-private', 'there is no database');
    return await IdbStorage.open(openingLimitMs);
  } catch (error) {
    // Memory serves, and `trouble` tells why.
    const { MemoryStorage } = await import('./MemoryStorage');
    return new MemoryStorage(openingError(error).code);
  }
}

/** Old private windows of Firefox have a database that nothing can be written to, not even its stores. */
function openingError(error: unknown): ElsewhereError {
  const isReadOnly = error instanceof Error && error.name === 'InvalidStateError';
  return isReadOnly ? new ElsewhereError('storage-private', error.message) : storageError(error);
}
