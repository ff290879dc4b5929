/** Without accents and case, so that `cafe` finds `Café`. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** The words of a query, folded. */
export const foldedWords = (query: string): readonly string[] => folded(query).split(/\s+/).filter(Boolean);

/** Whether every word, from {@link foldedWords}, is somewhere in the text. */
export function hasEveryWord(text: string, words: readonly string[]): boolean {
  const searched = words.length > 0 ? folded(text) : '';
  return words.every((word) => searched.includes(word));
}
