import type { StrengthScale } from '../../drills/DrillKind';
import { positionOf } from '../../drills/psychometric';

const DAY_MS = 86_400_000;

/** Days since 1970 of a calendar day `YYYY-MM-DD`. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const dateFormat = format({ day: 'numeric', month: 'short', year: 'numeric' });
const dayFormat = format({ day: 'numeric', month: 'short' });
const monthFormat = format({ month: 'short' });
const monthYearFormat = format({ month: 'short', year: 'numeric' });

/** `4 May 2026` */
export const dateWords = (day: string): string => dateFormat.format(dayNumber(day) * DAY_MS);

export interface Tick<T = number> {
  readonly at: T;
  readonly label: string;
}

const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60] as const;
const DAY_STEPS = [1, 2, 7, 14] as const;
/** Beyond this, months are counted and not days. */
const LONGEST_IN_DAYS = 80;

/** Labelled days from one day number to another, both included, at most `most` of them. */
export function dateTicks(from: number, to: number, most: number): Tick[] {
  const span = to - from;
  if (span <= LONGEST_IN_DAYS) {
    const step = DAY_STEPS.find((days) => span / days < most) ?? Math.ceil(span / most);
    // Counted back from the end: today is what one looks for.
    const count = Math.floor(span / step) + 1;
    return Array.from({ length: count }, (_, i) => to - (count - 1 - i) * step).map((at) => ({
      at,
      label: dayFormat.format(at * DAY_MS),
    }));
  }
  const months = span / 30.44;
  const step = MONTH_STEPS.find((count) => months / count < most) ?? 120;
  const ticks: Tick[] = [];
  const start = new Date(from * DAY_MS);
  const firstMonth = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.ceil(firstMonth / step) * step; ; month += step) {
    const ms = Date.UTC(Math.floor(month / 12), month % 12, 1);
    const at = Math.round(ms / DAY_MS);
    if (at > to) return ticks;
    const isNamedByYear = month % 12 === 0 || step >= 12 || ticks.length === 0;
    if (at >= from) ticks.push({ at, label: (isNamedByYear ? monthYearFormat : monthFormat).format(ms) });
  }
}

/** Leading figures of round numbers, the usual ones first, then coarser for long scales, then finer for short ones. */
const ROUND_NUMBERS = [[1, 2, 5], [1, 3], [1], [1, 1.5, 2, 3, 5, 7]] as const;
const FEWEST_TICKS = 3;
const MOST_TICKS = 8;

/** Round strengths within the scale, ascending by number. */
export function strengthTicks({
  easiest,
  hardest,
  mapping,
}: Pick<StrengthScale, 'easiest' | 'hardest' | 'mapping'>): number[] {
  const [low, high] = [Math.min(easiest, hardest), Math.max(easiest, hardest)];
  if (mapping === 'log') {
    const tries = ROUND_NUMBERS.map((leading) => roundNumbers(leading, low, high));
    return tries.find(({ length }) => length >= FEWEST_TICKS && length <= MOST_TICKS) ?? tries.at(-1)!;
  }
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 3, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(Number((i * step).toPrecision(6)));
  return ticks;
}

function roundNumbers(leading: readonly number[], low: number, high: number): number[] {
  const numbers: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    for (const figure of leading) {
      const value = Number((figure * 10 ** decade).toPrecision(3));
      if (value >= low && value <= high) numbers.push(value);
    }
  }
  return numbers;
}

/** Height of a strength on its scale: 0 the easiest, 1 the hardest. Harder is up, whichever number is the larger. */
export const heightOf = (scale: StrengthScale, strength: number): number => 1 - positionOf(scale, strength);
