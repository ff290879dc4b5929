import { assertFilterCount, MOST_FILTERS } from '../../judgeDevice';
import { chainDb, isToneStage, qOfBandwidth, shelfQ, shelfSlope, type ExchangeFilter } from '../exchangeFilters';
import { badLine, counted } from '../naming';
import { numberOf, numberStyleOf, type NumberStyle } from '../numbers';
import type { Meaning } from '../Reading';
import { refuseAbsurd, type FilePoints } from '../toneGrid';
import { filterType } from './filterTypes';
import { markedMeaning } from './marked';
import { programOf, type FilterProgram } from './program';
import { selectLines } from './sections';

/** Filters of both channels and what was left out, before anything is levelled. */
export interface FilterFile {
  readonly left: readonly ExchangeFilter[];
  readonly right: readonly ExchangeFilter[];
  readonly notes: readonly string[];
  /** What the file says of itself. */
  readonly marked: Meaning | null;
}

/** As {@link FilterFile}, with the program that is taken to have written it. */
export interface FilterText extends FilterFile {
  readonly program: FilterProgram;
}

// Classes that share letters stand never side by side here: a line of a million blanks would take for ever.
const KEY = /^\s*([a-z]+)[\s\d]*:(.*)$/i;
const NUMBER = String.raw`([-+−]?\s?\d[\d.,\u00a0\u202f]*(?:e[-+]?\d+)?|[-+−]?[.,]\d+)`;
const FREQUENCY = new RegExp(String.raw`\bFc\s*${NUMBER}\s*(k?)\s*Hz`, 'i');
const GAIN = new RegExp(String.raw`\bGain\s*${NUMBER}`, 'i');
const Q = new RegExp(String.raw`\bQ\s*${NUMBER}`, 'i');
const BANDWIDTH = new RegExp(String.raw`\bBW\s*Oct\s*${NUMBER}`, 'i');
const SLOPE = new RegExp(String.raw`${NUMBER}\s*dB`, 'i');

/** Equalizer APO's own values where a line gives none, and for a peak, which it would refuse, one octave. */
const DEFAULT_Q = { peak: Math.SQRT2, pass: Math.SQRT1_2, notch: 30 } as const;
const DEFAULT_SHELF_SLOPE = 0.9;
/** No filter takes more characters. */
const LONGEST_LINE = 1000;

/** Numbers of the lines that are commands, to tell how they are written. */
function styleOf(lines: readonly string[]): NumberStyle {
  const tokens: string[] = [];
  for (const line of lines) {
    if (!/^\s*(?:Filter|Preamp|GraphicEQ)\b/i.test(line)) continue;
    for (const [token] of line.slice(line.indexOf(':') + 1).matchAll(/\d[\d.,]*\d/g)) tokens.push(token);
  }
  return numberStyleOf(tokens);
}

function valueIn(pattern: RegExp, text: string, style: NumberStyle): number | undefined {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) return undefined;
  const value = numberOf(found.replace(/[.,]$/, '').replace(/\s/, ''), style);
  return Number.isFinite(value) ? value : undefined;
}

/** Three digits behind a separator, once or more. */
const GROUPED = /^\d{1,3}(?:[.,]\d{3})+$/;
/** No filter is meant for less, hertz. */
const LOWEST_HZ = 20;

/**
 * A frequency as a program writes it, hertz. Three digits behind a point or comma are thousands in REW's files, and
 * Equalizer APO reads every file so (`BiQuadFilterFactory::getFreq`). Where another program may have written decimals,
 * what can be heard decides.
 */
function frequencyOf(
  token: string,
  style: NumberStyle,
  program: FilterProgram,
): { readonly frequencyHz: number | undefined; readonly wasUnsure: boolean } {
  const bare = token.replaceAll(/[\s\u00a0\u202f]/g, '').replace(/[.,]$/, '');
  const value = numberOf(bare, style);
  const plain = { frequencyHz: Number.isFinite(value) ? value : undefined, wasUnsure: false };
  if (!GROUPED.test(bare) || program === 'elsewhere') return plain;
  const thousands = Number(bare.replaceAll(/[.,]/g, ''));
  const decimals = Number(bare.replace(',', '.'));
  const separator = bare.includes(',') ? ',' : '.';
  const isThousands =
    !Number.isFinite(decimals) ||
    program === 'rew' ||
    (separator === ',' ? !style.hasDecimalComma : style.hasDecimalComma) ||
    decimals < LOWEST_HZ;
  if (!isThousands) return { frequencyHz: decimals, wasUnsure: false };
  return { frequencyHz: thousands, wasUnsure: program !== 'rew' && separator === '.' };
}

