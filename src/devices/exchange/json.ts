import { ElsewhereError } from '../../core/errors';

/** A device takes a few kilobytes, and its curve as many. */
const MOST_CHARACTERS = 4_000_000;
const DEEPEST = 24;

/** @returns the `device-bad-json` error with its reason in words, as the end of a sentence */
export function badJson(reason: string): ElsewhereError {
  return new ElsewhereError('device-bad-json', reason, { reason });
}

/** Deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (isInString) {
      if (letter === 92) i++;
      else if (letter === 34) isInString = false;
    } else if (letter === 34) isInString = true;
    else if (letter === 91 || letter === 123) deepest = Math.max(deepest, ++depth);
    else if (letter === 93 || letter === 125) depth--;
  }
  return deepest;
}

/**
 * JSON that is small and shallow enough to be looked at. Keys like `__proto__` become plain properties of what
 * `JSON.parse` returns, and only fields that a schema names are ever taken over from it.
 * @throws ElsewhereError `device-too-large`, `device-bad-json`
 */
export function parseJson(text: string): unknown {
  if (text.length > MOST_CHARACTERS) {
    throw new ElsewhereError('device-too-large', `${text.length} characters of JSON`, { characters: text.length });
  }
  if (depthOf(text) > DEEPEST) throw badJson(`its brackets are nested more than ${DEEPEST} deep`);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const isCutOff = !/[\]}]\s*$/.test(text);
    throw badJson(isCutOff ? 'it ends in the middle' : 'its brackets, commas or quotes are not in order');
  }
}
