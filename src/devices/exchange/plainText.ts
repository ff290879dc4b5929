import { ElsewhereError } from '../../core/errors';

/** Longest name that is kept, in characters. */
export const NAME_LIMIT = 80;
const LINE_LIMIT = 80;

/** Controls, and marks that turn the direction of text or have no width: a name could hide behind them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/gu;

/** One line of visible text, at most `limit` characters long. */
export function plainText(text: string, limit: number): string {
  // What is far beyond the limit is not looked at: names may be as long as files.
  const line = text
    .slice(0, limit * 20)
    .normalize('NFC')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(INVISIBLE, '')
    .trim();
  if (line.length <= limit) return line;
  // Half a pair of surrogates is no letter.
  const cut = line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.trimEnd()}…`;
}

/** A name for a device from a file name: no folder, no ending, no marks that markup is made of. */
export function nameFrom(fileName: string): string {
  const long = fileName.length > 4000 ? fileName.slice(0, 4000) : fileName;
  const bare = long
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/[<>]/g, ' ')
    .replace(/^.*[\\/](?=[^\\/])/su, '')
    .replace(/\.(?:csv|txt|frd|json|jsonl|wav|irs|cfg|conf|zma|tsv|dat)$/iu, '')
    .replace(/\.device$/iu, '')
    .replace(/[ _-]+(?:parametric ?eq|graphic ?eq|fixed ?band ?eq)$/iu, '');
  return plainText(bare, NAME_LIMIT) || 'Imported device';
}

/** `device-bad-line`: the line, counted from 1, and what is in it. */
export function badLine(line: number, text: string): ElsewhereError {
  return new ElsewhereError('device-bad-line', `line ${line} cannot be read`, {
    line,
    text: plainText(text, LINE_LIMIT),
  });
}

/** `1 line`, `2 lines`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
