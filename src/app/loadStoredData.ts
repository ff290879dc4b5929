import { browserStorage } from '../storage/backup/browserStorage';
import { createBackups } from '../storage/backup/createBackups';
import type { ProgressPort } from '../storage/ProgressPort';
import type { StoredData } from '../store/backup/StoredData';
import { StoredDataKeeper } from '../store/backup/StoredDataKeeper';
import type { StoredDataParts } from '../store/session';
import { openProgress } from './openProgress';
import { WorkerProgressFile } from './WorkerProgressFile';

/** Builds what measures, backs up and restores. A chunk of its own: nothing of it is fetched before Settings is opened. */
export function loadStoredData(parts: StoredDataParts, openStored: () => Promise<ProgressPort>): StoredData {
  return new StoredDataKeeper({
    ...parts,
    openProgress: () => openProgress(openStored),
    browser: browserStorage,
    backups: createBackups(),
    progressFile: new WorkerProgressFile(),
    now: Date.now,
  });
}
