import { throwIfAborted } from '../../core/errors';

/**
 * So much is held as arrays before it goes to the Blob store. The page is free in between: more at a time would be long
 * tasks.
 */
const PART_BYTES = 2 * 1024 * 1024;

/** A ZIP that is being written as one Blob, of which the browser may keep all but the newest part on disk. @throws AbortError */
export async function gatherZip(stream: ReadableStream<Uint8Array>, signal?: AbortSignal): Promise<Blob> {
  const parts: Blob[] = [];
  let pending: BlobPart[] = [];
  let pendingBytes = 0;
  const flush = async (): Promise<void> => {
    const part = new Blob(pending);
    pending = [];
    pendingBytes = 0;
    // A browser that has no room for a Blob says so only when it is read; and once this byte has come back, the arrays
    // above are no longer needed.
    await part.slice(-1).arrayBuffer();
    parts.push(part);
  };
  // It is left where it is when the signal aborts: client-zip 2.5.1 rejects a `cancel()`, and nothing is open.
  const reader = stream.getReader();
  for (;;) {
    throwIfAborted(signal);
    // oxlint-disable-next-line no-await-in-loop
    const { done, value } = await reader.read();
    if (done) break;
    pending.push(value as Uint8Array<ArrayBuffer>);
    pendingBytes += value.length;
    // oxlint-disable-next-line no-await-in-loop
    if (pendingBytes >= PART_BYTES) await flush();
  }
  await flush();
  return new Blob(parts, { type: 'application/zip' });
}
