/** What the browser says of the storage it gives this page; null where it does not say. */
export interface BrowserStorageFigures {
  readonly usageBytes: number | null;
  readonly quotaBytes: number | null;
  /** True when the browser has promised not to clear the storage by itself. */
  readonly isPersistent: boolean | null;
}

export interface BrowserStoragePort {
  figures(): Promise<BrowserStorageFigures>;
  /** Asks the browser not to clear the storage by itself. @returns whether it agreed */
  persist(): Promise<boolean>;
  /** Bytes of demo music that were kept for use without a connection. */
  samplesBytes(): Promise<number>;
  clearSamples(): Promise<void>;
}