/**
 * The pairs of frequency and level of a `GraphicEQ:` line, as they stand there; level NaN where it is no number.
 * @throws ElsewhereError `device-bad-line`
 */
function graphicPairs(value: string, style: NumberStyle, line: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (const pair of value.split(';')) {
    if (pair.trim() === '') continue;
    const tokens = pair.trim().split(/\s+/);
    const [f, db] = tokens.map((token) => numberOf(token, style));
    if (tokens.length !== 2 || f === undefined || db === undefined || !(f >= 0)) throw badLine(line, pair);
    pairs.push([f, db]);
  }
  return pairs;
}

interface GraphicLine {
  readonly filter: ExchangeFilter;
  readonly notes: readonly string[];
}

/**
 * A `GraphicEQ:` line, as Equalizer APO plays it (`GainIterator`): straight lines over log frequency between the points,
 * ends held, so that two points are enough. @throws ElsewhereError `device-bad-line`
 */
function graphicLine(value: string, style: NumberStyle, line: number): GraphicLine {
  const pairs = graphicPairs(value, style, line);
  const notes: string[] = [];
  // JamesDSP begins at 0 Hz, which has no place on a log scale.
  const points = pairs.filter(([f, db]) => f > 0 && Number.isFinite(db));
  const skipped = pairs.filter(([, db]) => !Number.isFinite(db)).length;
  if (skipped > 0) notes.push(`${counted(skipped, 'point')} without a level skipped.`);
  if (points.some(([f], i) => i > 0 && f < points[i - 1]![0])) {
    points.sort((a, b) => a[0] - b[0]);
    notes.push('The points were put in order of frequency.');
  }
  const byFrequency = new Map<number, number[]>();
  for (const [f, db] of points) byFrequency.set(f, [...(byFrequency.get(f) ?? []), db]);
  const twice = [...byFrequency.values()].filter(({ length }) => length > 1).length;
  if (twice > 0) {
    notes.push(`${counted(twice, 'frequency', 'frequencies')} stood there more than once; their levels were averaged.`);
  }
  const frequenciesHz = [...byFrequency.keys()];
  const levelsDb = [...byFrequency.values()].map((levels) => levels.reduce((sum, db) => sum + db, 0) / levels.length);
  if (frequenciesHz.length < 2) throw badLine(line, value);
  const file: FilePoints = {
    frequenciesHz,
    levelsDb,
    lines: frequenciesHz.map(() => line),
    textAt: (index) => `${frequenciesHz[index]} ${levelsDb[index]}`,
  };
  refuseAbsurd(file, frequenciesHz, levelsDb);
  return { filter: { kind: 'graphic', frequenciesHz, levelsDb }, notes };
}

/** Remarks that are made once for all lines that give rise to them. */
type Remark = 'allpass' | 'noQ' | 'corner' | 'middle' | 'thousands';

interface FilterLine {
  readonly filters: readonly ExchangeFilter[];
  readonly remarks: readonly Remark[];
}

interface Dialect {
  readonly style: NumberStyle;
  readonly program: FilterProgram;
}

