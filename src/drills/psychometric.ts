import { clamp } from '../core/units';
import type { StrengthScale } from './DrillKind';
import type { Outcome, ThresholdEstimate } from './records';

/**
 * How sure an answer is, by how strong the difference was:
 *
 *     P(right) = c + (1 − c − λ) / (1 + exp(−a (x − b)))
 *
 * x is the strength's position on its scale (0 hardest, 1 easiest), c the chance of a lucky guess, λ the share of lapses.
 * The threshold b is the strength that is heard half the time: P half-way between c and 1 − λ.
 *
 * The posterior over b × a × λ is kept on a grid, and the next strength is the one after whose answer the least
 * uncertainty about b alone is to be expected (psi: Kontsevich & Tyler, Vision Research 39 (1999) 2729; with slope and
 * lapses as nuisance parameters: Prins, Journal of Vision 13(7):3 (2013)). Two things are added. One more hypothesis says
 * that nothing on the scale is heard at all: a threshold is stated only when guessing no longer explains the answers. And
 * between two trials the threshold may drift a little or, seldom, be another, so that an ear that gets better is followed.
 *
 * Everything is computed with + − × ÷ alone, which give the same bits on every machine; `Math.exp` and `Math.log` need not.
 */

/** Steps from the hardest to the easiest strength. */
const STEPS = 50;
/** Thresholds are looked for from −0.2 to 1.4: beyond the ends, so that the ends themselves can be excluded. */
const LOWEST = -10;
const HIGHEST = 70;
const THRESHOLDS = HIGHEST - LOWEST + 1;
/** Row after the thresholds: nothing on the scale is heard. */
const DEAF = THRESHOLDS;
/** From 10 % to 90 % of the rise takes 4.4 / a of the scale: three quarters of it … a tenth. */
const SLOPES = [6, 8.5, 12, 17, 24, 34, 48] as const;
const LAPSES = [0, 0.02, 0.05, 0.1, 0.2] as const;
const LAPSE_PRIOR = [0.35, 0.35, 0.2, 0.08, 0.02] as const;
const NUISANCES = SLOPES.length * LAPSES.length;
const PRIOR_DEAF = 0.1;
/** Share of a threshold's probability that moves on to each neighbour per trial: 0.004 of the scale RMS. */
const DRIFT = 0.02;
/** Share of what is believed that gives way to the prior per trial: new headphones, a new day, a penny that drops. */
const RENEWAL = 0.001;
/**
 * A threshold is stated when the probability that there is none on the scale has fallen below the first figure; one in the
 * easiest quarter, whose interval then reaches the end and so claims less, below the second.
 */
const UNMEASURABLE = 0.005;
const UNMEASURABLE_NEAR_END = 0.2;
const NEAR_END = 0.75;
const FEWEST_TRIALS = 15;
const TAIL = 0.025;
/** A 95 % interval this wide, or narrower, is settled. Share of the scale. */
const SETTLED_WIDTH = 0.2;

/** e^−t for t ≥ 0, to 12 digits. */
function expNegative(t: number): number {
  // (e^(−t/1024))^1024, the inner one by its series.
  const u = t / 1024;
  let value = 1 - u * (1 - (u / 2) * (1 - (u / 3) * (1 - (u / 4) * (1 - u / 5))));
  for (let i = 0; i < 10; i++) value *= value;
  return value;
}

/** Natural logarithm of 0 < v ≤ 1, to 12 digits. */
function ln(v: number): number {
  let mantissa = v;
  let halvings = 0;
  while (mantissa < 2 ** -32) {
    mantissa *= 2 ** 32;
    halvings += 32;
  }
  while (mantissa < 0.7071) {
    mantissa *= 2;
    halvings++;
  }
  // 2 artanh((m − 1) / (m + 1)); |u| < 0.172.
  const u = (mantissa - 1) / (mantissa + 1);
  const q = u * u;
  return (
    2 * u * (1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q / 13)))))) -
    halvings * 0.6931471805599453
  );
}

const logistic = (t: number): number => (t >= 0 ? 1 / (1 + expNegative(t)) : 1 - 1 / (1 + expNegative(-t)));

