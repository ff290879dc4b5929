import type { DeviceEvidence } from '../../src/devices/DeviceProfile';
import { readOrigin } from './curves';

const NAMES: readonly (readonly [key: string, name: string])[] = [
  ['oratory1990', 'oratory1990'],
  ['crinacle', 'crinacle'],
  ['rtings', 'Rtings'],
  ['super_review', 'Super Review'],
  ['hypethesonics', 'HypetheSonics'],
  ['harpo', 'Harpo'],
  ['regan_cipher', 'Regan Cipher'],
  ['innerfidelity', 'InnerFidelity'],
  ['filk', 'Filk'],
  ['kuulokenurkka', 'Kuulokenurkka'],
];

/** `_250_ohm` → ` (250 ohm)`. */
const inBrackets = (rest: string): string => (rest === '' ? '' : ` (${rest.slice(1).replaceAll('_', ' ')})`);

/** `autoeq_crinacle_250_ohm` → who measured, and that with what was done to it. */
function sourceWords(key: string): { readonly measurer: string; readonly words: string } {
  const own = 'oratory1990_harman_target';
  if (key === 'measured') return { measurer: 'oratory1990', words: 'oratory1990, measured response (AutoEq)' };
  if (key.startsWith(own)) {
    return { measurer: 'oratory1990', words: `oratory1990, own correction${inBrackets(key.slice(own.length))}` };
  }
  const name = key.replace(/^autoeq_/, '');
  const known = NAMES.find(([prefix]) => name.startsWith(prefix));
  if (!known) throw new Error(`No name is known for the source ${key}.`);
  return { measurer: known[1], words: `${known[1]}${inBrackets(name.slice(known[0].length))}, fit by AutoEq` };
}

/** Keys of the sources of a curve, from what the index of the curves says of it. */
function sourceKeys(source: string): string[] {
  const single = /\/eq\/([a-z0-9_]+)/.exec(source)?.[1];
  if (single !== undefined) return [single];
  const isMeasuredToo = source.endsWith('+ measured');
  const keys = [...source.matchAll(/([a-z0-9_]+)@/g)].map(([, key]) => key as string);
  return isMeasuredToo ? [...keys, 'measured'] : keys;
}

/** `between-source sd dB: 20-60 1.01, 60-300 0.44, …, 8-16k 2.45` → ranges in hertz with their deviation in dB. */
function spreadOf(note: string): NonNullable<DeviceEvidence['spread']> | undefined {
  if (!note.startsWith('between-source sd')) return undefined;
  const bounds = [20, 60, 300, 3000, 8000, 16_000];
  const deviations = [...note.matchAll(/ [0-9]+-[0-9]+k? ([0-9.]+)/g)].map(([, sd]) => Number(sd));
  if (deviations.length !== bounds.length - 1) throw new Error(`Five ranges were expected in: ${note}`);
  return deviations.map((sd, i) => [bounds[i] as number, bounds[i + 1] as number, sd] as const);
}

export interface HeadphoneOrigin {
  readonly measurers: readonly string[];
  readonly sources: readonly string[];
  readonly spread?: NonNullable<DeviceEvidence['spread']>;
}

/** Who measured a pair of headphones, and how far they differ. */
export function originOf(folder: string, stem: string): HeadphoneOrigin {
  const { source, note } = readOrigin(folder, stem);
  const sources = sourceKeys(source).map(sourceWords);
  const spread = spreadOf(note);
  return {
    measurers: [...new Set(sources.map(({ measurer }) => measurer))],
    sources: sources.map(({ words }) => words),
    ...(spread && { spread }),
  };
}
