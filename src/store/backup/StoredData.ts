import type { StoreApi } from 'zustand/vanilla';

/** What a kind of thing takes, as far as it can be told. */
export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** What is kept on this machine. Tracks are in the library, with their sizes. */
export interface StorageUsage {
  readonly samplesBytes: number;
  readonly trials: Amount;
  readonly devices: Amount;
  /** 0 when OPRA's database is not kept. */
  readonly opraBytes: number;
  /** All of this page as the browser counts it, and what it would allow; null where it does not say. */
  readonly usageBytes: number | null;
  readonly quotaBytes: number | null;
  /** Null where the browser does not know of it. */
  readonly isPersistent: boolean | null;
}

export interface BackupJob {
  readonly kind: 'backup' | 'restore';
  readonly phase: 'collecting' | 'writing' | 'checking' | 'adding';
  /** 0 to 1 within the phase. */
  readonly fraction: number;
}

/** What became of the things of one kind in a backup. */
export interface Restored {
  readonly added: number;
  /** There already, and left as they are. */
  readonly known: number;
  /** Names of those that did not come in. */
  readonly left: readonly string[];
}

export type BackupOutcome =
  | { readonly kind: 'saved'; readonly fileName: string; readonly bytes: number; readonly missing: readonly string[] }
  | {
      readonly kind: 'restored';
      readonly tracks: Restored;
      /** Tracks that the backup lists without their audio and that are not here. */
      readonly silent: readonly string[];
      readonly devices: Restored;
      readonly trials: Restored;
      /** Some did not come in because there was no room. */
      readonly isFull: boolean;
      readonly isCancelled: boolean;
    };

export interface StoredDataState {
  /** Null until it was measured. */
  readonly usage: StorageUsage | null;
  readonly job: BackupJob | null;
  readonly outcome: BackupOutcome | null;
}

/** What is kept between visits: how much it is, freeing it, one file of all of it. Problems go to the library. */
export interface StoredData {
  readonly store: StoreApi<StoredDataState>;
  measure(): Promise<void>;
  askPersistence(): Promise<void>;
  freeSamples(): Promise<void>;
  freeOpra(): Promise<void>;
  backUp(options: { readonly includesAudio: boolean }): Promise<void>;
  restore(file: File): Promise<void>;
  /** Ends the job under way. What was restored until then stays, whole. */
  cancel(): void;
  close(): void;
}
