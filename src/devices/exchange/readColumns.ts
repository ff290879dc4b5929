import { plainText } from '../../core/cleanName';
import { ElsewhereError } from '../../core/errors';
import type { ToneCurve } from '../ToneCurve';
import { numberOf, numberStyleOf, type NumberStyle } from './numbers';
import { badLine, counted } from './naming';
import { assertPointCount, averagedCurves, curveOfPoints, type FilePoints } from './toneGrid';

export type Separator = 'tab' | 'semicolon' | 'comma' | 'blank';

export interface ColumnLayout {
  readonly separator: Separator;
  readonly style: NumberStyle;
}

/** A table of levels, before anything is levelled. */
export interface ColumnFile {
  readonly curve: ToneCurve;
  readonly notes: readonly string[];
  /** Comments and headings before the first row, as one text. */
  readonly head: string;
  /** Heading of the column that was taken, in lower case; empty when columns have none. */
  readonly column: string;
  /** Measurements that were averaged. */
  readonly blocks: number;
}

/** Looks like a row of numbers, whether or not it is one. */
const ROW = /^\s*"?[-+−]?(?:\d|[.,]\d)/;
const COMMENT = /^\s*(?:[*#;%']|\/\/|--)/;
const ROWS_LOOKED_AT = 400;

export function splitRow(line: string, separator: Separator): string[] {
  switch (separator) {
    case 'tab':
      return line.split('\t').map((token) => token.trim().replace(/,$/, ''));
    case 'semicolon':
      return line.split(';').map((token) => token.trim());
    case 'blank':
      return line.trim().split(/\s+/);
    case 'comma': {
      if (!line.includes('"')) return line.split(',').map((token) => token.trim());
      return [...line.matchAll(/\s*(?:"([^"]*)"|([^,]*))\s*(?:,|$)/g)]
        .map((match) => match[1] ?? match[2] ?? '')
        .slice(0, -1);
    }
  }
}

/** How the rows of a file are written; `lines` without a byte order mark. */
export function layoutOf(lines: readonly string[]): ColumnLayout {
  const rows = lines.filter((line) => ROW.test(line)).slice(0, ROWS_LOOKED_AT);
  const most = (has: (row: string) => boolean): boolean => rows.filter(has).length * 2 > rows.length;
  let separator: Separator = 'comma';
  if (most((row) => row.trim().includes('\t'))) separator = 'tab';
  else if (most((row) => row.includes(';'))) separator = 'semicolon';
  else if (most((row) => /[\d"]\s+["\d+\-−.naiNAI]/.test(row.trim())) && !most((row) => /\d"?,\s/.test(row))) {
    separator = 'blank';
  }
  const tokens = rows.flatMap((row) => splitRow(row, separator));
  // Between commas a number has none of its own, but in quotes it may.
  return { separator, style: numberStyleOf(tokens) };
}

interface Columns {
  readonly level: readonly number[];
  readonly frequency: number;
  readonly heading: string;
}

const LEVEL_HEADINGS = [
  /^raw\b/,
  /^(?:spl|magnitude|mag|amplitude|level|response|measured)\b/,
  /\bspl|level/,
  /^db\b|\bdb\b/,
  /^(?:smoothed|equalized)/,
  /^(?:equalization|correction|eq|filter|gain)\b/,
  /^target\b/,
];

/** Which columns count, by the headings where there are any. */
function columnsOf(headings: readonly string[], width: number): Columns {
  const names = headings.map((heading) => heading.replaceAll(/["*#]/g, '').trim().toLowerCase());
  const plain = { level: [1], frequency: 0, heading: '' };
  if (names.length < 2 || names.length > width + 1) return plain;
  const frequency = Math.max(
    names.findIndex((name) => /^(?:freq|f\b|hz\b)/.test(name)),
    0,
  );
  const left = names.findIndex((name) => /^(?:l|left)\b/.test(name));
  const right = names.findIndex((name) => /^(?:r|right)\b/.test(name));
  if (left > 0 && right > 0) return { level: [left, right], frequency, heading: 'left and right' };
  for (const wanted of LEVEL_HEADINGS) {
    const at = names.findIndex((name, i) => i !== frequency && i < width && wanted.test(name));
    if (at >= 0) return { level: [at], frequency, heading: names[at]! };
  }
  return plain;
}

/** Rows that rise from the bottom again belong to another measurement, e.g. the right channel after the left one. */
function blocksOf(frequenciesHz: readonly number[]): readonly (readonly [number, number])[] {
  const whole = [[0, frequenciesHz.length]] as const;
  const blocks: [number, number][] = [];
  let from = 0;
  for (let i = 1; i <= frequenciesHz.length; i++) {
    if (i < frequenciesHz.length && frequenciesHz[i]! >= frequenciesHz[i - 1]!) continue;
    if (i - from < 10 || frequenciesHz[from]! > 100 || frequenciesHz[i - 1]! < 10_000) return whole;
    blocks.push([from, i]);
    from = i;
  }
  return blocks.length > 1 ? blocks : whole;
}

/** Copies of rows `from` … `to − 1`. */
function part(points: FilePoints, from: number, to: number): FilePoints {
  return {
    frequenciesHz: points.frequenciesHz.slice(from, to),
    levelsDb: points.levelsDb.slice(from, to),
    lines: points.lines.slice(from, to),
    textAt: (index) => points.textAt(from + index),
  };
}

/**
 * Rows of frequency and level in whatever way they are parted: AutoEq's CSV, REW's text, FRD, GLL, squig.link.
 * @throws ElsewhereError `device-not-recognised`, `device-bad-line`, `device-too-few-points`, `device-too-narrow`,
 * `device-too-large`
 */
export function readColumns(
  lines: readonly string[],
  onProgress: (fraction: number) => void = () => undefined,
): ColumnFile {
  const { separator, style } = layoutOf(lines);
  const frequenciesHz: number[] = [];
  const levelsDb: number[] = [];
  const rowLines: number[] = [];
  const head: string[] = [];
  let columns: Columns | undefined;
  let headings: string[] = [];
  let skipped = 0;
  /** A line that could not be read, if nothing follows it it is a remark at the end. */
  let stray: number | undefined;
  for (const [i, line] of lines.entries()) {
    if (i % 20_000 === 0) onProgress(i / lines.length);
    if (line.trim() === '') continue;
    const looksLikeRow = ROW.test(line);
    if (!looksLikeRow) {
      if (COMMENT.test(line) || !columns || /freq|\bhz\b/i.test(line)) {
        if (!columns) {
          if (head.length < 100) head.push(plainText(line, 200));
          const bare = line.replace(/^\s*[*#;%]+\s*/, '');
          headings = splitRow(bare, bare.includes('\t') || separator !== 'tab' ? separator : 'blank');
        }
      } else if (isNoRow(line, separator, style)) {
        skipped++;
      } else stray ??= i;
      continue;
    }
    const tokens = splitRow(line, separator);
    const chosen: Columns = columns ?? columnsOf(headings, tokens.length);
    const f = numberOf(tokens[chosen.frequency] ?? 'x', style);
    const levels = chosen.level.map((at) => numberOf(tokens[at] ?? 'x', style));
    if (f === undefined || levels.includes(undefined) || f < 0) {
      if (columns) throw badLine(i + 1, line);
      if (head.length < 100) head.push(plainText(line, 200));
      continue;
    }
    if (stray !== undefined) throw badLine(stray + 1, lines[stray]!);
    columns = chosen;
    const level = meanPowerDb(levels as number[]);
    if (!(f > 0) || !Number.isFinite(level)) {
      skipped++;
      continue;
    }
    frequenciesHz.push(f);
    levelsDb.push(level);
    rowLines.push(i + 1);
    assertPointCount(rowLines.length);
  }
  if (!columns) throw new ElsewhereError('device-not-recognised', 'no rows of frequency and level');
  const notes: string[] = [];
  if (skipped > 0) notes.push(`${counted(skipped, 'line')} without a level skipped.`);
  const points = { frequenciesHz, levelsDb, lines: rowLines, textAt: (index: number) => lines[rowLines[index]! - 1]! };
  const blocks = blocksOf(frequenciesHz);
  const curves = blocks.map(([from, to]) => curveOfPoints(part(points, from, to)));
  const [first] = curves;
  for (const note of new Set(curves.flatMap((curve) => curve.notes))) notes.push(note);
  if (blocks.length > 1) notes.push(`${blocks.length} measurements in one text, averaged in power.`);
  if (columns.level.length > 1) notes.push('Left and right averaged in power.');
  return {
    curve: blocks.length > 1 ? averagedCurves(curves.map(({ curve }) => curve)) : first!.curve,
    notes,
    head: head.join('\n'),
    column: columns.heading,
    blocks: blocks.length * columns.level.length,
  };
}

/** `-inf, -20` and the like: no number where one should be, but nothing else either. */
function isNoRow(line: string, separator: Separator, style: NumberStyle): boolean {
  const [f, level] = splitRow(line, separator).map((token) => numberOf(token, style));
  return f !== undefined && Number.isNaN(f) && level !== undefined;
}

function meanPowerDb(levels: readonly number[]): number {
  if (levels.length === 1) return levels[0]!;
  return 10 * Math.log10(levels.reduce((sum, db) => sum + 10 ** (db / 10), 0) / levels.length);
}
