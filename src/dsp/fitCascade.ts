import { assertInRange } from '../core/errors';
import { seededRandom, type Random } from '../core/random';
import { clamp } from '../core/units';

/** One EQ section that the fitter may place; parameters as in the Audio EQ Cookbook, `q` linear. */
export type CascadeSection =
  | { readonly kind: 'peaking'; readonly frequencyHz: number; readonly gainDb: number; readonly q: number }
  | { readonly kind: 'lowshelf'; readonly frequencyHz: number; readonly gainDb: number; readonly q: number }
  | { readonly kind: 'highshelf'; readonly frequencyHz: number; readonly gainDb: number; readonly q: number }
  | { readonly kind: 'highpass'; readonly frequencyHz: number; readonly q: number }
  | { readonly kind: 'lowpass'; readonly frequencyHz: number; readonly q: number }
  | { readonly kind: 'gain'; readonly gainDb: number };

type FilterKind = Exclude<CascadeSection['kind'], 'gain'>;

/** A level curve over frequency: same length, frequencies in hertz rising strictly, levels in decibels. */
export interface LevelCurve {
  readonly frequenciesHz: ArrayLike<number>;
  readonly levelsDb: ArrayLike<number>;
}

export interface CascadeFitOptions {
  /** Most filter sections allowed, the flat gain not counted; default 20. */
  readonly maxSections?: number;
  /** The fit is done when both hold; defaults 0.15 dB and 0.6 dB. */
  readonly rmsGoalDb?: number;
  readonly worstGoalDb?: number;
  /** Errors are counted in this range, hertz; points outside still steer with their weight. Default: the whole curve. */
  readonly errorRangeHz?: readonly [number, number];
  /** One weight a point, dimensionless; default 1. The spacing of the points is accounted for besides. */
  readonly weights?: ArrayLike<number>;
  /** Largest boost and cut of one section, dB; default 20. */
  readonly gainLimitDb?: number;
  /** Range of `q` of peaks; default 0.2…8. */
  readonly peakQRange?: readonly [number, number];
  /** Range of `q` of shelves; default 0.35…1.2: steeper shelves overshoot. */
  readonly shelfQRange?: readonly [number, number];
  /** Range of `q` of high- and low-pass sections; default 0.4…3. */
  readonly passQRange?: readonly [number, number];
  /** Range of section frequencies, hertz; default half the lowest to 1.25 times the highest point. */
  readonly frequencyRangeHz?: readonly [number, number];
  readonly allowsShelves?: boolean;
  readonly allowsHighpass?: boolean;
  readonly allowsLowpass?: boolean;
  /** Rounds of taking sections back and placing them anew when they run out before the goal is met; default 1. */
  readonly regrowths?: number;
  /** Most sections taken out again once the goal is met: each costs several refinements. Default: as many as will go. */
  readonly prunes?: number;
  /** Extra tries with fewer, shaken sections once the goal is met; each costs about one refinement. Default 0. */
  readonly shakes?: number;
  /** Seed of the shakes; default 1. Same arguments and seed give the same sections. */
  readonly seed?: number;
}

export interface CascadeFit {
  /** Filter sections by rising frequency, then one `gain`. */
  readonly sections: readonly CascadeSection[];
  /** Error over the error range in dB: root mean square over log frequency, and the largest. */
  readonly rmsDb: number;
  readonly worstDb: number;
  readonly meetsGoal: boolean;
}

/** Working copy of a section: parameters are ln hertz, dB, ln q, so that equal steps mean equal change. */
interface Filter {
  kind: FilterKind;
  lnF: number;
  gainDb: number;
  lnQ: number;
}

interface Limits {
  readonly lnF: readonly [number, number];
  readonly gainDb: number;
  readonly lnQ: Readonly<Record<FilterKind, readonly [number, number]>>;
}

interface Problem {
  readonly count: number;
  /** ln hertz, and hertz squared, of each point. */
  readonly lnF: Float64Array;
  readonly squareHz: Float64Array;
  readonly target: Float64Array;
  /** Weight by spacing, share of the log axis; 0 outside the error range. Sums to 1. */
  readonly share: Float64Array;
  /** What the least squares weigh: share of the log axis times the caller's weight, everywhere. */
  readonly pull: Float64Array;
  readonly limits: Limits;
  readonly rmsGoalDb: number;
  readonly worstGoalDb: number;
}

