import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { CustomDrill, DaySummary, OpenSession, SkillState, TrialRecord } from '../drills/records';
import type { StoredDevice } from './DeviceStoragePort';
import type { StoredTrack } from './StoragePort';

export const databaseName = 'elsewhere';

/** A file where the browser stores no Blobs: WebKit in private windows. */
export interface StoredBytes {
  readonly buffer: ArrayBuffer;
  readonly type: string;
}

export type StoredFile = Blob | StoredBytes;

/**
 * The object stores of the newest version. Files sit apart from the rows that describe them,
 * so that listing tracks never touches audio.
 */
export interface ElsewhereSchema extends DBSchema {
  tracks: { key: string; value: StoredTrack; indexes: { addedAt: number } };
  files: { key: string; value: StoredFile };
  settings: { key: string; value: unknown };
  /** Every answered trial. What Progress shows is added up in `skills` and `days`, so that it never has to read these. */
  trials: { key: string; value: TrialRecord; indexes: { at: number } };
  skills: { key: string; value: SkillState };
  days: { key: string; value: DaySummary };
  customDrills: { key: string; value: CustomDrill };
  /** At most one row, under {@link openSessionKey}. */
  openSession: { key: string; value: OpenSession };
  devices: { key: string; value: StoredDevice };
  /** At most one row, under {@link opraKey}. */
  opra: { key: string; value: StoredFile };
}

export const openSessionKey = 'open';
export const opraKey = 'database';

type VersionChange = IDBPTransaction<ElsewhereSchema, ArrayLike<StoreNames<ElsewhereSchema>>, 'versionchange'>;

export type Migration = (database: IDBPDatabase<ElsewhereSchema>, transaction: VersionChange) => void;

/**
 * Entry n takes a database from version n to n + 1. A released entry is never edited, only followed by another:
 * whoever comes back after a year runs every step in between, in order, in one transaction.
 */
export const migrations: readonly Migration[] = [
  (database) => {
    const tracks = database.createObjectStore('tracks', { keyPath: 'id' });
    tracks.createIndex('addedAt', 'addedAt');
    database.createObjectStore('files');
    database.createObjectStore('settings');
  },
  (database) => {
    const trials = database.createObjectStore('trials', { keyPath: 'id' });
    trials.createIndex('at', 'at');
    database.createObjectStore('skills', { keyPath: 'key' });
    database.createObjectStore('days', { keyPath: 'key' });
    database.createObjectStore('customDrills', { keyPath: 'id' });
    database.createObjectStore('openSession');
  },
  (database) => {
    database.createObjectStore('devices', { keyPath: 'id' });
    database.createObjectStore('opra');
  },
];

export const schemaVersion = migrations.length;

/** Runs the steps from `oldVersion` up to the newest. */
export function migrate(
  database: IDBPDatabase<ElsewhereSchema>,
  oldVersion: number,
  transaction: VersionChange,
  steps: readonly Migration[] = migrations,
): void {
  for (const step of steps.slice(oldVersion)) step(database, transaction);
}
