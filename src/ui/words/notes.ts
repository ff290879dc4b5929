import type { DecodeNotes } from '../../audio/DecodePort';
import type { Track } from '../../store/libraryStore';
import { durationWords } from './format';

const SMALL_NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

const inWords = (count: number): string => SMALL_NUMBERS[count] ?? String(count);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is wrong with a file that plays all the same, one short phrase each. */
export function flawWords(notes: DecodeNotes | undefined): string[] {
  if (!notes) return [];
  const words: string[] = [];
  if (notes.truncatedAtSec !== undefined) words.push(`Ends early, at ${durationWords(notes.truncatedAtSec)}`);
  if (notes.sanitisedSamples !== undefined && notes.sanitisedSamples > 0) {
    const one = notes.sanitisedSamples === 1;
    words.push(`${capital(inWords(notes.sanitisedSamples))} broken sample${one ? '' : 's'} silenced`);
  }
  if (notes.isSilent) words.push('Silent from beginning to end');
  return words;
}

/** How the channels of a file reach both ears, one short phrase each. */
export function channelWords(notes: DecodeNotes | undefined): string[] {
  if (notes?.downmixedFrom !== undefined)
    return [`${capital(inWords(notes.downmixedFrom))} channels, folded to stereo`];
  return notes?.isMono ? ['Mono, the same on both sides'] : [];
}

/** What is said of a track that the next visit would not find. */
export const UNSTORED_WORDS: Readonly<Record<NonNullable<Track['unstored']>, string>> = {
  storing: 'storing…',
  refused: 'not stored',
};
