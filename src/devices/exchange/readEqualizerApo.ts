import { chainDb, isToneStage, qOfBandwidth, shelfQ, shelfSlope, type ExchangeFilter } from './exchangeFilters';
import { numberOf, numberStyleOf, type NumberStyle } from './numbers';
import { badLine, counted } from './naming';
import { assertFilterCount, MOST_FILTERS } from '../judgeDevice';
import type { Meaning } from './Reading';
import type { FilePoints } from './toneGrid';

/** Filters of both channels and what was left out, before anything is levelled. */
export interface FilterFile {
  readonly left: readonly ExchangeFilter[];
  readonly right: readonly ExchangeFilter[];
  readonly notes: readonly string[];
  /** What the file says of itself. */
  readonly marked: Meaning | null;
}

// Classes that share letters stand never side by side here: a line of a million blanks would take for ever.
const KEY = /^\s*([a-z]+)[\s\d]*:(.*)$/i;
const NUMBER = String.raw`([-+−]?\s?\d[\d.,\u00a0\u202f]*(?:e[-+]?\d+)?|[-+−]?[.,]\d+)`;
const FREQUENCY = new RegExp(String.raw`\bFc\s*${NUMBER}\s*(k?)\s*Hz`, 'i');
const GAIN = new RegExp(String.raw`\bGain\s*${NUMBER}`, 'i');
const Q = new RegExp(String.raw`\bQ\s*${NUMBER}`, 'i');
const BANDWIDTH = new RegExp(String.raw`\bBW\s*Oct\s*${NUMBER}`, 'i');
const SLOPE = new RegExp(String.raw`^\s*${NUMBER}\s*dB`, 'i');

/** Equalizer APO's own values where a line gives none, and for a peak, which it would refuse, one octave. */
const DEFAULT_Q = { peak: Math.SQRT2, pass: Math.SQRT1_2, notch: 30 } as const;
const DEFAULT_SHELF_SLOPE = 0.9;
/** No filter takes more characters. */
const LONGEST_LINE = 1000;

/** What a file that was exported here says of its meaning. */
export function markedMeaning(text: string): Meaning | null {
  const mark = /Elsewhere: (response|correction) /.exec(text);
  return mark ? (mark[1] as Meaning) : null;
}

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
    if (tokens.length !== 2 || f === undefined || db === undefined || !(f > 0)) throw badLine(line, pair);
    pairs.push([f, db]);
  }
  return pairs;
}

/** A `GraphicEQ:` line by itself, as a table. @throws ElsewhereError `device-bad-line` */
export function readGraphicEq(text: string): { readonly points: FilePoints; readonly skipped: number } | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const style = styleOf(lines);
  const at = lines.flatMap((line, i) => (/^\s*GraphicEQ\s*:/i.test(line) ? [i] : []));
  if (at.length !== 1 || lines.some((line) => /^\s*Channel\s*:/i.test(line))) return undefined;
  const line = lines[at[0]!]!;
  const pairs = graphicPairs(line.slice(line.indexOf(':') + 1), style, at[0]! + 1);
  const kept = pairs.filter(([, db]) => Number.isFinite(db));
  return {
    points: {
      frequenciesHz: kept.map(([f]) => f),
      levelsDb: kept.map(([, db]) => db),
      lines: kept.map(() => at[0]! + 1),
      textAt: (index) => kept[index]!.join(' '),
    },
    skipped: pairs.length - kept.length,
  };
}

/** A `GraphicEQ:` line among other commands. */
function graphicFilter(value: string, style: NumberStyle, line: number): ExchangeFilter {
  const points = graphicPairs(value, style, line).filter(([, db]) => Number.isFinite(db));
  points.sort((a, b) => a[0] - b[0]);
  const distinct = points.filter(([f], i) => i === 0 || f !== points[i - 1]![0]);
  if (distinct.length < 2 || distinct.some(([, db]) => Math.abs(db) > 60)) throw badLine(line, value);
  return { kind: 'graphic', frequenciesHz: distinct.map(([f]) => f), levelsDb: distinct.map(([, db]) => db) };
}

interface FilterLine {
  readonly filters: readonly ExchangeFilter[];
  /** A remark that is made once for all lines that give rise to it. */
  readonly remark?: 'allpass' | 'noQ';
}