interface State {
  readonly filters: Filter[];
  gainDb: number;
  cost: number;
}

const DB_PER_NEPER_POWER = 10 / Math.LN10;
const LN10_PER_40 = Math.LN10 / 40;

function hasGain(kind: FilterKind): boolean {
  return kind === 'peaking' || kind === 'lowshelf' || kind === 'highshelf';
}

/**
 * Multiplies `power` by one section's squared magnitude and, when `slopes` is given, writes its derivatives by ln f, gain
 * and ln q at `row`, `row + 1`, `row + 2` (each `count` long; high- and low-pass leave the middle one at 0).
 *
 * With u = (f/f₀)² and d = u/q², every section is c·N/D with N and D quadratic in u; the cookbook's H(s)
 * evaluated on the imaginary axis.
 */
function multiplySection(
  problem: Problem,
  filter: Filter,
  power: Float64Array,
  slopes: Float64Array | undefined,
  row: number,
): void {
  const { count, squareHz } = problem;
  const a = hasGain(filter.kind) ? Math.exp(filter.gainDb * LN10_PER_40) : 1;
  const a2 = a * a;
  const perQ2 = Math.exp(-2 * filter.lnQ);
  const perSquareHz = Math.exp(-2 * filter.lnF);
  const scale = filter.kind === 'lowshelf' || filter.kind === 'highshelf' ? a2 : 1;
  const atF = row * count;
  const atGain = atF + count;
  const atQ = atGain + count;
  const isPeak = filter.kind === 'peaking';
  const isLow = filter.kind === 'lowshelf';
  const isHighpass = filter.kind === 'highpass';
  const isGained = hasGain(filter.kind);
  for (let i = 0; i < count; i++) {
    const u = (squareHz[i] as number) * perSquareHz;
    const d = u * perQ2;
    // N and D, and their derivatives by ln u (Nu, Du), by ln q (Nq, Dq) and by a (Na, Da). Plain flags rather than a
    // switch on the kind: this is the innermost loop of a fit.
    let n = 1;
    let den = 1;
    let nu = 0;
    let du = 0;
    let nq = 0;
    let dq = 0;
    let na = 0;
    let da = 0;
    if (isPeak) {
      const e = (1 - u) * (1 - u);
      const eu = -2 * u * (1 - u);
      const p = d * a2;
      const m = d / a2;
      n = e + p;
      den = e + m;
      nu = eu + p;
      du = eu + m;
      nq = -2 * p;
      dq = -2 * m;
      na = (2 * p) / a;
      da = (-2 * m) / a;
    } else if (isGained) {
      const x = a - u;
      const y = 1 - a * u;
      const ad = a * d;
      const nearA = x * x + ad;
      const nearOne = y * y + ad;
      const nearAu = -2 * u * x + ad;
      const nearOneU = -2 * a * u * y + ad;
      const nearAa = 2 * x + d;
      const nearOneA = -2 * u * y + d;
      n = isLow ? nearA : nearOne;
      den = isLow ? nearOne : nearA;
      nu = isLow ? nearAu : nearOneU;
      du = isLow ? nearOneU : nearAu;
      nq = -2 * ad;
      dq = -2 * ad;
      na = isLow ? nearAa : nearOneA;
      da = isLow ? nearOneA : nearAa;
    } else {
      den = (1 - u) * (1 - u) + d;
      du = -2 * u * (1 - u) + d;
      dq = -2 * d;
      if (isHighpass) {
        n = u * u;
        nu = 2 * n;
      }
    }
    power[i] = (power[i] as number) * ((scale * n) / den);
    if (!slopes) continue;
    const perN = 1 / n;
    const perDen = 1 / den;
    slopes[atF + i] = -2 * DB_PER_NEPER_POWER * (nu * perN - du * perDen);
    slopes[atQ + i] = DB_PER_NEPER_POWER * (nq * perN - dq * perDen);
    slopes[atGain + i] = isGained
      ? (isPeak ? 0 : 0.5) + DB_PER_NEPER_POWER * (na * perN - da * perDen) * a * LN10_PER_40
      : 0;
  }
}

