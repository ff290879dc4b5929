import { ElsewhereError } from '../../core/errors';
import { clamp, dbToPower, powerToDb } from '../../core/units';
import type { ToneCurve } from '../ToneCurve';
import { badLine, counted } from './naming';

const GRID_POINTS = 240;

/** 20 Hz to 20 kHz in 240 equal steps of log frequency: 23.98 points an octave. */
export const TONE_GRID_HZ: Float64Array = Float64Array.from(
  { length: GRID_POINTS },
  (_, i) => 20 * 1000 ** (i / (GRID_POINTS - 1)),
);
const GRID_STEP = Math.log(1000) / (GRID_POINTS - 1);
/** A file may write a grid point with fewer digits than it has. */
const EDGE_TOLERANCE = 1e-4;

/** Fewest points that a curve is made of. */
const FEWEST_POINTS = 10;
/** A measurement of a million samples, not smoothed, has half as many lines. */
const MOST_POINTS = 524_288;
/** Levels farther than this from the middle of the curve are mistakes of writing. */
const ABSURD_DB = 60;
/** A roll-off may go down to here, in steps no larger than these. */
const LOWEST_DB = -150;
const STEP_DB = 12;
/** From this many points a grid step on, they are averaged over the step: one alone would be chance. */
const DENSE = 8;

/** @throws ElsewhereError `device-too-many-points` */
export function assertPointCount(count: number): void {
  if (count <= MOST_POINTS) return;
  throw new ElsewhereError('device-too-many-points', `${count} points are too many`, { limit: MOST_POINTS });
}

/** Points as they stand in a file. */
export interface FilePoints {
  readonly frequenciesHz: number[];
  readonly levelsDb: number[];
  /** Line of each point, counted from 1. */
  readonly lines: number[];
  /** What is written of a point, by its place in the lists. */
  readonly textAt: (index: number) => string;
}

/**
 * Monotone piecewise cubic interpolation (Fritsch & Carlson, SIAM J. Numer. Anal. 17, 1980; end slopes as in Moler,
 * *Numerical Computing with MATLAB*, §3.6).
 * @param x rising strictly, at least two
 * @returns value at each `at`, which lie within `x`; the ends are held beyond
 */
export function pchip(x: ArrayLike<number>, y: ArrayLike<number>, at: ArrayLike<number>): Float64Array {
  const n = x.length;
  const step = new Float64Array(n - 1);
  const rise = new Float64Array(n - 1);
  for (let i = 0; i < n - 1; i++) {
    step[i] = x[i + 1]! - x[i]!;
    rise[i] = (y[i + 1]! - y[i]!) / step[i]!;
  }
  const slope = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    const [before, after] = [rise[i - 1]!, rise[i]!];
    if (before * after <= 0) continue;
    const w1 = 2 * step[i]! + step[i - 1]!;
    const w2 = step[i]! + 2 * step[i - 1]!;
    slope[i] = (w1 + w2) / (w1 / before + w2 / after);
  }
  const endSlope = (h0: number, h1: number, d0: number, d1: number): number => {
    const free = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
    if (Math.sign(free) !== Math.sign(d0)) return 0;
    return Math.sign(d0) !== Math.sign(d1) && Math.abs(free) > 3 * Math.abs(d0) ? 3 * d0 : free;
  };
  if (n === 2) slope.fill(rise[0]!);
  else {
    slope[0] = endSlope(step[0]!, step[1]!, rise[0]!, rise[1]!);
    slope[n - 1] = endSlope(step[n - 2]!, step[n - 3]!, rise[n - 2]!, rise[n - 3]!);
  }
  const out = new Float64Array(at.length);
  let i = 0;
  for (let k = 0; k < at.length; k++) {
    const value = clamp(at[k]!, x[0]!, x[n - 1]!);
    if (value < x[i]!) i = 0;
    while (i < n - 2 && value > x[i + 1]!) i++;
    const h = step[i]!;
    const s = (value - x[i]!) / h;
    out[k] =
      y[i]! * (1 + 2 * s) * (1 - s) ** 2 +
      h * slope[i]! * s * (1 - s) ** 2 +
      y[i + 1]! * s * s * (3 - 2 * s) +
      h * slope[i + 1]! * s * s * (s - 1);
  }
  return out;
}

/**
 * Straight lines between points.
 * @param x rising strictly, at least two
 * @returns value at each `at`; the ends are held beyond
 */
export function straightLines(x: ArrayLike<number>, y: ArrayLike<number>, at: ArrayLike<number>): Float64Array {
  const last = x.length - 1;
  let i = 0;
  return Float64Array.from(at, (value) => {
    if (value <= x[0]!) return y[0]!;
    if (value >= x[last]!) return y[last]!;
    if (value < x[i]!) i = 0;
    while (value > x[i + 1]!) i++;
    return y[i]! + ((y[i + 1]! - y[i]!) * (value - x[i]!)) / (x[i + 1]! - x[i]!);
  });
}

