import { isAbortError, throwIfAborted } from '../core/errors';
import type { DeviceProfile } from '../devices/DeviceProfile';

/** A file and the name that it has in an archive. */
export interface NamedFile {
  readonly name: string;
  readonly file: Blob;
}

/**
 * Puts files into one ZIP, uncompressed. It asks for the next file when it has read the one before, and holds none.
 * @throws AbortError; ElsewhereError `export-no-room` when the browser refuses memory or disk space
 */
export type WriteZip = (files: AsyncIterable<NamedFile>, signal: AbortSignal) => Promise<Blob>;

/** A device that is still to be rendered. */
export interface QueuedDevice {
  readonly device: DeviceProfile;
  readonly fileName: string;
  /** Of the matched level, dB; 0 at true level. */
  readonly gainDb: number;
}

export interface QueueOptions {
  readonly signal: AbortSignal;
  /** The whole mix through one device, as a WAV. */
  readonly render: (queued: QueuedDevice, onProgress: (fraction: number) => void) => Promise<Blob>;
  /** Progress of the device at `index`, 0 to 1; 0 as it begins. */
  readonly onProgress: (index: number, fraction: number) => void;
  /** This one could not be rendered; the others go on. */
  readonly onFailed: (queued: QueuedDevice) => void;
}

/**
 * Renders one device after the other, each when it is asked for.
 * @throws AbortError
 */
export async function* renderQueue(
  queue: readonly QueuedDevice[],
  { signal, render, onProgress, onFailed }: QueueOptions,
): AsyncGenerator<NamedFile> {
  for (const [index, queued] of queue.entries()) {
    throwIfAborted(signal);
    onProgress(index, 0);
    // One at a time: that is what bounds the memory.
    // oxlint-disable-next-line no-await-in-loop
    const file = await rendered(queued, render, (fraction) => onProgress(index, fraction));
    throwIfAborted(signal);
    if (file) yield { name: queued.fileName, file };
    else onFailed(queued);
  }
}

/** null when it could not be rendered. */
async function rendered(
  queued: QueuedDevice,
  render: QueueOptions['render'],
  onProgress: (fraction: number) => void,
): Promise<Blob | null> {
  try {
    return await render(queued, onProgress);
  } catch (error) {
    if (isAbortError(error)) throw error;
    return null;
  }
}
