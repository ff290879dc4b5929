import type { DecodeNotes } from '../../audio/DecodePort';
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

/** What the listener should know about how a file was read, one short phrase each. */
export function noteWords(notes: DecodeNotes | undefined): string[] {
  if (!notes) return [];
  const words: string[] = [];
  if (notes.downmixedFrom !== undefined)
    words.push(`${capital(inWords(notes.downmixedFrom))} channels, folded to stereo`);
  if (notes.isMono) words.push('Mono, the same on both sides');
  if (notes.truncatedAtSec !== undefined)
    words.push(`Breaks off at ${durationWords(notes.truncatedAtSec)}; what was there plays`);
  if (notes.sanitisedSamples !== undefined && notes.sanitisedSamples > 0) {
    const one = notes.sanitisedSamples === 1;
    words.push(`${capital(inWords(notes.sanitisedSamples))} broken sample${one ? '' : 's'} silenced`);
  }
  if (notes.isSilent) words.push('Silent from beginning to end');
  return words;
}
