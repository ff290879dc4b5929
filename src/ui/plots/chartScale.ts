import { clamp } from '../../core/units';
import { AXIS_FROM_HZ, AXIS_TO_HZ, axisFraction, axisFrequencies } from './frequencyAxis';

/** 25 dB are as tall as a decade is wide, as the field draws it. */
const DB_PER_DECADE = 25;
const DECADES = Math.log10(AXIS_TO_HZ / AXIS_FROM_HZ);
const GRID_DB = 6;

/** Where frequencies and levels are on a chart of this size, in pixels from its upper left corner. */
export interface ChartScale {
  readonly width: number;
  readonly height: number;
  readonly topDb: number;
  readonly bottomDb: number;
  readonly xOf: (frequencyHz: number) => number;
  readonly yOf: (levelDb: number) => number;
  /** Within the axis. */
  readonly hzAt: (x: number) => number;
  readonly dbAt: (y: number) => number;
  /** Levels of the grid's lines. */
  readonly gridDb: readonly number[];
}

export function chartScale(width: number, topDb: number, bottomDb: number): ChartScale {
  const height = (width * (topDb - bottomDb)) / (DECADES * DB_PER_DECADE);
  const gridDb: number[] = [];
  for (let db = topDb; db >= bottomDb; db -= GRID_DB) gridDb.push(db);
  return {
    width,
    height,
    topDb,
    bottomDb,
    gridDb,
    xOf: (frequencyHz) => axisFraction(frequencyHz) * width,
    yOf: (levelDb) => ((topDb - levelDb) / (topDb - bottomDb)) * height,
    hzAt: (x) => AXIS_FROM_HZ * 10 ** (DECADES * clamp(x / width, 0, 1)),
    dbAt: (y) => topDb - (y / height) * (topDb - bottomDb),
  };
}

/** Never smaller than this, so that a flat device looks flat; more where a chart of that shape would be too low. */
const LEAST = { topDb: 12, bottomDb: -18 } as const;
const LEAST_NARROW = { topDb: 18, bottomDb: -30 } as const;
/** Charts below this are narrow, pixels. */
const NARROW = 420;
/** What is lower is silence to a mix. */
const LOWEST_DB = -42;
const HIGHEST_DB = 30;

/**
 * Edges, in whole steps of the grid, between which all the levels lie that matter.
 * @param width of the chart, pixels
 */
export function decibelRange(
  width: number,
  ...curves: readonly ArrayLike<number | null>[]
): { topDb: number; bottomDb: number } {
  const least = width < NARROW ? LEAST_NARROW : LEAST;
  let highest = -Infinity;
  let lowest = Infinity;
  for (const curve of curves) {
    for (let i = 0; i < curve.length; i++) {
      const level = curve[i];
      if (level === null || level === undefined || !Number.isFinite(level)) continue;
      highest = Math.max(highest, level);
      lowest = Math.min(lowest, level);
    }
  }
  const topDb = Math.ceil((highest + 1) / GRID_DB) * GRID_DB;
  const bottomDb = Math.floor((lowest - 1) / GRID_DB) * GRID_DB;
  return {
    topDb: clamp(Number.isFinite(topDb) ? topDb : 0, least.topDb, HIGHEST_DB),
    bottomDb: clamp(Number.isFinite(bottomDb) ? bottomDb : 0, LOWEST_DB, least.bottomDb),
  };
}

/** One for each point of a drawn line: twenty-four an octave, which is finer than any curve here. */
export const CHART_HZ = axisFrequencies(241);

/** SVG path through levels at {@link CHART_HZ}; a gap where there is none, and below the chart. */
export function linePath(levelsDb: ArrayLike<number | null>, scale: ChartScale): string {
  let path = '';
  let isDown = false;
  for (let i = 0; i < CHART_HZ.length; i++) {
    const level = levelsDb[i];
    if (level === null || level === undefined) {
      isDown = false;
      continue;
    }
    const x = (i / (CHART_HZ.length - 1)) * scale.width;
    const y = clamp(scale.yOf(level), -2, scale.height + 2);
    const next = levelsDb[i + 1];
    // Nothing to draw along the floor: the pen is lifted until the line comes up again.
    if (level < scale.bottomDb && (next === null || next === undefined || next < scale.bottomDb)) {
      if (isDown) path += `L${x.toFixed(1)} ${y.toFixed(1)}`;
      isDown = false;
      continue;
    }
    path += `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDown = true;
  }
  return path;
}

/** The area between two lines at {@link CHART_HZ}, where both are. */
export function bandPath(lowDb: ArrayLike<number | null>, highDb: ArrayLike<number | null>, scale: ChartScale): string {
  let path = '';
  let from = -1;
  const point = (levels: ArrayLike<number | null>, i: number): string =>
    `${((i / (CHART_HZ.length - 1)) * scale.width).toFixed(1)} ${clamp(scale.yOf(levels[i]!), -2, scale.height + 2).toFixed(1)}`;
  for (let i = 0; i <= CHART_HZ.length; i++) {
    const isThere = i < CHART_HZ.length && lowDb[i] !== null && highDb[i] !== null;
    if (isThere && from < 0) from = i;
    if (isThere || from < 0) continue;
    const there: string[] = [];
    const back: string[] = [];
    for (let k = from; k < i; k++) {
      there.push(point(highDb, k));
      back.unshift(point(lowDb, k));
    }
    path += `M${there.join('L')}L${back.join('L')}Z`;
    from = -1;
  }
  return path;
}

/** Levels at {@link CHART_HZ} between given points, straight in log f; null outside them and next to a missing one. */
export function atChartFrequencies(
  frequenciesHz: ArrayLike<number>,
  levelsDb: ArrayLike<number | null>,
): (number | null)[] {
  let at = 0;
  return Array.from(CHART_HZ, (hz) => {
    while (at < frequenciesHz.length - 2 && frequenciesHz[at + 1]! < hz) at++;
    const from = frequenciesHz[at]!;
    const to = frequenciesHz[at + 1]!;
    const low = levelsDb[at];
    const high = levelsDb[at + 1];
    // Rounding must not take the ends of the axis away.
    if (hz < from * 0.999 || hz > to * 1.001) return null;
    if (low === null || low === undefined || high === null || high === undefined) return null;
    const part = clamp(Math.log(hz / from) / Math.log(to / from), 0, 1);
    return low + part * (high - low);
  });
}
