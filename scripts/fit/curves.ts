import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A curve as published: frequencies in hertz, rising; levels in decibels. */
export interface Curve {
  readonly frequenciesHz: readonly number[];
  readonly levelsDb: readonly number[];
}

const PROJECT = join(import.meta.dirname, '../..');

/** The folder of curves: the argument, the variable `ELSEWHERE_CURVES`, or the folder beside the project. */
export function curvesFolder(argument?: string): string {
  return argument ?? process.env['ELSEWHERE_CURVES'] ?? join(PROJECT, '../shared/devices/curves');
}

export function hasCurves(folder: string): boolean {
  return existsSync(folder);
}

/** Reads one file: a comment line, a heading, then `hertz,decibels` a line. */
export function readCurve(folder: string, stem: string): Curve {
  const file = join(folder, `${stem}.csv`);
  if (!existsSync(file)) throw new Error(`The curve ${stem}.csv is not in ${folder}.`);
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .slice(2)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map(Number));
  return { frequenciesHz: rows.map((row) => row[0] as number), levelsDb: rows.map((row) => row[1] as number) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** Point-by-point median of curves on one grid; frequencies that any of them lacks are left out. */
export function medianCurve(curves: readonly Curve[]): Curve {
  const [first, ...others] = curves;
  if (!first) throw new RangeError('a median needs at least one curve, got 0');
  const levels = others.map((curve) => new Map(curve.frequenciesHz.map((f, i) => [f, curve.levelsDb[i] as number])));
  const frequenciesHz = first.frequenciesHz.filter((f) => levels.every((map) => map.has(f)));
  const at = new Map(first.frequenciesHz.map((f, i) => [f, first.levelsDb[i] as number]));
  return {
    frequenciesHz,
    levelsDb: frequenciesHz.map((f) => median([at.get(f) as number, ...levels.map((map) => map.get(f) as number)])),
  };
}

/** Shifts a curve so that the mean of its points from 300 to 3000 Hz is 0 dB. */
export function normalised(curve: Curve): Curve {
  const middle = curve.levelsDb.filter((_, i) => {
    const f = curve.frequenciesHz[i] as number;
    return f >= 300 && f <= 3000;
  });
  const mean = middle.reduce((sum, level) => sum + level, 0) / middle.length;
  return { ...curve, levelsDb: curve.levelsDb.map((level) => level - mean) };
}

/**
 * Replaces everything below `fromHz` by the level there times a fourth-order Butterworth high-pass, whose level is
 * 6 dB down at `sixDbDownHz`: the usual roll-off of a vented box.
 */
export function withVentedRollOff(curve: Curve, fromHz: number, sixDbDownHz: number): Curve {
  const at = curve.frequenciesHz.findIndex((f) => f >= fromHz);
  const held = curve.levelsDb[at] as number;
  const rollOffDb = (f: number): number => -10 * Math.log10(1 + 3 * (sixDbDownHz / f) ** 8);
  return {
    frequenciesHz: curve.frequenciesHz,
    levelsDb: curve.levelsDb.map((level, i) => (i < at ? held : level) + rollOffDb(curve.frequenciesHz[i] as number)),
  };
}

/** What is assumed beyond the valid range: the last level is held, or a fall goes on with its slope. */
export type Continuation = 'hold' | 'slope';

/** Falls are not followed below this; nobody hears it, and the sections would be spent on it. */
const FLOOR_DB = -90;

function slopeDbPerOctave(curve: Curve, edge: number, octaves: number): number {
  const edgeHz = curve.frequenciesHz[edge] as number;
  const near = curve.frequenciesHz.findIndex((f) => Math.abs(Math.log2(f / edgeHz)) <= octaves);
  const far = curve.frequenciesHz.findLastIndex((f) => Math.abs(Math.log2(f / edgeHz)) <= octaves);
  const rise = (curve.levelsDb[far] as number) - (curve.levelsDb[near] as number);
  return rise / Math.log2((curve.frequenciesHz[far] as number) / (curve.frequenciesHz[near] as number));
}

/**
 * Cuts a curve to its valid range and continues it to 20 Hz and 20 kHz on a grid of 24 points an octave.
 * Of the slopes over the last half and the last whole octave the steeper is followed, and only where it falls
 * outwards: ripple at the edge of a range may hide a roll-off over the shorter span.
 */
export function extended(
  curve: Curve,
  validHz: readonly [number, number],
  low: Continuation,
  high: Continuation,
): Curve {
  const kept = curve.frequenciesHz
    .map((f, i) => ({ f, level: curve.levelsDb[i] as number }))
    .filter(({ f }) => f >= validHz[0] && f <= validHz[1]);
  const inner: Curve = { frequenciesHz: kept.map(({ f }) => f), levelsDb: kept.map(({ level }) => level) };
  const last = kept.length - 1;
  const lowSlope = low === 'slope' ? Math.max(0, ...[0.5, 1].map((span) => slopeDbPerOctave(inner, 0, span))) : 0;
  const highSlope = high === 'slope' ? Math.min(0, ...[0.5, 1].map((span) => slopeDbPerOctave(inner, last, span))) : 0;
  const first = kept[0] as { f: number; level: number };
  const end = kept[last] as { f: number; level: number };
  const below: typeof kept = [];
  for (let k = 1; first.f * 2 ** (-k / 24) >= 20; k++) {
    below.unshift({ f: first.f * 2 ** (-k / 24), level: Math.max(FLOOR_DB, first.level - (lowSlope * k) / 24) });
  }
  const above: typeof kept = [];
  for (let k = 1; end.f * 2 ** (k / 24) <= 20_000; k++) {
    above.push({ f: end.f * 2 ** (k / 24), level: Math.max(FLOOR_DB, end.level + (highSlope * k) / 24) });
  }
  const all = [...below, ...kept, ...above];
  return { frequenciesHz: all.map(({ f }) => f), levelsDb: all.map(({ level }) => level) };
}

/** What the index of the curves says of one of them. */
export interface CurveOrigin {
  readonly source: string;
  readonly note: string;
}

/** One line of a CSV file, quotes undone. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** Reads `index.csv` beside the folder of curves. */
export function readOrigin(folder: string, stem: string): CurveOrigin {
  const [head = '', ...lines] = readFileSync(join(folder, '../index.csv'), 'utf8').split('\n');
  const names = cellsOf(head);
  const line = lines.find((candidate) => candidate.startsWith(`${stem}.csv,`));
  if (line === undefined) throw new Error(`The index of the curves in ${folder} does not name ${stem}.csv.`);
  const cells = cellsOf(line);
  const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
  return { source: cell('source'), note: cell('note') };
}
