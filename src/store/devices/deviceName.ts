import { NAME_LIMIT, plainText } from '../../devices/exchange/plainText';

/** A name as it may stand on a card; empty when nothing is left of it. */
export const cleanName = (name: string): string => plainText(name, NAME_LIMIT);

/** The name, or with a number behind it if it is taken: `HD 600`, `HD 600 (2)`, `HD 600 (3)`. */
export function uniqueName(name: string, taken: Iterable<string>): string {
  const wanted = cleanName(name) || 'Untitled';
  const others = new Set(Array.from(taken, (other) => other.toLocaleLowerCase()));
  if (!others.has(wanted.toLocaleLowerCase())) return wanted;
  const [, stem = wanted] = /^(.*\S) \(\d+\)$/.exec(wanted) ?? [];
  for (let number = 2; ; number++) {
    const numbered = `${stem} (${number})`;
    if (!others.has(numbered.toLocaleLowerCase())) return numbered;
  }
}
