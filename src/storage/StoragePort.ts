/** A track the user loaded, as kept between visits. The audio itself is the original file. */
export interface StoredTrack {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, for order. */
  readonly addedAt: number;
  /** A stem belongs to the listener's own stem drills and is not offered as a mix. */
  readonly role: 'mix' | 'reference' | 'stem';
  /** Known after the first decode. */
  readonly durationSec?: number;
  readonly sampleRate?: number;
  readonly channelCount?: number;
  readonly formatLabel?: string;
}

/** One small setting, as JSON. Tabs write what they changed, and the newest counts. */
export interface Setting {
  readonly value: unknown;
  /** When it was chosen, milliseconds since 1970; 0 when it was stored without a time. */
  readonly at: number;
}

export interface StoragePort {
  listTracks(): Promise<StoredTrack[]>;
  /** Keeps the track and its file. @throws ElsewhereError `storage-full`, `storage-failed` */
  putTrack(track: StoredTrack, file: Blob): Promise<void>;
  updateTrack(id: string, change: Partial<Omit<StoredTrack, 'id'>>): Promise<void>;
  /** The original file, or undefined if it is gone. */
  readFile(id: string): Promise<Blob | undefined>;
  removeTrack(id: string): Promise<void>;
  /** All settings by name. */
  readSettings(): Promise<Readonly<Record<string, Setting>>>;
  /**
   * Keeps settings by name, all or none, but for those of which a newer value is stored; the value `undefined` takes one
   * away. They are safe when the call returns, though the page may go before the promise settles.
   */
  writeSettings(settings: Readonly<Record<string, Setting>>): Promise<void>;
}