/** @throws ElsewhereError `device-bad-line` */
function readFilter(value: string, style: NumberStyle, line: number, text: string): FilterLine | null {
  if (value.length > LONGEST_LINE) throw badLine(line, text);
  const state = /^\s*(ON|OFF)\b\s*/i.exec(value);
  if (state?.[1]?.toUpperCase() === 'OFF') return null;
  const rest = value.slice(state?.[0].length ?? 0).trimStart();
  const type = (/^[a-z]+/i.exec(rest)?.[0] ?? '').toUpperCase();
  if (type === 'NONE' || (type === '' && rest.trim() === '')) return null;
  const after = rest.slice(type.length);
  const slope = valueIn(SLOPE, after, style);
  const thousand = FREQUENCY.exec(after)?.[2] ? 1000 : 1;
  const frequencyHz = (valueIn(FREQUENCY, after, style) ?? NaN) * thousand;
  const gainDb = valueIn(GAIN, after, style);
  const octaves = valueIn(BANDWIDTH, after, style);
  const givenQ = valueIn(Q, after, style) ?? (octaves !== undefined && octaves > 0 ? qOfBandwidth(octaves) : undefined);
  if (!(frequencyHz > 0 && frequencyHz < 1e6)) throw badLine(line, text);
  if (gainDb !== undefined && Math.abs(gainDb) > 60) throw badLine(line, text);
  if (givenQ !== undefined && !(givenQ >= 0.01 && givenQ <= 1000)) throw badLine(line, text);
  const needed = (): number => {
    if (gainDb === undefined) throw badLine(line, text);
    return gainDb;
  };
  switch (type) {
    case 'PK':
    case 'PEQ':
    case 'MODAL':
    case 'EQ':
      return {
        filters: [{ kind: 'peaking', frequencyHz, gainDb: needed(), q: givenQ ?? DEFAULT_Q.peak }],
        ...(givenQ === undefined && { remark: 'noQ' as const }),
      };
    case 'LS':
    case 'HS':
    case 'LSC':
    case 'HSC':
    case 'LSQ':
    case 'HSQ': {
      const kind = type.startsWith('L') ? 'lowshelf' : 'highshelf';
      const gain = needed();
      const s = slope === undefined ? DEFAULT_SHELF_SLOPE : slope / 12;
      if (!(s > 0)) throw badLine(line, text);
      const q = givenQ ?? shelfQ(gain, s);
      // LS and HS name the corner, LSC and HSC the middle; but without a width Equalizer APO takes the middle for both.
      const isCorner = !type.endsWith('C') && (givenQ !== undefined || slope !== undefined);
      const shift = isCorner ? 10 ** (Math.abs(gain) / 80 / shelfSlope(gain, q)) : 1;
      const middleHz = kind === 'lowshelf' ? frequencyHz * shift : frequencyHz / shift;
      return { filters: [{ kind, frequencyHz: middleHz, gainDb: gain, q }] };
    }
    case 'LP':
    case 'LPQ':
    case 'HP':
    case 'HPQ': {
      const kind = type.startsWith('L') ? 'lowpass' : 'highpass';
      return { filters: [{ kind, frequencyHz, q: givenQ ?? DEFAULT_Q.pass }] };
    }
    case 'BP':
      return { filters: [{ kind: 'bandpass', frequencyHz, q: givenQ ?? DEFAULT_Q.pass }] };
    case 'NO':
      return { filters: [{ kind: 'notch', frequencyHz, q: givenQ ?? DEFAULT_Q.notch }] };
    case 'AP':
      return { filters: [], remark: 'allpass' };
    default:
      throw badLine(line, text);
  }
}

/** Which of left and right a `Channel:` line selects. */
function selected(value: string): readonly [boolean, boolean] {
  const names = value.trim().toUpperCase().split(/\s+/);
  const hasAll = names.includes('ALL');
  return [hasAll || names.includes('L') || names.includes('1'), hasAll || names.includes('R') || names.includes('2')];
}

/**
 * Equalizer APO's configuration (also Peace, AutoEq's ParametricEQ.txt, REW's filter settings), with the meaning that
 * the program itself gives to each line. @throws ElsewhereError `device-bad-line`
 */
export function readEqualizerApo(text: string): FilterFile {
  const lines = text.split(/\r\n|\r|\n/);
  // Both channels, and lines that are switched off: whoever has more wants another format.
  const lineCount = lines.reduce((count, line) => count + (/^\s*Filter[\s\d]*:\s*(?!OFF)/i.test(line) ? 1 : 0), 0);
  if (lineCount > 2 * MOST_FILTERS) assertFilterCount(lineCount);
  const style = styleOf(lines);
  const left: ExchangeFilter[] = [];
  const right: ExchangeFilter[] = [];
  let channels: readonly [boolean, boolean] = [true, true];
  let off = 0;
  let allpass = 0;
  let withoutQ = 0;
  let elsewhere = 0;
  const notFollowed = new Set<string>();
  const add = (filters: readonly ExchangeFilter[]): void => {
    if (channels[0]) left.push(...filters);
    if (channels[1]) right.push(...filters);
    if (!channels[0] && !channels[1]) elsewhere++;
  };
  for (const [i, line] of lines.entries()) {
    const bare = line.replace(/^\uFEFF/, '').replace(/\s#.*$/, '');
    if (/^\s*(?:[#*;]|\/\/|$)/.test(bare)) continue;
    const [, key = '', value = ''] = KEY.exec(bare) ?? [];
    switch (key.toLowerCase()) {
      case 'filter': {
        const read = readFilter(value, style, i + 1, line);
        if (!read) off++;
        else add(read.filters);
        if (read?.remark === 'allpass') allpass++;
        if (read?.remark === 'noQ') withoutQ++;
        break;
      }
      case 'preamp': {
        const gainDb = valueIn(new RegExp(NUMBER), value, style);
        if (gainDb === undefined || Math.abs(gainDb) > 120) throw badLine(i + 1, line);
        add([{ kind: 'gain', gainDb }]);
        break;
      }
      case 'graphiceq':
        add([graphicFilter(value, style, i + 1)]);
        break;
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
      case 'if':
      case 'eval':
        notFollowed.add(key);
        break;
      default:
    }
  }
  for (const channel of [left, right]) assertFilterCount(channel.filter(({ kind }) => kind !== 'gain').length);
  const notes: string[] = [];
  if (off > 0) notes.push(`${counted(off, 'filter')} switched off or empty, left out.`);
  if (allpass > 0) notes.push(`${counted(allpass, 'all-pass filter')} left out: the level stays the same with them.`);
  if (withoutQ > 0) notes.push(`${counted(withoutQ, 'peak')} without Q, taken as one octave wide.`);
  if (elsewhere > 0) notes.push(`${counted(elsewhere, 'line')} for other channels than left and right left out.`);
  if (notFollowed.size > 0) notes.push(`Not followed: ${[...notFollowed].map((key) => `“${key}”`).join(', ')}.`);
  return { left, right, notes, marked: markedMeaning(text) };
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