/** @throws ElsewhereError `device-bad-line` */
function readFilter(value: string, { style, program }: Dialect, line: number, text: string): FilterLine | null {
  if (value.length > LONGEST_LINE) throw badLine(line, text);
  const state = /^\s*(ON|OFF)\b\s*/i.exec(value);
  if (state?.[1]?.toUpperCase() === 'OFF') return null;
  const rest = value.slice(state?.[0].length ?? 0).trim();
  if (rest === '') return null;
  const valuesAt = rest.search(/\bFc\b/i);
  const named = valuesAt < 0 ? rest : rest.slice(0, valuesAt);
  const slope = valueIn(SLOPE, named, style);
  const type = filterType(named.replace(SLOPE, ''), program);
  if (!type) throw badLine(line, text);
  const { shape } = type;
  if (shape === 'none') return null;
  const values = valuesAt < 0 ? '' : rest.slice(valuesAt);
  const remarks: Remark[] = [];
  const [, token = '', kilo = ''] = FREQUENCY.exec(values) ?? [];
  const read = kilo === '' ? frequencyOf(token, style, program) : null;
  const frequencyHz = (read ? read.frequencyHz : 1000 * (valueIn(FREQUENCY, values, style) ?? NaN)) ?? NaN;
  if (read?.wasUnsure) remarks.push('thousands');
  const gainDb = valueIn(GAIN, values, style);
  const octaves = valueIn(BANDWIDTH, values, style);
  const givenQ =
    valueIn(Q, values, style) ?? (octaves !== undefined && octaves > 0 ? qOfBandwidth(octaves) : undefined);
  if (!(frequencyHz > 0 && frequencyHz < 1e6)) throw badLine(line, text);
  if (gainDb !== undefined && Math.abs(gainDb) > 60) throw badLine(line, text);
  if (givenQ !== undefined && !(givenQ >= 0.01 && givenQ <= 1000)) throw badLine(line, text);
  const needed = (): number => {
    if (gainDb === undefined) throw badLine(line, text);
    return gainDb;
  };
  switch (shape) {
    case 'peaking':
      if (givenQ === undefined) remarks.push('noQ');
      return { filters: [{ kind: shape, frequencyHz, gainDb: needed(), q: givenQ ?? DEFAULT_Q.peak }], remarks };
    case 'lowshelf':
    case 'highshelf': {
      const gain = needed();
      const s = slope === undefined ? DEFAULT_SHELF_SLOPE : slope / 12;
      if (!(s > 0)) throw badLine(line, text);
      const q = givenQ ?? shelfQ(gain, s);
      const isCorner = type.frequency === 'corner' && (givenQ !== undefined || slope !== undefined);
      const shift = isCorner ? 10 ** (Math.abs(gain) / 80 / shelfSlope(gain, q)) : 1;
      const middleHz = shape === 'lowshelf' ? frequencyHz * shift : frequencyHz / shift;
      if (isCorner && givenQ !== undefined && program === 'equalizerApo') remarks.push('corner');
      if (program === 'autoEq2022' && givenQ !== undefined) remarks.push('middle');
      return { filters: [{ kind: shape, frequencyHz: middleHz, gainDb: gain, q }], remarks };
    }
    case 'lowpass':
    case 'highpass':
    case 'bandpass':
      return { filters: [{ kind: shape, frequencyHz, q: givenQ ?? DEFAULT_Q.pass }], remarks };
    case 'lowpass1':
    case 'highpass1':
      return { filters: [{ kind: shape, frequencyHz }], remarks };
    case 'notch':
      return { filters: [{ kind: shape, frequencyHz, q: givenQ ?? DEFAULT_Q.notch }], remarks };
    case 'allpass':
      return { filters: [], remarks: ['allpass'] };
  }
}

/** Which of left and right a `Channel:` line selects. */
function selected(value: string): readonly [boolean, boolean] {
  const names = value.trim().toUpperCase().split(/\s+/);
  const hasAll = names.includes('ALL');
  return [hasAll || names.includes('L') || names.includes('1'), hasAll || names.includes('R') || names.includes('2')];
}

/** What is said once of all lines that gave rise to it. */
const REMARKS: Readonly<Record<Remark, (count: number) => string>> = {
  allpass: (count) => `${counted(count, 'all-pass filter')} left out: the level stays the same with them.`,
  noQ: (count) => `${counted(count, 'peak')} without Q, taken as one octave wide.`,
  corner: (count) =>
    `${counted(count, 'shelf', 'shelves')} written LS or HS with a Q: the frequency is taken as the corner, as in Equalizer APO. Some programs mean the middle.`,
  middle: (count) =>
    `${counted(count, 'shelf', 'shelves')} written LS or HS with a Q: the frequency is taken as the middle, as AutoEq meant it in 2022 and 2023. Equalizer APO reads it as the corner.`,
  thousands: (count) =>
    `${counted(count, 'frequency', 'frequencies')} with three digits behind a point, taken as thousands, as Equalizer APO does.`,
};

const splitLines = (text: string): string[] => text.split(/\r\n|\r|\n/);

