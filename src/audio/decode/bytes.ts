import { ElsewhereError } from '../../core/errors';

/** Random access to the bytes of a file. Reads past the end come back short. */
export interface ByteSource {
  readonly size: number;
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Headers are read in small steps; one read from disk serves many of them. */
const windowBytes = 64 * 1024;

/** Reads a Blob through a window of 64 KiB. @throws ElsewhereError `decode-missing` when the file has gone */
export function blobSource(file: Blob): ByteSource {
  let windowStart = 0;
  let window = new Uint8Array(0);
  return {
    size: file.size,
    async read(start, length) {
      const from = Math.max(0, Math.min(file.size, start));
      const to = Math.min(file.size, from + length);
      if (from < windowStart || to > windowStart + window.length) {
        window = await readBlob(file, from, Math.max(to, from + windowBytes));
        windowStart = from;
      }
      return window.subarray(from - windowStart, to - windowStart);
    },
  };
}

/** The bytes of a Blob from `start` to `end`. @throws ElsewhereError `decode-missing` when the file has gone */
export async function readBlob(file: Blob, start = 0, end = file.size): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (cause) {
    // NotFoundError or NotReadableError: moved, changed or unplugged since it was chosen (File API §6.6.1).
    throw new ElsewhereError('decode-missing', 'The file can no longer be read', {}, { cause });
  }
}

/** Bytes already in memory. */
export function arraySource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    read: async (start, length) => bytes.subarray(Math.max(0, start), Math.max(0, start + length)),
  };
}

export const viewOf = (bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes read as Latin-1 text; short at the end of the array. */
export function textAt(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length && i < bytes.length; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

/** An unsigned 64-bit number as a double; past 2^53 it is only nearly right, which is enough to see it is absurd. */
export function uint64At(view: DataView, at: number, isLittleEndian: boolean): number {
  return Number(view.getBigUint64(at, isLittleEndian));
}