/** Mean level from 300 to 3000 Hz, evenly over log frequency, dB. */
export function midbandDb(levelAt: (frequenciesHz: Float64Array) => ArrayLike<number>): number {
  const frequenciesHz = Float64Array.from({ length: 100 }, (_, i) => 300 * 10 ** ((i + 0.5) / 100));
  const levels = levelAt(frequenciesHz);
  let sum = 0;
  for (let i = 0; i < levels.length; i++) sum += levels[i]!;
  return sum / levels.length;
}

/** Slope beyond an edge below which a curve counts as falling, and the steepest that is continued, dB an octave. */
const FALLING_DB = -3;
const STEEPEST_DB = -24;
const FLOOR_DB = -80;

/**
 * A curve at any frequency: interpolated within its range, beyond it held, or, where it falls towards the edge by more
 * than 3 dB an octave, continued at that slope: a roll-off does not end where the measurement does.
 */
export function curveLevelsDb(curve: ToneCurve, frequenciesHz: ArrayLike<number>): Float64Array {
  const { levelsDb } = curve;
  const n = levelsDb.length;
  const lnF = curve.frequenciesHz.map((f) => Math.log(f));
  const at = Float64Array.from(frequenciesHz, (f) => Math.log(Math.max(f, 1e-3)));
  const levels = pchip(lnF, levelsDb, at);
  const outwardSlope = (edge: number, inward: 1 | -1): number => {
    let i = edge;
    while (i + inward >= 0 && i + inward < n && Math.abs(lnF[i]! - lnF[edge]!) < Math.LN2 / 3) i += inward;
    const slope = ((levelsDb[edge]! - levelsDb[i]!) / Math.abs(lnF[edge]! - lnF[i]!)) * Math.LN2;
    return slope < FALLING_DB ? Math.max(slope, STEEPEST_DB) : 0;
  };
  const below = outwardSlope(0, 1);
  const above = outwardSlope(n - 1, -1);
  for (let k = 0; k < at.length; k++) {
    const octaves = Math.max(lnF[0]! - at[k]!, at[k]! - lnF[n - 1]!) / Math.LN2;
    if (octaves <= 0) continue;
    const slope = at[k]! < lnF[0]! ? below : above;
    levels[k] = Math.max(levels[k]! + slope * octaves, Math.min(levels[k]!, FLOOR_DB));
  }
  return levels;
}

/** The curve with its mean from 300 to 3000 Hz at 0 dB, and what was taken off for that. */
export function levelled(curve: ToneCurve): { readonly curve: ToneCurve; readonly takenOffDb: number } {
  const takenOffDb = midbandDb((frequenciesHz) => curveLevelsDb(curve, frequenciesHz));
  return {
    curve: { frequenciesHz: curve.frequenciesHz, levelsDb: curve.levelsDb.map((db) => db - takenOffDb) },
    takenOffDb,
  };
}

/** Points nearer than this to another are the same. */
const SAME_POINT = 1e-4;

/** A level at the grid points from `fromHz` to `toHz`, and at `details` among them, hertz in any order. */
export function sampledCurve(
  levelAt: (frequenciesHz: Float64Array) => ArrayLike<number>,
  fromHz = 20,
  toHz = 20_000,
  details: readonly number[] = [],
): ToneCurve {
  const grid = TONE_GRID_HZ.filter((f) => f >= fromHz * (1 - EDGE_TOLERANCE) && f <= toHz * (1 + EDGE_TOLERANCE));
  const inside = details.filter((f) => f > grid[0]! && f < grid.at(-1)!);
  const isNew = (f: number, i: number, all: Float64Array): boolean => i === 0 || f > all[i - 1]! * (1 + SAME_POINT);
  const frequenciesHz =
    inside.length === 0
      ? grid
      : Float64Array.from([...grid, ...inside])
          .toSorted()
          .filter(isNew);
  return { frequenciesHz, levelsDb: Float64Array.from(levelAt(frequenciesHz)) };
}

/** Mean power of curves where all of them have points. @throws ElsewhereError `device-too-narrow` */
export function averagedCurves(curves: readonly ToneCurve[]): ToneCurve {
  const fromHz = Math.max(...curves.map((curve) => curve.frequenciesHz[0]!));
  const toHz = Math.min(...curves.map((curve) => curve.frequenciesHz.at(-1)!));
  assertWide(fromHz, toHz);
  return sampledCurve(
    (frequenciesHz) => {
      const power = new Float64Array(frequenciesHz.length);
      for (const curve of curves) {
        const levels = curveLevelsDb(curve, frequenciesHz);
        for (let i = 0; i < power.length; i++) power[i]! += dbToPower(levels[i]!) / curves.length;
      }
      return power.map(powerToDb);
    },
    fromHz,
    toHz,
  );
}

/** @throws ElsewhereError `device-too-narrow` unless 100 Hz to 10 kHz are within the range */
export function assertWide(fromHz: number, toHz: number): void {
  if (fromHz <= 100 * (1 + EDGE_TOLERANCE) && toHz >= 10_000 * (1 - EDGE_TOLERANCE)) return;
  const detail = { fromHz: Number(fromHz.toPrecision(4)), toHz: Number(toHz.toPrecision(4)) };
  throw new ElsewhereError('device-too-narrow', `${fromHz} to ${toHz} Hz is too narrow`, detail);
}

