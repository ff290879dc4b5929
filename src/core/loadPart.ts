import { ElsewhereError } from './errors';

/**
 * Fetches a part of the app that is loaded on demand.
 * @param part as a sentence begins with it: "The reader of FLAC files"
 * @throws ElsewhereError `part-missing` when it does not come: no connection, or a server that has a newer build
 */
export async function loadPart<T>(part: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ElsewhereError('part-missing', `${part} did not load`, { part }, { cause });
  }
}
