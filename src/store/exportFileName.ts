/** Characters that Windows, macOS or a shell refuse or misread in file names, and control characters. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g;

/** UTF-8 bytes of each part; with dash and ending they stay below the 255 that most file systems allow. */
const TRACK_BYTES = 150;
const TARGET_BYTES = 90;

function safePart(text: string, maxBytes: number): string {
  const clean = text.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ').trim().replace(/^\.+/, '');
  const encoder = new TextEncoder();
  let part = '';
  let bytes = 0;
  for (const character of clean) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    part += character;
  }
  return part.replace(/[ .]+$/, '') || 'Untitled';
}

/** `<track> – <target>.wav`, safe on every file system. */
export const exportFileName = (trackName: string, targetName: string): string =>
  `${safePart(trackName, TRACK_BYTES)} – ${safePart(targetName, TARGET_BYTES)}.wav`;
