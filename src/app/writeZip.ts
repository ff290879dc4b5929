import { makeZip } from 'client-zip';
import { ElsewhereError, isAbortError } from '../core/errors';
import { gatherZip } from '../storage/backup/gatherZip';
import type { NamedFile, WriteZip } from '../store/exportQueue';

async function* entriesOf(files: AsyncIterable<NamedFile>) {
  for await (const { name, file } of files) yield { name, input: file, lastModified: new Date() };
}

/** One ZIP, uncompressed: audio in floats hardly gets smaller. Beyond 4 GB it is a Zip64. */
export const writeZip: WriteZip = async (files, signal) => {
  try {
    return await gatherZip(makeZip(entriesOf(files)), signal);
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new ElsewhereError('export-no-room', 'The archive could not be put together', {}, { cause: error });
  }
};
