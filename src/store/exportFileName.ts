import { plainText } from '../core/cleanName';

/** Characters that Windows, macOS or a shell refuse or misread in file names. */
const UNSAFE = /[<>:"/\\|?*]+/g;

/** Device names of Windows, which it also sees where only a dot follows: `con.mix – Phone.wav`. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\s*\.)/i;

/** UTF-8 bytes of each part; with dash and ending they stay below the 255 that most file systems allow. */
const TRACK_BYTES = 150;
const TARGET_BYTES = 90;

function safePart(text: string, maxBytes: number): string {
  const clean = plainText(text.replaceAll(UNSAFE, ' '), maxBytes).replace(/^\.+/, '');
  const encoder = new TextEncoder();
  let part = '';
  let bytes = 0;
  for (const character of clean) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    part += character;
  }
  return part.replace(/[ .]+$/, '').replace(RESERVED, '$&_') || 'Untitled';
}

/** `<track> – <target>.wav`, safe on every file system. */
export const exportFileName = (trackName: string, targetName: string): string =>
  `${safePart(trackName, TRACK_BYTES)} – ${safePart(targetName, TARGET_BYTES)}.wav`;

/** `<track> - <n> devices.zip`, safe on every file system. */
export const zipFileName = (trackName: string, count: number): string =>
  `${safePart(trackName, TRACK_BYTES)} - ${count} ${count === 1 ? 'device' : 'devices'}.zip`;

/**
 * The same names, numbered where they would be one file: Windows and macOS compare without case, macOS also without
 * regard to how an accent is written.
 */
export function uniqueFileNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; taken.has(keyOf(unique)); n++) unique = name.replace(/(?:\.\w+)?$/, (ending) => ` (${n})${ending}`);
    taken.add(keyOf(unique));
    return unique;
  });
}