/** Detection without guesses and lapses, `[(x − b) in steps + HIGHEST][slope]`. */
const DETECTION = (() => {
  const table = new Float64Array((STEPS - LOWEST + HIGHEST + 1) * SLOPES.length);
  for (let offset = -HIGHEST; offset <= STEPS - LOWEST; offset++) {
    for (const [s, slope] of SLOPES.entries()) {
      table[(offset + HIGHEST) * SLOPES.length + s] = logistic((slope * offset) / STEPS);
    }
  }
  return table;
})();

/** Nearest grid position of a strength, 0 (hardest) … STEPS. Strengths beyond the scale count as its ends. */
function stepOf(scale: StrengthScale, strength: number): number {
  return Math.round(positionOf(scale, strength) * STEPS);
}

/** Where a strength lies between the hardest (0) and the easiest (1) of its scale; ends count for what lies beyond them. */
export function positionOf(scale: StrengthScale, strength: number): number {
  const { easiest, hardest, mapping } = scale;
  if (easiest === hardest) return 1;
  const position =
    mapping === 'log'
      ? strength / hardest > 0
        ? Math.log(strength / hardest) / Math.log(easiest / hardest)
        : 0
      : (strength - hardest) / (easiest - hardest);
  return clamp(Number(position.toFixed(9)), 0, 1);
}

/** Strength at a position, to four digits, so that it is the same on every machine. */
export function strengthAt(scale: StrengthScale, position: number): number {
  const { easiest, hardest, mapping } = scale;
  if (position <= 0) return hardest;
  if (position >= 1) return easiest;
  const strength =
    mapping === 'log' ? hardest * (easiest / hardest) ** position : hardest + (easiest - hardest) * position;
  return Number(strength.toPrecision(4));
}

/** The strengths that the estimator chooses from, hardest first. */
export function strengthGrid(scale: StrengthScale): readonly number[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => strengthAt(scale, step / STEPS));
}

export interface EstimateOptions {
  /** Chance of a lucky guess in the coming trial; that of the latest outcome, or 0.5, when left out. */
  readonly chance?: number;
  /**
   * Estimate of a related skill: the same kind in another band, or on flat. Used where this one has few outcomes of its
   * own, with twice its uncertainty, and never alone: half of the prior stays flat.
   */
  readonly parent?: ThresholdEstimate | null;
}

export interface StrengthEstimate {
  /** Strength for the coming trial, in the kind's scale. */
  readonly next: number;
  /** Strength that is heard half the time, with its 95 % interval; null when it is not measurable (yet). */
  readonly threshold: ThresholdEstimate | null;
  /** The interval is no wider than a fifth of the scale: more trials would say little more. */
  readonly isSettled: boolean;
  /** Outcomes that went in. */
  readonly trialCount: number;
}

type Grid = Float64Array<ArrayBuffer>;

/** Weights of the threshold rows. */
function thresholdPrior(scale: StrengthScale, parent: ThresholdEstimate | null | undefined): Grid {
  const rows = new Float64Array(THRESHOLDS + 1);
  const on = 1 - PRIOR_DEAF;
  let sum = 0;
  for (let row = 0; row < THRESHOLDS; row++) {
    const b = (row + LOWEST) / STEPS;
    // Even over the scale, falling off outside it.
    const outside = b < 0 ? -b : b > 1 ? b - 1 : 0;
    rows[row] = expNegative((outside / 0.06) ** 2 / 2);
    sum += rows[row]!;
  }
  for (let row = 0; row < THRESHOLDS; row++) rows[row]! *= on / sum;
  rows[DEAF] = PRIOR_DEAF;
  if (!parent) return rows;
  const centre = positionOf(scale, parent.value);
  const halfWidth = Math.abs(positionOf(scale, parent.high) - positionOf(scale, parent.low)) / 2;
  // A 95 % interval is ±1.96 σ; twice as wide, and at least ±0.15, because another band or device is another skill.
  const sigma = Math.max(0.15, halfWidth);
  const bell = new Float64Array(THRESHOLDS);
  let bellSum = 0;
  for (let row = 0; row < THRESHOLDS; row++) {
    const z = ((row + LOWEST) / STEPS - centre) / sigma;
    bell[row] = expNegative((z * z) / 2);
    bellSum += bell[row]!;
  }
  for (let row = 0; row < THRESHOLDS; row++) rows[row] = rows[row]! / 2 + (bell[row]! * on) / bellSum / 2;
  return rows;
}

