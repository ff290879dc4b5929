import { markedMeaning } from './marked';

/**
 * The program that wrote a text of filters. They share their words, and not what the words mean:
 * - `elsewhere`: what **Export device** writes;
 * - `rew`: Room EQ Wizard's filter settings;
 * - `autoEq2022`: AutoEq from October 2022 to May 2023 (its issues 586, 610 and 646);
 * - `middleShelves`: hangout, Moondrop's and Walkplay's tools, which write `LSQ` and `HSQ`;
 * - `equalizerApo`: Equalizer APO, Peace and AutoEq of other years, and whoever cannot be told.
 */
export type FilterProgram = 'elsewhere' | 'rew' | 'autoEq2022' | 'middleShelves' | 'equalizerApo';

const REW_HEAD = /^\s*(?:Filter Settings file|Room EQ V\d|Equaliser:)/im;
const MIDDLE_SHELF = /^\s*Filter[\s\d]*:\s*ON\s+[LH]SQ\b/im;
/** Frequency and gain with one decimal, Q with two: AutoEq's digits, with the shelves it wrote in that time. */
const AUTO_EQ_LINE = /^Filter \d+: ON (?:PK|LS|HS) Fc \d+\.\d Hz Gain -?\d+\.\d dB Q \d+\.\d\d$/;

/** Names the program by its heading, its words or its digits. */
export function programOf(text: string, lines: readonly string[]): FilterProgram {
  if (markedMeaning(text)) return 'elsewhere';
  if (REW_HEAD.test(text.slice(0, 10_000))) return 'rew';
  if (MIDDLE_SHELF.test(text)) return 'middleShelves';
  const filters = lines.filter((line) => /^\s*Filter/i.test(line));
  const hasShelf = filters.some((line) => / (?:LS|HS) /.test(line));
  return hasShelf && filters.every((line) => AUTO_EQ_LINE.test(line.trim())) ? 'autoEq2022' : 'equalizerApo';
}
