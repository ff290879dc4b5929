import type { Pffft } from './Pffft';

/** Frames of the short partitions: what the browser asks of an audio worklet at a time. */
export const QUANTUM = 128;
/** Frames of the long partitions. */
export const BLOCK = 1024;
/** Short partitions of a filter: as many as make one long one. */
export const HEAD_PARTS = BLOCK / QUANTUM;
/** Floats of the short partitions of one response. */
export const HEAD_FLOATS = HEAD_PARTS * 2 * QUANTUM;
/** Floats of one long partition. */
export const BLOCK_FLOATS = 2 * BLOCK;

/** From one channel to one ear: which response, at which gain. */
export interface FilterPath {
  readonly from: 0 | 1;
  readonly to: 0 | 1;
  readonly response: number;
  readonly gain: number;
}

/**
 * A device's linear part as spectra of its impulse responses, cut into partitions (Gardner, "Efficient convolution
 * without input-output delay", J. Audio Eng. Soc. 43, 1995): the first {@link BLOCK} taps as short partitions, and
 * all taps, those included, as long ones. Spectra are in PFFFT's own order and scaled for its unscaled inverse; they fit
 * only the build of PFFFT that made them.
 */
export interface PartitionedFilter {
  /** Long partitions of each response. */
  readonly blockCount: number;
  readonly responseCount: number;
  readonly paths: readonly FilterPath[];
  /** By response: {@link HEAD_FLOATS}, then `blockCount` × {@link BLOCK_FLOATS}. */
  readonly spectra: Float32Array<ArrayBuffer>;
}

export const responseFloats = (blockCount: number): number => HEAD_FLOATS + blockCount * BLOCK_FLOATS;

/**
 * @param responses impulse responses at one rate, of any length from 1 on
 * @throws RangeError when a sample is not finite or a path names no response
 */
export function partitionFilter(
  pffft: Pffft,
  responses: readonly Float32Array[],
  paths: readonly FilterPath[],
): PartitionedFilter {
  const longest = Math.max(...responses.map(({ length }) => length));
  if (!(longest >= 1)) throw new RangeError('A filter needs at least one tap');
  for (const response of responses) {
    if (!response.every(Number.isFinite)) throw new RangeError('A filter has a tap that is not a finite number');
  }
  if (paths.some(({ response }) => !responses[response])) throw new RangeError('A path names no response');
  const blockCount = Math.ceil(longest / BLOCK);
  const floats = responseFloats(blockCount);
  const spectra = new Float32Array(responses.length * floats);
  const work = pffft.allocate(2 * BLOCK_FLOATS);
  responses.forEach((response, r) => {
    const put = (length: number, first: number, to: number): void => {
      const size = 2 * length;
      pffft.heap.fill(0, work, work + size);
      for (let i = 0; i < length && first + i < response.length; i++)
        pffft.heap[work + i] = response[first + i]! / size;
      pffft.forward(size, work, work + BLOCK_FLOATS);
      spectra.set(pffft.heap.subarray(work + BLOCK_FLOATS, work + BLOCK_FLOATS + size), to);
    };
    for (let p = 0; p < HEAD_PARTS; p++) put(QUANTUM, p * QUANTUM, r * floats + p * 2 * QUANTUM);
    for (let p = 0; p < blockCount; p++) put(BLOCK, p * BLOCK, r * floats + HEAD_FLOATS + p * BLOCK_FLOATS);
  });
  pffft.free(work);
  return { blockCount, responseCount: responses.length, paths, spectra };
}

/** A filter in the heap of the transforms. */
export interface PlacedFilter {
  readonly blockCount: number;
  readonly paths: readonly FilterPath[];
  readonly at: number;
  readonly floats: number;
}

/** @throws RangeError where there is no more memory */
export function placeFilter(pffft: Pffft, { blockCount, paths, spectra }: PartitionedFilter): PlacedFilter {
  const at = pffft.allocate(spectra.length);
  pffft.heap.set(spectra, at);
  return { blockCount, paths, at, floats: spectra.length };
}
