import { rounded } from '../../compose';
import type { Recipe, Step } from '../../recipe';
import { stepOf } from './recipes';

type Compressor = Extract<Step, { kind: 'compressor' }>;

/** High enough that the reduction hardly depends on how far a peak stands out. */
const RATIO = 8;

/** A compressor that takes this much off the highest peak of the passage, once it has attacked in full. */
export function compressorBy(
  reductionDb: number,
  times: { readonly attackSec: number; readonly releaseSec: number },
): Compressor {
  return {
    kind: 'compressor',
    thresholdFrom: 'peak',
    // Adding 0 keeps a minus off the zero.
    thresholdDb: rounded(-reductionDb / (1 - 1 / RATIO), 2) + 0,
    ratio: RATIO,
    kneeDb: 0,
    ...times,
  };
}

/** Reduction of the highest peak that a recipe's compressor is set to, dB. */
export function reductionOf(recipe: Recipe): number {
  const compressor = stepOf(recipe, 'compressor');
  return compressor ? rounded(-compressor.thresholdDb * (1 - 1 / compressor.ratio), 1) : 0;
}
