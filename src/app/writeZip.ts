import { makeZip } from 'client-zip';
import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import type { NamedFile, WriteZip } from '../store/exportQueue';

/**
 * So much of the archive is held as arrays before it goes to the Blob store. The page is free in between: more at a time
 * would be long tasks.
 */
const PART_BYTES = 2 * 1024 * 1024;

async function* entriesOf(files: AsyncIterable<NamedFile>) {
  for await (const { name, file } of files) yield { name, input: file, lastModified: new Date() };
}

/** One ZIP, uncompressed: audio in floats hardly gets smaller. Beyond 4 GB it is a Zip64. */
export const writeZip: WriteZip = async (files, signal) => {
  try {
    return await gather(makeZip(entriesOf(files)), signal);
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new ElsewhereError('export-no-room', 'The archive could not be put together', {}, { cause: error });
  }
};

async function gather(archive: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Blob> {
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
  const reader = archive.getReader();
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
