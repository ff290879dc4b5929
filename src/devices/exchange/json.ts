import { ElsewhereError } from '../../core/errors';
import { parseJsonSafely } from '../../core/jsonDepth';

/** A device takes a few kilobytes, and its curve as many. */
const MOST_BYTES = 4_000_000;
const MOST_VALUES = 100_000;
const DEEPEST = 24;

/** @returns the `device-bad-json` error with its reason in words, as the end of a sentence */
export function badJson(reason: string): ElsewhereError {
  return new ElsewhereError('device-bad-json', reason, { reason });
}

/**
 * JSON that is small and shallow enough to be looked at. Keys like `__proto__` become plain properties of what
 * `JSON.parse` returns, and only fields that a schema names are ever taken over from it.
 * @throws ElsewhereError `device-too-large`, `device-bad-json`
 */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  const read = parseJsonSafely(json, { maxDepth: DEEPEST, maxBytes: MOST_BYTES, maxValues: MOST_VALUES });
  if ('value' in read) return read.value;
  switch (read.reason) {
    case 'too-large':
    case 'too-many-values':
      throw new ElsewhereError('device-too-large', read.reason, { bytes: text.length });
    case 'too-deep':
      throw badJson(`its brackets are nested more than ${DEEPEST} deep`);
    case 'not-json':
      throw badJson(
        /[\]}]\s*$/.test(json) ? 'its brackets, commas or quotes are not in order' : 'it ends in the middle',
      );
  }
}
