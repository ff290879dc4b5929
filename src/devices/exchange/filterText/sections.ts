import { counted } from '../naming';

/** A line that counts, and where it stands, from 1. */
export interface SelectedLine {
  readonly text: string;
  readonly line: number;
}

const KEY = /^\s*(Device|If|ElseIf|Else|EndIf|Stage)\s*:(.*)$/i;
/** Lines that say something about sound. */
const SOUNDS = /^\s*(?:Filter[\s\d]*|Preamp|GraphicEQ)\s*:/i;
const quoted = (text: string): string => `“${text.trim().slice(0, 80)}”`;

/**
 * The lines of an Equalizer APO configuration that hold together: of several devices the first, of a condition the first
 * branch, and of stages those that are played. What excludes each other is never added up.
 * @returns the lines, and in sentences what was left out
 */
export function selectLines(lines: readonly string[]): {
  readonly lines: readonly SelectedLine[];
  readonly notes: readonly string[];
} {
  const kept: (SelectedLine & { readonly device: string | null })[] = [];
  const devices: string[] = [];
  const conditions: string[] = [];
  const branches: boolean[] = [];
  let device: string | null = null;
  let isPlayed = true;
  let leftOut = 0;
  for (const [i, text] of lines.entries()) {
    const [, key = '', value = ''] = KEY.exec(text) ?? [];
    switch (key.toLowerCase()) {
      case 'device':
        device = /^\s*all\s*$/i.test(value) ? null : value.trim();
        break;
      case 'stage':
        isPlayed = /mix/i.test(value);
        break;
      case 'if':
        branches.push(true);
        conditions.push(quoted(`If:${value}`));
        break;
      case 'elseif':
      case 'else':
        if (branches.length > 0) branches[branches.length - 1] = false;
        break;
      case 'endif':
        branches.pop();
        break;
      default: {
        const isHeard = isPlayed && branches.every(Boolean);
        const isSound = SOUNDS.test(text);
        if (!isHeard) {
          if (isSound) leftOut++;
          break;
        }
        if (isSound && device !== null && !devices.includes(device)) devices.push(device);
        kept.push({ text, line: i + 1, device });
      }
    }
  }
  const [chosen = null, ...others] = devices;
  const notes: string[] = [];
  if (chosen !== null && others.length > 0) {
    const names = others.slice(0, 3).map(quoted).join(', ');
    const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
    notes.push(`There are settings for ${devices.length} outputs: taken ${quoted(chosen)}, left out ${names}${more}.`);
  }
  if (conditions.length > 0) {
    notes.push(`${[...new Set(conditions)].slice(0, 3).join(', ')} was taken to hold.`);
  }
  if (leftOut > 0) notes.push(`${counted(leftOut, 'line')} of other branches and stages left out.`);
  return { lines: kept.filter((line) => line.device === null || line.device === chosen), notes };
}
