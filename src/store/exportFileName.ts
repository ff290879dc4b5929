/** Characters that Windows, macOS or a shell refuse or misread in file names, and control characters. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g;

/** Leaves room below the 255 bytes most file systems allow, even where each character takes three. */
const LONGEST_PART = 70;

function safePart(text: string): string {
  const clean = text.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ').trim().replace(/^\.+/, '');
  return (
    Array.from(clean)
      .slice(0, LONGEST_PART)
      .join('')
      .replace(/[ .]+$/, '') || 'Untitled'
  );
}

/** `<track> – <target>.wav`, safe on every file system. */
export const exportFileName = (trackName: string, targetName: string): string =>
  `${safePart(trackName)} – ${safePart(targetName)}.wav`;
