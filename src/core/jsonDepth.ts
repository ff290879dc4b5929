/** Why a text is not parsed. */
export type JsonTrouble = 'too-large' | 'too-deep' | 'too-many-values' | 'not-json';

export interface JsonLimits {
  /** Arrays and objects inside one another: `[[1]]` is 2 deep, a number alone 0. */
  readonly maxDepth: number;
  /** Length of the text in UTF-8. */
  readonly maxBytes: number;
  /** Values that the text may hold, keys left out: many small ones take far more memory than text. No limit when left out. */
  readonly maxValues?: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** UTF-8 bytes of one UTF-16 unit; the two units of a surrogate pair take four together. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
}

/**
 * Holds a text against limits before it is parsed. It is no parser: it only knows where strings begin and end.
 * @returns the first limit that it breaks, null when it keeps them all
 */
function brokenLimit(text: string, { maxDepth, maxBytes, maxValues = Infinity }: JsonLimits): JsonTrouble | null {
  if (text.length > maxBytes) return 'too-large';
  let bytes = 0;
  let depth = 0;
  let values = 1;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bytes += bytesOf(unit);
    if (isInString) {
      if (unit === BACKSLASH) {
        index++;
        bytes += index < text.length ? bytesOf(text.charCodeAt(index)) : 0;
      } else if (unit === QUOTE) isInString = false;
    } else if (unit === QUOTE) isInString = true;
    else if (unit === OPENING_BRACKET || unit === OPENING_BRACE) {
      if (++depth > maxDepth) return 'too-deep';
      values++;
    } else if (unit === CLOSING_BRACKET || unit === CLOSING_BRACE) depth--;
    else if (unit === COMMA) values++;
    if (values > maxValues) return 'too-many-values';
    if (bytes > maxBytes) return 'too-large';
  }
  return null;
}

/**
 * Parses a text from outside. `JSON.parse` alone takes gigabytes for a few megabytes of opening brackets, and what it
 * returns overflows the stack of whatever walks through it: size, depth and number of values are checked first.
 * @returns the value, or why there is none; never throws because of the text
 */
export function parseJsonSafely(
  text: string,
  limits: JsonLimits,
): { readonly value: unknown } | { readonly reason: JsonTrouble } {
  const reason = brokenLimit(text, limits);
  if (reason !== null) return { reason };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { reason: 'not-json' };
  }
}
