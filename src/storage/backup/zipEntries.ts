import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { ElsewhereError } from '../../core/errors';

/** Far more than anybody has tracks. */
const MOST_ENTRIES = 20_000;
/** The directory of so many entries, and the longest piece of a file that is read at once. */
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04_03_4b_50;
/** The parts of a backup; nothing else may be in it, and no name leads anywhere else. */
const NAME = /^(?:(?:manifest|settings|tracks|devices|progress)\.json|audio\/[^/\\]{1,300})$/;

export const damaged = (name: string, cause?: unknown): ElsewhereError =>
  new ElsewhereError('backup-damaged', `${name} is not as it was written`, { name: name.slice(0, 80) }, { cause });

const notRecognised = (cause?: unknown): ElsewhereError =>
  new ElsewhereError('backup-not-recognised', 'this is no backup', {}, { cause });

/** A directory says how long it is, and would be read in one piece. */
class CarefulReader extends BlobReader {
  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (length > MOST_DIRECTORY_BYTES) throw notRecognised();
    return super.readUint8Array(offset, length);
  }
}

/**
 * The files in a ZIP as slices of it, by name. Entries must be stored and must not lie over one another: then a small
 * file cannot hold more than its own size, and nothing has to be unpacked.
 * @throws ElsewhereError `backup-not-recognised`, `backup-damaged`
 */
export async function zipEntries(file: Blob): Promise<Map<string, Blob>> {
  const entries = await directoryOf(file);
  const found = new Map<string, { readonly start: number; readonly end: number }>();
  for (const entry of entries) {
    const name = entry.filename;
    const size = entry.uncompressedSize;
    if (!NAME.test(name)) throw notRecognised();
    const isPlain = entry.compressionMethod === 0 && !entry.encrypted && entry.compressedSize === size;
    if (!isPlain || found.has(name)) throw damaged(name);
    // oxlint-disable-next-line no-await-in-loop -- thirty bytes each, in the order of the file
    const header = new DataView(await file.slice(entry.offset, entry.offset + LOCAL_HEADER_BYTES).arrayBuffer());
    if (header.byteLength < LOCAL_HEADER_BYTES || header.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE) {
      throw damaged(name);
    }
    const start = entry.offset + LOCAL_HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
    found.set(name, { start, end: start + size });
  }
  const byPlace = [...found].toSorted(([, a], [, b]) => a.start - b.start);
  let last = 0;
  for (const [name, { start, end }] of byPlace) {
    if (start < last || end > file.size) throw damaged(name);
    last = end;
  }
  return new Map(byPlace.map(([name, { start, end }]) => [name, file.slice(start, end)]));
}

async function directoryOf(file: Blob): Promise<FileEntry[]> {
  const reader = new ZipReader(new CarefulReader(file), { useWebWorkers: false });
  const entries: FileEntry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory || entries.length >= MOST_ENTRIES) throw notRecognised();
      entries.push(entry);
    }
  } catch (error) {
    throw error instanceof ElsewhereError ? error : notRecognised(error);
  }
  return entries;
}
