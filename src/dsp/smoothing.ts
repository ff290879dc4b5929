/** From full width at half maximum to the standard deviation of a Gaussian. */
const SIGMA_PER_WIDTH = 1 / (2 * Math.sqrt(2 * Math.LN2));
/** A Gaussian is cut off after this many standard deviations. */
const REACH_SIGMAS = 4;

/**
 * Smooths a curve by a Gaussian whose width may change along it; beyond its ends the end values count.
 * @param levels one value a step of an even grid over log frequency
 * @param stepsPerOctave of that grid
 * @param widthOctaves full width at half maximum at each step, octaves ≥ 0
 */
export function smoothOctaves(
  levels: ArrayLike<number>,
  stepsPerOctave: number,
  widthOctaves: (index: number) => number,
): Float64Array {
  const last = levels.length - 1;
  return Float64Array.from(levels, (_, i) => {
    const sigma = widthOctaves(i) * stepsPerOctave * SIGMA_PER_WIDTH;
    const reach = Math.ceil(REACH_SIGMAS * sigma);
    let sum = levels[i]!;
    let weights = 1;
    for (let k = 1; k <= reach; k++) {
      const weight = Math.exp(-0.5 * (k / sigma) ** 2);
      sum += weight * (levels[Math.max(0, i - k)]! + levels[Math.min(last, i + k)]!);
      weights += 2 * weight;
    }
    return sum / weights;
  });
}

/** Largest or smallest value within `reach` steps on either side. */
function extreme(levels: ArrayLike<number>, reach: number, pick: (a: number, b: number) => number): Float64Array {
  const last = levels.length - 1;
  return Float64Array.from(levels, (_, i) => {
    let value = levels[i]!;
    for (let k = Math.max(0, i - reach); k <= Math.min(last, i + reach); k++) value = pick(value, levels[k]!);
    return value;
  });
}

/** A dip whose half-depth width is this part of the width at its rim is sharp; above {@link ROUND} it is a round valley. */
const SHARP = 0.5;
const ROUND = 0.62;

/**
 * Fills dips that are narrower than a width and leaves broad valleys as they are.
 *
 * A morphological closing lays a lid of that width over every dip. Under the lid, a broad valley shows a round bottom
 * (a parabola is 0.71 of its rim wide at half depth) and a narrow dip a spike; only spikes are filled, with a gradual
 * change from one to the other.
 * @param levels one value a step
 * @param widthSteps dips narrower than this are filled
 */
export function fillNarrowDips(levels: ArrayLike<number>, widthSteps: number): Float64Array {
  const reach = Math.round(widthSteps / 2);
  const lid = extreme(extreme(levels, reach, Math.max), reach, Math.min);
  const out = Float64Array.from(levels);
  const isUnder = (i: number): boolean => i < out.length && lid[i]! - levels[i]! > 1e-9;
  for (let from = 0; from < out.length; from++) {
    if (!isUnder(from)) continue;
    let to = from;
    let depth = 0;
    for (; isUnder(to); to++) depth = Math.max(depth, lid[to]! - levels[to]!);
    let half = 0;
    for (let i = from; i < to; i++) half += lid[i]! - levels[i]! > depth / 2 ? 1 : 0;
    const roundness = Math.min(1, Math.max(0, (half / (to - from + 1) - SHARP) / (ROUND - SHARP)));
    for (let i = from; i < to; i++) out[i]! += (1 - roundness) * (lid[i]! - levels[i]!);
    from = to;
  }
  return out;
}