/** Posterior `[threshold row or DEAF][slope][lapse]`, summing to 1. */
function posterior(scale: StrengthScale, outcomes: readonly Outcome[], options: EstimateOptions): Grid {
  const rows = thresholdPrior(scale, options.parent);
  let cells = new Float64Array(rows.length * NUISANCES);
  for (let row = 0; row < rows.length; row++) {
    for (let s = 0; s < SLOPES.length; s++) {
      for (let l = 0; l < LAPSES.length; l++) {
        cells[row * NUISANCES + s * LAPSES.length + l] = (rows[row]! * LAPSE_PRIOR[l]!) / SLOPES.length;
      }
    }
  }
  const renewed = renewal(cells);
  let spare = new Float64Array(cells.length);
  for (const [strength, isCorrect, chance] of outcomes) {
    const sum = weigh(cells, stepOf(scale, strength), isCorrect, chance);
    drift(cells, spare, renewed, 1 / sum);
    [cells, spare] = [spare, cells];
  }
  return cells;
}

/**
 * What is taken from the prior at each step. Only from thresholds on the scale: else the hypothesis that nothing is heard,
 * which every threshold has to disprove, would be fed for ever.
 */
function renewal(prior: Grid): Grid {
  const from = -LOWEST * NUISANCES;
  const to = (STEPS + 1 - LOWEST) * NUISANCES;
  let sum = 0;
  for (let cell = from; cell < to; cell++) sum += prior[cell]!;
  return prior.map((value, cell) => (cell >= from && cell < to ? (value * RENEWAL) / sum : 0));
}

/** How much of the way from a lucky guess to certainty is left, by lapse rate. */
const spreads = (chance: number): readonly number[] => LAPSES.map((lapse) => Math.max(0, 1 - chance - lapse));

/** Bayes' rule for one answer, in place. @returns what the cells sum to now */
function weigh(cells: Grid, step: number, isCorrect: boolean, chance: number): number {
  const spread = spreads(chance);
  let sum = 0;
  let cell = 0;
  for (let row = 0; row <= DEAF; row++) {
    const offset = (step - row - LOWEST + HIGHEST) * SLOPES.length;
    for (let s = 0; s < SLOPES.length; s++) {
      const heard = row === DEAF ? 0 : DETECTION[offset + s]!;
      for (let l = 0; l < LAPSES.length; l++) {
        const right = chance + spread[l]! * heard;
        const value = cells[cell]! * (isCorrect ? right : 1 - right);
        cells[cell++] = value;
        sum += value;
      }
    }
  }
  return sum;
}

/** What the listener may have become by the next trial, brought back to a sum of 1 by `scale`. */
function drift(from: Grid, to: Grid, renewed: Grid, scale: number): void {
  const kept = scale * (1 - RENEWAL);
  const stay = kept * (1 - 2 * DRIFT);
  const move = kept * DRIFT;
  const last = (THRESHOLDS - 1) * NUISANCES;
  for (let cell = 0; cell < last + NUISANCES; cell++) {
    const below = from[cell < NUISANCES ? cell : cell - NUISANCES]!;
    const above = from[cell < last ? cell + NUISANCES : cell]!;
    to[cell] = stay * from[cell]! + move * (below + above) + renewed[cell]!;
  }
  for (let cell = DEAF * NUISANCES; cell < from.length; cell++) to[cell] = kept * from[cell]!;
}

/** Probability of each threshold row, whatever slope and lapses. */
function marginal(cells: Grid): Grid {
  const rows = new Float64Array(THRESHOLDS + 1);
  for (let row = 0; row <= DEAF; row++) {
    let sum = 0;
    for (let n = 0; n < NUISANCES; n++) sum += cells[row * NUISANCES + n]!;
    rows[row] = sum;
  }
  return rows;
}

/** Position below which a share of the probability lies, within the scale. */
function quantile(rows: Grid, share: number): number {
  let below = 0;
  for (let row = 0; row < THRESHOLDS; row++) {
    const next = below + rows[row]!;
    if (next >= share) {
      // A row stands for half a step to either side.
      return clamp((row + LOWEST - 0.5 + (share - below) / rows[row]!) / STEPS, 0, 1);
    }
    below = next;
  }
  return 1;
}

