import { bisect, errorFunction, gammaln } from 'simple-statistics';

/** 97.5 % point of the normal distribution. */
const Z95 = 1.959963984540054;

function assertCounts(right: number, count: number): void {
  if (!Number.isInteger(count) || count < 0 || !Number.isInteger(right) || right < 0 || right > count) {
    throw new RangeError(`right answers must be a whole number from 0 to the count, got ${right} of ${count}`);
  }
}

function assertChance(chance: number): void {
  if (!(chance >= 0 && chance < 1)) throw new RangeError(`chance must be from 0 to below 1, got ${chance}`);
}

/** Wilson's score interval of a share, 95 %, without continuity correction; everything when nothing was counted. */
export function wilsonInterval(right: number, count: number): readonly [low: number, high: number] {
  assertCounts(right, count);
  if (count === 0) return [0, 1];
  const share = right / count;
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z95 / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count));
  // At none or all right the interval ends there exactly; rounding would leave it 1e-17 beside.
  return [right === 0 ? 0 : centre - half, right === count ? 1 : centre + half];
}

export interface CorrectedAccuracy {
  /** (p − c) / (1 − c): 0 is guessing, 1 is all right; below 0 is worse than guessing. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Share of right answers without the lucky guesses, with the Wilson interval corrected alike (Abbott's formula).
 * @param chance of a lucky guess, 0 … < 1; the mean where trials differ
 * @returns null when nothing was counted
 */
export function correctedAccuracy(right: number, count: number, chance: number): CorrectedAccuracy | null {
  assertChance(chance);
  if (count === 0) return null;
  const corrected = (share: number): number => (share - chance) / (1 - chance);
  const [low, high] = wilsonInterval(right, count);
  return { value: corrected(right / count), low: corrected(low), high: corrected(high) };
}

/** Probability that guesses alone get at least this many right (one-sided binomial test). */
export function guessingProbability(right: number, count: number, chance: number): number {
  assertCounts(right, count);
  assertChance(chance);
  if (right === 0) return 1;
  if (chance === 0) return 0;
  let sum = 0;
  // From the far tail inwards: small terms first, so that none is lost.
  for (let k = count; k >= right; k--) {
    const ways = gammaln(count + 1) - gammaln(k + 1) - gammaln(count - k + 1);
    sum += Math.exp(ways + k * Math.log(chance) + (count - k) * Math.log(1 - chance));
  }
  return Math.min(1, sum);
}

/** Fewest right answers that guesses alone reach with less than this probability; null when not even all right do. */
export function fewestRight(count: number, chance: number, below = 0.05): number | null {
  for (let right = 0; right <= count; right++) if (guessingProbability(right, count, chance) < below) return right;
  return null;
}

/** Standard normal distribution function. */
const phi = (z: number): number => (1 + errorFunction(z / Math.SQRT2)) / 2;

/**
 * Share of right answers of an unbiased listener who names the strongest of m impressions, one of which is shifted by d′:
 * ∫ φ(z − d′) Φ(z)^(m − 1) dz (Green & Swets 1966, Hacker & Ratcliff 1979).
 */
export function shareRightOf(dPrime: number, alternatives: number): number {
  // Simpson's rule over ±8 standard deviations; what is beyond is below 1e-14.
  const steps = 400;
  const width = 16 / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const z = -8 + i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-(z * z) / 2) * phi(z + dPrime) ** (alternatives - 1);
  }
  return ((sum * width) / 3) * 0.3989422804014327;
}

/**
 * Sensitivity d′ from right answers among m alternatives. Half an answer is added on each side of the count (log-linear
 * rule, Hautus 1995), so that none or all right stays finite.
 * @param alternatives at least 2
 */
export function dPrimeOf(right: number, count: number, alternatives: number): number {
  assertCounts(right, count);
  if (!Number.isInteger(alternatives) || alternatives < 2) {
    throw new RangeError(`there must be at least 2 alternatives, got ${alternatives}`);
  }
  const share = (right + 0.5) / (count + 1);
  return bisect((dPrime: number) => shareRightOf(dPrime, alternatives) - share, -6, 8, 60, 1e-6);
}

export interface Mistake {
  readonly asked: string;
  readonly answered: string;
  readonly count: number;
  /** How often `asked` was asked. */
  readonly askedCount: number;
}

/** How often each item was taken for each. */
export interface ConfusionMatrix {
  /** Rows and columns, in the order given, then the others by name. */
  readonly items: readonly string[];
  /** Items that have no row: the matrix grows with the square of their number. Those that came up most have one. */
  readonly leftOutCount: number;
  /** `counts[asked][answered]` */
  readonly counts: readonly (readonly number[])[];
  /** How often each item of `items` was asked, whatever was answered. */
  readonly askedCounts: readonly number[];
  readonly total: number;
  /** The most frequent one off the diagonal, among all items; of equal ones the first in the order of the matrix. */
  readonly worst: Mistake | null;
}

const ARROW = '→';

/** More than any drill has; what is stored may hold thousands. */
const MOST_ITEMS = 64;

/**
 * Matrix from `asked→answered` counts, as days keep them.
 * @param inOrder puts items in the screen's order; by name when left out
 * @param mostItems rows that there may be
 */
export function confusionMatrix(
  counts: Readonly<Record<string, number>>,
  inOrder: (items: readonly string[]) => readonly string[] = (items) => items.toSorted((a, b) => (a < b ? -1 : 1)),
  mostItems = MOST_ITEMS,
): ConfusionMatrix {
  const pairs = Object.entries(counts).flatMap(([pair, count]) => {
    const [asked, answered, ...rest] = pair.split(ARROW);
    return asked === undefined || answered === undefined || rest.length > 0 || count <= 0
      ? []
      : [{ asked, answered, count }];
  });
  const askedCounts = new Map<string, number>();
  const weights = new Map<string, number>();
  const add = (map: Map<string, number>, item: string, count: number): unknown =>
    map.set(item, (map.get(item) ?? 0) + count);
  let total = 0;
  for (const { asked, answered, count } of pairs) {
    add(askedCounts, asked, count);
    add(weights, asked, count);
    add(weights, answered, count);
    total += count;
  }
  const heaviest = [...weights].toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const items = inOrder(heaviest.slice(0, mostItems).map(([item]) => item));
  const places = new Map(items.map((item, index) => [item, index]));
  const placeOf = (item: string): number => places.get(item) ?? items.length;
  const matrix = items.map(() => items.map(() => 0));
  let worst: Mistake | null = null;
  for (const { asked, answered, count } of pairs) {
    const row = matrix[placeOf(asked)];
    if (row && places.has(answered)) row[placeOf(answered)]! += count;
    if (asked === answered) continue;
    const isWorse =
      worst === null ||
      count > worst.count ||
      (count === worst.count &&
        (placeOf(asked) - placeOf(worst.asked) || placeOf(answered) - placeOf(worst.answered)) < 0);
    if (isWorse) worst = { asked, answered, count, askedCount: askedCounts.get(asked)! };
  }
  return {
    items,
    leftOutCount: weights.size - items.length,
    counts: matrix,
    askedCounts: items.map((item) => askedCounts.get(item) ?? 0),
    total,
    worst,
  };
}