/** In place: powers to decibels, `offsetDb` added. One logarithm a point, not one a section. */
function powersToDb(power: Float64Array, offsetDb: number): Float64Array {
  for (let i = 0; i < power.length; i++) power[i] = offsetDb + DB_PER_NEPER_POWER * Math.log(power[i] as number);
  return power;
}

function modelDb(problem: Problem, state: State): Float64Array {
  const power = new Float64Array(problem.count).fill(1);
  for (const filter of state.filters) multiplySection(problem, filter, power, undefined, 0);
  return powersToDb(power, state.gainDb);
}

function costOf(problem: Problem, model: Float64Array, pull: Float64Array): number {
  let cost = 0;
  for (let i = 0; i < problem.count; i++) {
    const r = (problem.target[i] as number) - (model[i] as number);
    cost += (pull[i] as number) * r * r;
  }
  return cost;
}

function errorsOf(problem: Problem, model: Float64Array): { rmsDb: number; worstDb: number } {
  let sum = 0;
  let worst = 0;
  for (let i = 0; i < problem.count; i++) {
    const share = problem.share[i] as number;
    if (share === 0) continue;
    const r = Math.abs((problem.target[i] as number) - (model[i] as number));
    sum += share * r * r;
    worst = Math.max(worst, r);
  }
  return { rmsDb: Math.sqrt(sum), worstDb: worst };
}

function isGood(problem: Problem, model: Float64Array): boolean {
  const { rmsDb, worstDb } = errorsOf(problem, model);
  return rmsDb <= problem.rmsGoalDb && worstDb <= problem.worstGoalDb;
}

function copyFilters(filters: readonly Filter[]): Filter[] {
  return filters.map((filter) => ({ ...filter }));
}