/** −p ln p */
const surprise = (p: number): number => (p > 0 ? -p * ln(p) : 0);

/** Step after whose answer the least uncertainty about the threshold is expected; of equals the easiest. */
function mostTelling(cells: Grid, chance: number): number {
  const rows = marginal(cells);
  const spread = spreads(chance);
  // Probability by row and slope, each lapse rate weighed by what it leaves of the rise.
  const rise = new Float64Array(THRESHOLDS * SLOPES.length);
  for (let i = 0; i < rise.length; i++) {
    let weight = 0;
    for (let l = 0; l < LAPSES.length; l++) weight += cells[i * LAPSES.length + l]! * spread[l]!;
    rise[i] = weight;
  }
  let best = STEPS;
  let least = Infinity;
  for (let step = STEPS; step >= 0; step--) {
    let allRight = 0;
    let uncertainty = 0;
    // Rows beyond either end count as one: where exactly a threshold lies that is off the scale is of no use.
    let binRight = 0;
    let binAll = 0;
    for (let row = 0; row <= DEAF; row++) {
      let right = chance * rows[row]!;
      if (row !== DEAF) {
        const offset = (step - row - LOWEST + HIGHEST) * SLOPES.length;
        for (let s = 0; s < SLOPES.length; s++) right += rise[row * SLOPES.length + s]! * DETECTION[offset + s]!;
      }
      binRight += right;
      binAll += rows[row]!;
      if (row === DEAF || (row + LOWEST >= 0 && row + LOWEST <= STEPS)) {
        allRight += binRight;
        uncertainty += surprise(binRight) + surprise(binAll - binRight);
        binRight = 0;
        binAll = 0;
      }
    }
    // H(b | answer) = H(b, answer) − H(answer)
    uncertainty -= surprise(allRight) + surprise(1 - allRight);
    const roundedUncertainty = Math.round(uncertainty * 1e9);
    if (roundedUncertainty < least) {
      least = roundedUncertainty;
      best = step;
    }
  }
  return best;
}

function state(scale: StrengthScale, cells: Grid, trialCount: number): Omit<StrengthEstimate, 'next'> {
  const rows = marginal(cells);
  let unmeasurable = rows[DEAF]!;
  for (let row = STEPS - LOWEST + 1; row < THRESHOLDS; row++) unmeasurable += rows[row]!;
  const low = quantile(rows, TAIL);
  const high = quantile(rows, 1 - TAIL);
  const value = quantile(rows, 0.5);
  if (trialCount < FEWEST_TRIALS || unmeasurable > (value < NEAR_END ? UNMEASURABLE : UNMEASURABLE_NEAR_END)) {
    return { threshold: null, isSettled: false, trialCount };
  }
  const ends = [strengthAt(scale, low), strengthAt(scale, high)] as const;
  return {
    threshold: {
      value: strengthAt(scale, value),
      low: Math.min(...ends),
      high: Math.max(...ends),
    },
    isSettled: high - low <= SETTLED_WIDTH,
    trialCount,
  };
}

/**
 * What a listener's outcomes say, and what to ask next.
 * @param outcomes oldest first; catch trials must not be among them
 * @returns the same for the same arguments, on every machine
 */
export function estimate(
  scale: StrengthScale,
  outcomes: readonly Outcome[],
  options: EstimateOptions = {},
): StrengthEstimate {
  const cells = posterior(scale, outcomes, options);
  const chance = options.chance ?? outcomes.at(-1)?.[2] ?? 0.5;
  return { next: strengthAt(scale, mostTelling(cells, chance) / STEPS), ...state(scale, cells, outcomes.length) };
}

/** {@link estimate} without choosing the next strength, which is the longer half of the work. */
export function thresholdOf(
  scale: StrengthScale,
  outcomes: readonly Outcome[],
  parent?: ThresholdEstimate | null,
): ThresholdEstimate | null {
  return state(scale, posterior(scale, outcomes, { parent: parent ?? null }), outcomes.length).threshold;
}
