import type { DeviceStoragePort } from './DeviceStoragePort';
import { IdbStorage } from './IdbStorage';
import { MemoryStorage } from './MemoryStorage';
import type { ProgressPort } from './ProgressPort';
import type { StoragePort } from './StoragePort';

export interface Storage extends StoragePort, DeviceStoragePort {
  /** What training leaves behind. Its code is fetched with the first call: nothing else needs it. */
  openProgress(): Promise<ProgressPort>;
  /** False where the browser grants no database (some private windows): nothing outlives the page. */
  readonly isPersistent: boolean;
  /** Gives the database back. Later calls reject with `storage-failed`. */
  close(): void;
}

/** How long a database may take to open: another tab that will not let go of an old version must not hold the app. */
const openingLimitMs = 5000;

/** Opens what is kept between visits; falls back to memory, so it never rejects. */
export async function createStorage(): Promise<Storage> {
  const opening = IdbStorage.open();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), openingLimitMs);
  });
  try {
    const storage = await Promise.race([opening, limit]);
    if (storage) return storage;
    // It may still open after we have gone on without it.
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
  } catch {
    // Private window, disabled storage, a newer version than this page knows: memory serves, `isPersistent` tells.
  } finally {
    clearTimeout(timer);
  }
  return new MemoryStorage();
}