/** Solves the symmetric positive definite `size` × `size` system in place (Cholesky); false when it is not definite. */
function solveInPlace(matrix: Float64Array, vector: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    let diagonal = matrix[j * size + j] as number;
    for (let k = 0; k < j; k++) diagonal -= (matrix[j * size + k] as number) ** 2;
    if (!(diagonal > 1e-300)) return false;
    const root = Math.sqrt(diagonal);
    const row = j * size;
    matrix[row + j] = root;
    // Two rows at a time, for the same reason as in `refine`.
    for (let i = j + 1; i < size; i += 2) {
      const first = i * size;
      const second = Math.min(i + 1, size - 1) * size;
      let sum = matrix[first + j] as number;
      let sumBelow = matrix[second + j] as number;
      for (let k = 0; k < j; k++) {
        const x = matrix[row + k] as number;
        sum -= (matrix[first + k] as number) * x;
        sumBelow -= (matrix[second + k] as number) * x;
      }
      matrix[first + j] = sum / root;
      matrix[second + j] = sumBelow / root;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = vector[i] as number;
    for (let k = 0; k < i; k++) sum -= (matrix[i * size + k] as number) * (vector[k] as number);
    vector[i] = sum / (matrix[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = vector[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (matrix[k * size + i] as number) * (vector[k] as number);
    vector[i] = sum / (matrix[i * size + i] as number);
  }
  return true;
}

/** Largest change of one parameter in one step: a third of an octave or so, 4 dB, a factor 1.6 in q. */
const MAX_STEP = [0.3, 4, 0.5] as const;

/**
 * Levenberg–Marquardt over the flat gain and the sections from `firstFree` on, inside the limits. A parameter that
 * stands at a limit and is pushed outwards is left out of that step, so the others still move freely.
 * Returns a new state; `start` is left as it was.
 */
function refine(problem: Problem, start: State, steps: number, firstFree = 0, pull = problem.pull): State {
  const { count, limits } = problem;
  let best: State = { filters: copyFilters(start.filters), gainDb: start.gainDb, cost: 0 };
  const free = best.filters.length - firstFree;
  const size = 1 + 3 * free;
  const slopes = new Float64Array(size * count);
  const weighted = new Float64Array(count);
  const normal = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const step = new Float64Array(size);
  const damped = new Float64Array(size * size);
  const isHeld = new Uint8Array(size);
  let damping = 1e-3;
  let stale = 0;

  const fixed = new Float64Array(count).fill(1);
  for (let s = 0; s < firstFree; s++) multiplySection(problem, best.filters[s] as Filter, fixed, undefined, 0);
  const levels = (state: State, withSlopes: boolean): Float64Array => {
    const power = fixed.slice();
    for (let s = 0; s < free; s++) {
      multiplySection(
        problem,
        state.filters[firstFree + s] as Filter,
        power,
        withSlopes ? slopes : undefined,
        1 + 3 * s,
      );
    }
    return powersToDb(power, state.gainDb);
  };

  slopes.fill(1, 0, count);
  let model = levels(best, true);
  best.cost = costOf(problem, model, pull);

  for (let iteration = 0; iteration < steps; iteration++) {
    for (let p = 0; p < size; p++) {
      const at = p * count;
      let g = 0;
      for (let i = 0; i < count; i++) {
        const w = (pull[i] as number) * (slopes[at + i] as number);
        weighted[i] = w;
        g += w * ((problem.target[i] as number) - (model[i] as number));
      }
      gradient[p] = g;
      // Four sums at a time: one alone would wait for its own last addition at every point.
      for (let r = 0; r <= p; r += 4) {
        const second = Math.min(r + 1, p);
        const third = Math.min(r + 2, p);
        const fourth = Math.min(r + 3, p);
        const a = r * count;
        const b = second * count;
        const c = third * count;
        const d = fourth * count;
        let sumA = 0;
        let sumB = 0;
        let sumC = 0;
        let sumD = 0;
        for (let i = 0; i < count; i++) {
          const w = weighted[i] as number;
          sumA += w * (slopes[a + i] as number);
          sumB += w * (slopes[b + i] as number);
          sumC += w * (slopes[c + i] as number);
          sumD += w * (slopes[d + i] as number);
        }
        const to = p * size;
        normal[to + r] = sumA;
        normal[to + second] = sumB;
        normal[to + third] = sumC;
        normal[to + fourth] = sumD;
      }
    }
    isHeld.fill(0);
    for (let s = 0; s < free; s++) {
      const filter = best.filters[firstFree + s] as Filter;
      const at = 1 + 3 * s;
      isHeld[at] = isPushedOut(filter.lnF, gradient[at] as number, limits.lnF) ? 1 : 0;
      isHeld[at + 1] =
        !hasGain(filter.kind) || isPushedOut(filter.gainDb, gradient[at + 1] as number, [-limits.gainDb, limits.gainDb])
          ? 1
          : 0;
      isHeld[at + 2] = isPushedOut(filter.lnQ, gradient[at + 2] as number, limits.lnQ[filter.kind]) ? 1 : 0;
    }

    let isBetter = false;
    for (let attempt = 0; attempt < 6 && !isBetter; attempt++) {
      for (let p = 0; p < size; p++) {
        const held = isHeld[p] === 1;
        for (let r = 0; r < p; r++) {
          damped[p * size + r] = held || isHeld[r] === 1 ? 0 : (normal[p * size + r] as number);
        }
        const diagonal = normal[p * size + p] as number;
        damped[p * size + p] = held ? 1 : diagonal * (1 + damping) + 1e-9;
        step[p] = held ? 0 : (gradient[p] as number);
      }
      if (solveInPlace(damped, step, size)) {
        const next: State = { filters: copyFilters(best.filters), gainDb: best.gainDb + (step[0] as number), cost: 0 };
        for (let s = 0; s < free; s++) {
          const filter = next.filters[firstFree + s] as Filter;
          const at = 1 + 3 * s;
          const [lowQ, highQ] = limits.lnQ[filter.kind];
          filter.lnF = clamp(filter.lnF + limited(step[at] as number, MAX_STEP[0]), limits.lnF[0], limits.lnF[1]);
          filter.gainDb = clamp(
            filter.gainDb + limited(step[at + 1] as number, MAX_STEP[1]),
            -limits.gainDb,
            limits.gainDb,
          );
          filter.lnQ = clamp(filter.lnQ + limited(step[at + 2] as number, MAX_STEP[2]), lowQ, highQ);
        }
        next.cost = costOf(problem, levels(next, false), pull);
        if (next.cost < best.cost) {
          stale = next.cost > best.cost * 0.999 ? stale + 1 : 0;
          best = next;
          damping = Math.max(damping / 5, 1e-9);
          isBetter = true;
          continue;
        }
      }
      damping = Math.min(damping * 6, 1e6);
    }
    if (!isBetter || stale >= 3) break;
    model = levels(best, true);
  }
  return best;
}

function isPushedOut(value: number, push: number, [low, high]: readonly [number, number]): boolean {
  return (value <= low && push < 0) || (value >= high && push > 0);
}

function limited(step: number, most: number): number {
  return clamp(step, -most, most);
}

/** Sections worth trying next: a peak on the largest lobes of the error, and each allowed shelf or pass. */
function candidates(problem: Problem, error: Float64Array, options: CascadeFitOptions): Filter[] {
  const { count, lnF, limits, pull } = problem;
  const lobes: { area: number; peakAt: number; from: number; to: number }[] = [];
  let from = 0;
  for (let i = 1; i <= count; i++) {
    if (i < count && Math.sign(error[i] as number) === Math.sign(error[from] as number)) continue;
    let area = 0;
    let peakAt = from;
    for (let k = from; k < i; k++) {
      const e = Math.abs(error[k] as number);
      area += (pull[k] as number) * e * e;
      if (e > Math.abs(error[peakAt] as number)) peakAt = k;
    }
    lobes.push({ area, peakAt, from, to: i - 1 });
    from = i;
  }
  lobes.sort((a, b) => b.area - a.area);
  const list: Filter[] = [];
  const add = (kind: FilterKind, at: number, gainDb: number, q: number): void => {
    const [low, high] = limits.lnQ[kind];
    list.push({
      kind,
      lnF: clamp(at, limits.lnF[0], limits.lnF[1]),
      gainDb: clamp(gainDb, -limits.gainDb, limits.gainDb),
      lnQ: clamp(Math.log(q), low, high),
    });
  };
  for (const lobe of lobes.slice(0, 2)) {
    const height = error[lobe.peakAt] as number;
    let left = lobe.peakAt;
    let right = lobe.peakAt;
    while (left > lobe.from && Math.abs(error[left - 1] as number) > Math.abs(height) / 2) left--;
    while (right < lobe.to && Math.abs(error[right + 1] as number) > Math.abs(height) / 2) right++;
    const width = Math.max((lnF[right] as number) - (lnF[left] as number), 0.08);
    // Half-height width of a peak of w nepers of frequency needs q near 1 / (2 sinh(w / 2)).
    add('peaking', lnF[lobe.peakAt] as number, height, 1 / (2 * Math.sinh(width / 2)));
  }
  const [first, last] = [lnF[0] as number, lnF[count - 1] as number];
  const third = (last - first) / 3;
  if (options.allowsShelves ?? true) {
    add('lowshelf', first + third / 2, error[0] as number, 0.7);
    add('highshelf', last - third / 2, error[count - 1] as number, 0.7);
  }
  if (options.allowsHighpass ?? true) {
    const fall = fallFrom(error, 0, 1);
    if ((error[0] as number) < -1.5) add('highpass', lnF[fall] as number, 0, 0.7);
  }
  if (options.allowsLowpass ?? true) {
    const fall = fallFrom(error, count - 1, -1);
    if ((error[count - 1] as number) < -1.5) add('lowpass', lnF[fall] as number, 0, 0.7);
  }
  return list;
}

/** Index where the error, walking inwards from an edge, first comes within 3 dB of zero. */
function fallFrom(error: Float64Array, edge: number, direction: 1 | -1): number {
  let i = edge;
  while ((error[i + direction] ?? 0) < -3) i += direction;
  return i;
}

function difference(problem: Problem, model: Float64Array): Float64Array {
  return problem.target.map((t, i) => t - (model[i] as number));
}

/** Weights that lean on the points beyond the goal, so that least squares also brings the worst point down. */
function leanOnWorst(problem: Problem, model: Float64Array, pull: Float64Array): Float64Array {
  return pull.map((p, i) => {
    const e = Math.abs((problem.target[i] as number) - (model[i] as number));
    return (problem.share[i] as number) > 0 ? p * (1 + 3 * Math.max(0, e / problem.worstGoalDb - 0.7) ** 2) : p;
  });
}

/** {@link refine}, and when only the worst point is beyond the goal a few rounds that lean on it. */
function polish(problem: Problem, start: State, steps: number): State {
  let state = refine(problem, start, steps);
  let pull = problem.pull;
  for (let round = 0; round < 3; round++) {
    const model = modelDb(problem, state);
    const { rmsDb, worstDb } = errorsOf(problem, model);
    if (worstDb <= problem.worstGoalDb || rmsDb > problem.rmsGoalDb || worstDb > 2 * problem.worstGoalDb) break;
    pull = leanOnWorst(problem, model, pull);
    const next = refine(problem, state, 6, 0, pull);
    if (errorsOf(problem, modelDb(problem, next)).worstDb >= worstDb) break;
    state = next;
  }
  return state;
}

function grow(problem: Problem, options: CascadeFitOptions, maxSections: number, start: State): State {
  let state = refine(problem, start, 2);
  while (state.filters.length < maxSections) {
    const error = difference(problem, modelDb(problem, state));
    let bestTry: State | undefined;
    for (const filter of candidates(problem, error, options)) {
      const tried = refine(
        problem,
        { filters: [...state.filters, filter], gainDb: state.gainDb, cost: 0 },
        6,
        state.filters.length,
      );
      if (!bestTry || tried.cost < bestTry.cost) bestTry = tried;
    }
    if (!bestTry) break;
    state = polish(problem, bestTry, 8);
    if (isGood(problem, modelDb(problem, state))) break;
  }
  return state;
}

/** The state without each of its sections in turn, the least missed first; each settled by one step. */
function withoutEach(problem: Problem, state: State): State[] {
  return state.filters
    .map((_, at) => {
      const rest: State = { filters: state.filters.filter((__, i) => i !== at), gainDb: state.gainDb, cost: 0 };
      return refine(problem, rest, 1);
    })
    .toSorted((a, b) => a.cost - b.cost);
}

/** When the sections are used up and the goal is not met: takes back the least missed ones and places them anew. */
function regrow(problem: Problem, options: CascadeFitOptions, maxSections: number, start: State): State {
  const rounds = options.regrowths ?? 1;
  let best = polish(problem, start, 60);
  for (let drop = 2; drop < 2 + rounds && !isGood(problem, modelDb(problem, best)); drop++) {
    let state = best;
    for (let k = 0; k < drop && state.filters.length > 0; k++) state = withoutEach(problem, state)[0] ?? state;
    state = polish(problem, grow(problem, options, maxSections, state), 40);
    if (state.cost < best.cost) best = state;
  }
  return best;
}

/** Drops sections, the least missed first, while the goal still holds; at most `most` of them. */
function prune(problem: Problem, start: State, most: number): State {
  let state = start;
  for (let dropped = 0; dropped < most; dropped++) {
    const trials = withoutEach(problem, state).slice(0, 3);
    const kept = trials
      .map((trial) => polish(problem, trial, 15))
      .find((trial) => isGood(problem, modelDb(problem, trial)));
    if (!kept) return state;
    state = kept;
  }
  return state;
}

/** Tries to do with one section less from shaken starts; takes whatever meets the goal. */
function shake(problem: Problem, start: State, tries: number, random: Random): State {
  let state = start;
  const jitter = (size: number): number => (random() * 2 - 1) * size;
  for (let attempt = 0; attempt < tries && state.filters.length > 1; attempt++) {
    const dropped = Math.floor(random() * state.filters.length);
    const filters = copyFilters(state.filters).filter((_, i) => i !== dropped);
    for (const filter of filters) {
      filter.lnF = clamp(filter.lnF + jitter(0.2), problem.limits.lnF[0], problem.limits.lnF[1]);
      filter.gainDb = clamp(filter.gainDb * (1 + jitter(0.3)), -problem.limits.gainDb, problem.limits.gainDb);
      const [low, high] = problem.limits.lnQ[filter.kind];
      filter.lnQ = clamp(filter.lnQ + jitter(0.4), low, high);
    }
    const tried = polish(problem, { filters, gainDb: state.gainDb, cost: 0 }, 60);
    if (isGood(problem, modelDb(problem, tried))) state = tried;
  }
  return state;
}

function prepare(curve: LevelCurve, options: CascadeFitOptions): Problem {
  const count = curve.frequenciesHz.length;
  assertInRange('number of points', count, 8, 10_000);
  assertInRange('number of levels', curve.levelsDb.length, count, count);
  if (options.weights) assertInRange('number of weights', options.weights.length, count, count);
  const lnF = Float64Array.from(curve.frequenciesHz, (f) => Math.log(f));
  const target = Float64Array.from(curve.levelsDb);
  for (let i = 0; i < count; i++) {
    assertInRange('level', target[i] as number, -200, 200);
    const step = i === 0 ? 1 : (lnF[i] as number) - (lnF[i - 1] as number);
    if (!(step > 0 && Number.isFinite(lnF[i]))) {
      throw new RangeError(`frequencies must be positive and rise, got ${curve.frequenciesHz[i]} Hz at point ${i}`);
    }
  }
  const [fromHz, toHz] = options.errorRangeHz ?? [0, Infinity];
  const share = new Float64Array(count);
  const pull = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const left = lnF[Math.max(0, i - 1)] as number;
    const right = lnF[Math.min(count - 1, i + 1)] as number;
    const span = (right - left) / (i === 0 || i === count - 1 ? 1 : 2);
    const f = curve.frequenciesHz[i] as number;
    share[i] = f >= fromHz && f <= toHz ? span : 0;
    pull[i] = span * (options.weights?.[i] ?? 1);
  }
  const total = share.reduce((sum, x) => sum + x, 0);
  if (!(total > 0)) throw new RangeError(`no point lies between ${fromHz} and ${toHz} Hz`);
  for (let i = 0; i < count; i++) {
    share[i] = (share[i] as number) / total;
    pull[i] = (pull[i] as number) / total;
  }
  const lowest = curve.frequenciesHz[0] as number;
  const highest = curve.frequenciesHz[count - 1] as number;
  const [fLow, fHigh] = options.frequencyRangeHz ?? [lowest / 2, highest * 1.25];
  const logRange = ([low, high]: readonly [number, number]): readonly [number, number] => [
    Math.log(low),
    Math.log(high),
  ];
  const peak = logRange(options.peakQRange ?? [0.2, 8]);
  const shelf = logRange(options.shelfQRange ?? [0.35, 1.2]);
  const pass = logRange(options.passQRange ?? [0.4, 3]);
  return {
    count,
    lnF,
    squareHz: Float64Array.from(curve.frequenciesHz, (f) => f * f),
    target,
    share,
    pull,
    limits: {
      lnF: logRange([fLow, fHigh]),
      gainDb: options.gainLimitDb ?? 20,
      lnQ: { peaking: peak, lowshelf: shelf, highshelf: shelf, highpass: pass, lowpass: pass },
    },
    rmsGoalDb: options.rmsGoalDb ?? 0.15,
    worstGoalDb: options.worstGoalDb ?? 0.6,
  };
}

function toSection(filter: Filter): CascadeSection {
  const place = { frequencyHz: Math.exp(filter.lnF), q: Math.exp(filter.lnQ) };
  if (filter.kind === 'highpass' || filter.kind === 'lowpass') return { kind: filter.kind, ...place };
  return { kind: filter.kind, ...place, gainDb: filter.gainDb };
}

/**
 * Fits a cascade of second-order sections (analog prototypes) and one flat gain to a level curve.
 *
 * Sections are placed one at a time where they help most (a peak on the largest error, a shelf or a pass at an edge),
 * all are refined together after each (Levenberg–Marquardt with exact derivatives), and those that are not missed
 * are taken out again. Deterministic.
 * @throws RangeError for fewer than 8 points, unequal lengths, frequencies that do not rise, or an empty error range
 */
export function fitCascade(curve: LevelCurve, options: CascadeFitOptions = {}): CascadeFit {
  const problem = prepare(curve, options);
  const maxSections = options.maxSections ?? 20;
  let state = grow(problem, options, maxSections, { filters: [], gainDb: 0, cost: 0 });
  if (!isGood(problem, modelDb(problem, state))) state = regrow(problem, options, maxSections, state);
  if (isGood(problem, modelDb(problem, state))) {
    state = prune(problem, state, options.prunes ?? Infinity);
    state = shake(problem, state, options.shakes ?? 0, seededRandom(options.seed ?? 1));
  }
  state = polish(problem, state, 20);
  const errors = errorsOf(problem, modelDb(problem, state));
  const filters = state.filters.toSorted((a, b) => a.lnF - b.lnF).map(toSection);
  return {
    sections: [...filters, { kind: 'gain', gainDb: state.gainDb }],
    ...errors,
    meetsGoal: errors.rmsDb <= problem.rmsGoalDb && errors.worstDb <= problem.worstGoalDb,
  };
}
