/** Longest name that is kept, in graphemes: what a reader takes for one letter, an emoji of several parts included. */
export const NAME_LIMIT = 80;

/**
 * Controls, marks that turn the direction of text, what has no meaning anywhere (half a pair of surrogates, private and
 * unassigned characters), what has no width and fillers that look like nothing: a name could hide behind any of them.
 *
 * Captured, and so kept, is what changes the character beside it: joiners between the parts of an emoji, inside Arabic
 * and Persian words and after a mark of India's scripts; selectors behind what comes in several drawings.
 */
const HIDDEN =
  /((?<=\p{ExtPict}[\p{EMod}\uFE0F]*)\u200D(?=\p{ExtPict})|(?<=\p{sc=Arab}\p{Mn}*)\u200C(?=\p{sc=Arab})|(?<=\p{Mn}(?<=[\u0900-\u0DFF]))[\u200C\u200D](?=\p{L})|(?<=[\p{ExtPict}\d#*])[\uFE0E\uFE0F]|(?<=\p{sc=Han})[\u{E0100}-\u{E01EF}])|[\p{C}\p{DI}\u2800\uFFFC]/gu;

/**
 * One line of visible text in Unicode's composed form (NFC): white space is one space, and what cannot be seen or turns
 * the direction of what stands beside it is left out.
 * @param limit graphemes; `…` is the last of a text that was longer
 * @param unitLimit UTF-16 units: an emoji of a family takes 11, and nothing ends a tower of joined ones
 * @returns empty when nothing is to be seen
 */
export function plainText(text: string, limit: number, unitLimit = limit * 4): string {
  // What is far beyond the limit is not looked at: names may be as long as files.
  const line = text
    .slice(0, limit * 20)
    .replaceAll(/[^\S\uFEFF]/gu, ' ')
    .replaceAll(HIDDEN, '$1')
    .normalize('NFC')
    // Written languages put up to five marks on a letter. Towers of them run across the lines above and below.
    .replaceAll(/(\p{M}{6})\p{M}+/gu, '$1')
    .replaceAll(/ +/gu, ' ')
    .replace(/^[ \p{M}\u200C\u200D]+/u, '')
    .trimEnd();
  if (line.length <= limit) return line;
  let cut = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(line)) {
    if (++count >= limit || cut.length + segment.length >= unitLimit) {
      return cut + segment === line && line.length <= unitLimit ? line : `${cut.trimEnd()}…`;
    }
    cut += segment;
  }
  return line;
}

/**
 * A name that came from outside (a file, a link, a field, storage), as it may stand on the screen and be kept. Every
 * entry goes through here; `tests/unit/cleanName.test.ts` has the list.
 * @returns at most {@link NAME_LIMIT} graphemes, never empty unless `fallback` is
 */
export const cleanName = (name: string, fallback = 'Untitled'): string => plainText(name, NAME_LIMIT) || fallback;