/**
 * Points of a file on the grid, at the levels of the file: put in order, equal frequencies averaged.
 * @returns the curve, and what was done
 * @throws ElsewhereError `device-too-few-points`, `device-too-narrow`, `device-bad-line`, `device-too-large`
 */
export function curveOfPoints(points: FilePoints): { readonly curve: ToneCurve; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const count = points.frequenciesHz.length;
  assertPointCount(count);
  const order = Array.from({ length: count }, (_, i) => i);
  const isInOrder = points.frequenciesHz.every((f, i) => i === 0 || f >= points.frequenciesHz[i - 1]!);
  if (!isInOrder) {
    order.sort((a, b) => points.frequenciesHz[a]! - points.frequenciesHz[b]! || a - b);
    notes.push('The points were put in order of frequency.');
  }
  const frequenciesHz: number[] = [];
  const levelsDb: number[] = [];
  let twice = 0;
  for (let k = 0; k < count;) {
    const f = points.frequenciesHz[order[k]!]!;
    let sum = 0;
    let same = 0;
    for (; k < count && points.frequenciesHz[order[k]!] === f; k++, same++) sum += points.levelsDb[order[k]!]!;
    frequenciesHz.push(f);
    levelsDb.push(sum / same);
    if (same > 1) twice++;
  }
  if (twice > 0) {
    notes.push(`${counted(twice, 'frequency', 'frequencies')} stood there more than once; their levels were averaged.`);
  }
  if (frequenciesHz.length < FEWEST_POINTS) {
    throw new ElsewhereError('device-too-few-points', `${frequenciesHz.length} points are too few`, {
      points: frequenciesHz.length,
    });
  }
  assertWide(frequenciesHz[0]!, frequenciesHz.at(-1)!);
  refuseAbsurd(points, frequenciesHz, levelsDb);

  const lnF = frequenciesHz.map((f) => Math.log(f));
  const range = [Math.max(20, frequenciesHz[0]!), Math.min(20_000, frequenciesHz.at(-1)!)] as const;
  let dense = 0;
  const curve = sampledCurve(
    (at) => {
      const lnAt = at.map((f) => Math.log(f));
      const levels = pchip(lnF, levelsDb, lnAt);
      let from = 0;
      let to = 0;
      for (let k = 0; k < at.length; k++) {
        while (from < lnF.length && lnF[from]! < lnAt[k]! - GRID_STEP / 2) from++;
        while (to < lnF.length && lnF[to]! <= lnAt[k]! + GRID_STEP / 2) to++;
        if (to - from < DENSE) continue;
        let power = 0;
        for (let i = from; i < to; i++) power += dbToPower(levelsDb[i]!);
        levels[k] = powerToDb(power / (to - from));
        dense++;
      }
      return levels;
    },
    ...range,
  );
  if (dense > 0) notes.push('Where points lie closer than 1/192 octave, they were averaged over 1/24 octave.');
  return { curve, notes };
}

/**
 * A level 60 dB off the median of the midband is a mistake of writing, but for the end of a roll-off, where each point
 * is near the one before it.
 * @throws ElsewhereError `device-bad-line` for the first such level
 */
export function refuseAbsurd(points: FilePoints, frequenciesHz: readonly number[], levelsDb: readonly number[]): void {
  const middle = levelsDb.filter((_, i) => frequenciesHz[i]! >= 300 && frequenciesHz[i]! <= 3000);
  const sorted = (middle.length > 0 ? middle : levelsDb).toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  const isAbsurd = (i: number): boolean => {
    const f = frequenciesHz[i]!;
    const off = levelsDb[i]! - median;
    if (f < 20 || f > 20_000 || Math.abs(off) <= ABSURD_DB) return false;
    const inward = levelsDb[f < 1000 ? i + 1 : i - 1];
    return off > 0 || off < LOWEST_DB || inward === undefined || Math.abs(inward - levelsDb[i]!) > STEP_DB;
  };
  const absurd = new Set(frequenciesHz.filter((_, i) => isAbsurd(i)));
  const first = points.frequenciesHz.findIndex((f, i) => absurd.has(f) && Math.abs(points.levelsDb[i]! - median) > 60);
  if (absurd.size > 0 && first >= 0) throw badLine(points.lines[first]!, points.textAt(first));
}

/** The sentence for a level that was taken off. */
export function levelNote(takenOffDb: number): string[] {
  if (Math.abs(takenOffDb) < 0.05) return [];
  const amount = `${Math.abs(takenOffDb).toFixed(1)} dB ${takenOffDb > 0 ? 'taken off' : 'added'}`;
  return takenOffDb > 20
    ? [`Levels were sound pressure: ${amount}, their mean from 300 to 3000 Hz.`]
    : [`Levelled: ${amount}, so that the mean from 300 to 3000 Hz is 0 dB.`];
}
