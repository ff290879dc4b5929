import { cleanName, plainText } from '../../core/cleanName';
import { ElsewhereError } from '../../core/errors';

const LINE_LIMIT = 80;

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
  return cleanName(bare, 'Imported device');
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
