/** One file inside a backup. */
export interface BackupEntry {
  /** Path inside the ZIP: `settings.json`, `audio/…`. */
  readonly name: string;
  readonly content: Blob;
}

export interface BackupWork {
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** A backup whose checksums have been held against its bytes. */
export interface OpenedBackup {
  /** ISO 8601, as the browser that wrote it had it. */
  readonly createdAt: string;
  /** By path; slices of the file that was opened, so they take no memory until they are read. */
  readonly entries: ReadonlyMap<string, Blob>;
}

/** Reads and writes backup files, `elsewhere.backup/1`: one ZIP without compression and a manifest with SHA-256 sums. */
export interface BackupPort {
  /** @throws AbortError; ElsewhereError `backup-no-room` */
  write(entries: readonly BackupEntry[], createdAt: string, work: BackupWork): Promise<Blob>;
  /**
   * Judges the whole file before any of it is given out.
   * @throws AbortError; ElsewhereError `backup-not-recognised`, `backup-newer`, `backup-damaged`
   */
  open(file: Blob, work: BackupWork): Promise<OpenedBackup>;
}
