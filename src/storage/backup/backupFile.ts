import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { makeZip } from 'client-zip';
import * as v from 'valibot';
import { ElsewhereError, isAbortError } from '../../core/errors';
import { parseJsonSafely } from '../../core/jsonDepth';
import type { BackupEntry, OpenedBackup } from './BackupPort';
import { gatherZip } from './gatherZip';
import { damaged, zipEntries } from './zipEntries';

const FORMAT = 'elsewhere.backup/';
const VERSION = 1;
const MANIFEST = 'manifest.json';
const MANIFEST_LIMITS = { maxDepth: 6, maxBytes: 16_000_000 };
/** Read and hashed at once: some ten milliseconds. */
const PIECE_BYTES = 1024 * 1024;

const ManifestSchema = v.object({
  format: v.string(),
  createdAt: v.pipe(v.string(), v.maxLength(40)),
  entries: v.array(
    v.object({
      name: v.string(),
      size: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/)),
    }),
  ),
});

type ManifestEntry = v.InferOutput<typeof ManifestSchema>['entries'][number];

/** Pieces of a file, in order. */
async function* piecesOf(content: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < content.size; start += PIECE_BYTES) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, so that one is in memory at a time
    yield new Uint8Array(await content.slice(start, start + PIECE_BYTES).arrayBuffer());
  }
}

/**
 * One ZIP of all entries and the manifest, which comes last because it names their sums.
 * @param createdAt ISO 8601
 * @throws ElsewhereError `backup-no-room`
 */
export async function writeBackup(
  entries: readonly BackupEntry[],
  createdAt: string,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<Blob> {
  const totalBytes = entries.reduce((sum, { content }) => sum + content.size, 0);
  const lastModified = new Date(createdAt);
  let doneBytes = 0;
  async function* all() {
    const written: ManifestEntry[] = [];
    for (const { name, content } of entries) {
      const hash = sha256.create();
      const hashed = async function* () {
        for await (const piece of piecesOf(content)) {
          hash.update(piece);
          yield piece;
          doneBytes += piece.length;
          onProgress(doneBytes / totalBytes);
        }
      };
      yield { name, input: hashed(), size: content.size, lastModified };
      written.push({ name, size: content.size, sha256: bytesToHex(hash.digest()) });
    }
    const manifest = { format: `${FORMAT}${VERSION}`, createdAt, entries: written };
    yield { name: MANIFEST, input: `${JSON.stringify(manifest, null, 1)}\n`, lastModified };
  }
  try {
    return await gatherZip(makeZip(all()));
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new ElsewhereError('backup-no-room', 'The backup could not be put together', {}, { cause: error });
  }
}

/**
 * Holds a backup against its manifest: the same entries, each with its size and its sum.
 * @throws ElsewhereError `backup-not-recognised`, `backup-newer`, `backup-damaged`
 */
export async function openBackup(
  file: Blob,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<OpenedBackup> {
  const entries = await zipEntries(file);
  const manifest = await manifestOf(entries.get(MANIFEST));
  entries.delete(MANIFEST);
  const names = new Set(manifest.entries.map(({ name }) => name));
  if (names.size !== manifest.entries.length || names.size !== entries.size) throw damaged(MANIFEST);
  const totalBytes = manifest.entries.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = 0;
  for (const { name, size, sha256: wanted } of manifest.entries) {
    const content = entries.get(name);
    if (!content || content.size !== size) throw damaged(name);
    const hash = sha256.create();
    // oxlint-disable-next-line no-await-in-loop -- one after another, so that one piece is in memory at a time
    for await (const piece of piecesOf(content)) {
      hash.update(piece);
      doneBytes += piece.length;
      onProgress(doneBytes / totalBytes);
    }
    if (bytesToHex(hash.digest()) !== wanted) throw damaged(name);
  }
  return { createdAt: manifest.createdAt, entries };
}

async function manifestOf(content: Blob | undefined): Promise<v.InferOutput<typeof ManifestSchema>> {
  if (!content) throw new ElsewhereError('backup-not-recognised', 'there is no manifest');
  if (content.size > MANIFEST_LIMITS.maxBytes) throw damaged(MANIFEST);
  const parsed = parseJsonSafely(await content.text(), MANIFEST_LIMITS);
  const read = v.safeParse(ManifestSchema, 'value' in parsed ? parsed.value : undefined);
  if (!read.success) throw damaged(MANIFEST);
  const { format } = read.output;
  if (!format.startsWith(FORMAT)) throw new ElsewhereError('backup-not-recognised', `its format is ${format}`);
  const version = Number(format.slice(FORMAT.length));
  if (Number.isInteger(version) && version > VERSION) throw new ElsewhereError('backup-newer', format);
  if (version !== VERSION) throw damaged(MANIFEST);
  return read.output;
}