/**
 * Filters as text: Equalizer APO's configuration, Peace, AutoEq's ParametricEQ.txt and GraphicEQ.txt, JamesDSP's
 * GraphicEQ, REW's filter settings, hangout's and others' exports, each by the rules of the program that wrote it.
 * @throws ElsewhereError `device-bad-line`, `device-too-many-filters`
 */
export function readFilterText(text: string): FilterText {
  const all = splitLines(text);
  // Both channels, and lines that are switched off: whoever has more wants another format.
  const lineCount = all.reduce((count, line) => count + (/^\s*Filter[\s\d]*:\s*(?!OFF)/i.test(line) ? 1 : 0), 0);
  if (lineCount > 2 * MOST_FILTERS) assertFilterCount(lineCount);
  const { lines, notes: sectionNotes } = selectLines(all);
  const program = programOf(text, all);
  const style = styleOf(all);
  const left: ExchangeFilter[] = [];
  const right: ExchangeFilter[] = [];
  let channels: readonly [boolean, boolean] = [true, true];
  let off = 0;
  let elsewhere = 0;
  const remarks = new Map<Remark, number>();
  const graphicNotes: string[] = [];
  const notFollowed = new Set<string>();
  const add = (filters: readonly ExchangeFilter[]): void => {
    if (channels[0]) left.push(...filters);
    if (channels[1]) right.push(...filters);
    if (!channels[0] && !channels[1]) elsewhere++;
  };
  for (const { text: whole, line } of lines) {
    const bare = whole.replace(/^\uFEFF/, '').replace(/\s#.*$/, '');
    if (/^\s*(?:[#*;]|\/\/|$)/.test(bare)) continue;
    const [, key = '', value = ''] = KEY.exec(bare) ?? [];
    switch (key.toLowerCase()) {
      case 'filter': {
        const read = readFilter(value, { style, program }, line, whole);
        if (!read) off++;
        else add(read.filters);
        for (const remark of read?.remarks ?? []) remarks.set(remark, (remarks.get(remark) ?? 0) + 1);
        break;
      }
      case 'preamp': {
        const gainDb = valueIn(new RegExp(NUMBER), value, style);
        if (gainDb === undefined || Math.abs(gainDb) > 120) throw badLine(line, whole);
        add([{ kind: 'gain', gainDb }]);
        break;
      }
      case 'graphiceq': {
        const graphic = graphicLine(value, style, line);
        add([graphic.filter]);
        graphicNotes.push(...graphic.notes);
        break;
      }
      case 'channel':
        channels = selected(value);
        break;
      case 'copy':
      case 'include':
      case 'convolution':
      case 'delay':
      case 'iir':
      case 'loudnesscorrection':
      case 'vstplugin':
      case 'eval':
        notFollowed.add(key);
        break;
      default:
    }
  }
  for (const channel of [left, right]) assertFilterCount(channel.filter(({ kind }) => kind !== 'gain').length);
  const notes = [...sectionNotes, ...graphicNotes];
  if (off > 0) notes.push(`${counted(off, 'filter')} switched off or empty, left out.`);
  for (const [remark, count] of remarks) notes.push(REMARKS[remark](count));
  if (elsewhere > 0) notes.push(`${counted(elsewhere, 'line')} for other channels than left and right left out.`);
  if (notFollowed.size > 0) notes.push(`Not followed: ${[...notFollowed].map((key) => `“${key}”`).join(', ')}.`);
  return { left, right, notes, marked: markedMeaning(text), program };
}

/** True when there is nothing but one graphic equalizer, and levels. */
export function isGraphicAlone({ left, right }: FilterFile): boolean {
  return [left, right].every((chain) => {
    const filters = chain.filter(({ kind }) => kind !== 'gain');
    return filters.length > 0 && filters.every(({ kind }) => kind === 'graphic');
  });
}

/** True when both channels are treated alike, so that one chain says it all. */
export function isAlike({ left, right }: FilterFile): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Mean power of both channels, dB. */
export function bothChannelsDb({ left, right }: FilterFile, frequenciesHz: Float64Array): Float64Array {
  const l = chainDb(left, frequenciesHz);
  const r = chainDb(right, frequenciesHz);
  return l.map((db, i) => 10 * Math.log10((10 ** (db / 10) + 10 ** (r[i]! / 10)) / 2));
}

/** True when the chain is made of nothing but sections of ours. */
export function isOfToneStages({ left }: FilterFile): boolean {
  return left.every(isToneStage);
}
