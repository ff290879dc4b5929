/** Things the listener should be told about a file that loaded. */
export interface DecodeNotes {
  /** Channels in the file, when they were folded to stereo by the ITU-R BS.775 downmix. */
  readonly downmixedFrom?: number;
  /** NaN or infinite samples that were replaced by silence. */
  readonly sanitisedSamples?: number;
  /** The file ended early: seconds that could be read. */
  readonly truncatedAtSec?: number;
  /** Seconds a truncated file said it holds, where it says so. */
  readonly promisedSec?: number;
  /** The mix is digital silence throughout. */
  readonly isSilent?: boolean;
  readonly isMono?: boolean;
}

export interface DecodedMix {
  /** One or two channels, at the file's own rate. */
  readonly buffer: AudioBuffer;
  /** e.g. `WAV, 24-bit`, `MP3`. */
  readonly formatLabel: string;
  readonly notes: DecodeNotes;
}

export interface DecodeOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
  /**
   * Called early with the first seconds, whose samples are those of the final buffer; not called for short files.
   * `durationSec` is that of the whole as far as its header tells, else that of the first seconds.
   */
  readonly onHead?: (head: { buffer: AudioBuffer; durationSec: number }) => void;
}

export interface DecodePort {
  /**
   * Decodes a file at its own sample rate without blocking the page.
   * @throws AbortError; ElsewhereError with a `decode-*` code and figures for the sentence
   */
  decode(file: Blob, name: string, options?: DecodeOptions): Promise<DecodedMix>;
  dispose(): void;
}
