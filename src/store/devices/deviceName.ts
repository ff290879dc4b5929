import { cleanName } from '../../core/cleanName';

/** The name, or with a number behind it if it is taken: `HD 600`, `HD 600 (2)`, `HD 600 (3)`. */
export function uniqueName(name: string, taken: Iterable<string>): string {
  const wanted = cleanName(name);
  const others = new Set(Array.from(taken, (other) => other.toLocaleLowerCase()));
  if (!others.has(wanted.toLocaleLowerCase())) return wanted;
  const [, stem = wanted] = /^(.*\S) \(\d+\)$/.exec(wanted) ?? [];
  for (let number = 2; ; number++) {
    const numbered = `${stem} (${number})`;
    if (!others.has(numbered.toLocaleLowerCase())) return numbered;
  }
}
