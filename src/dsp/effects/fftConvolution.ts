import { fftOfSize } from '../fft';
import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';

/** Largest transform that still fits the processor's caches well; longer filters take the next power of two. */
const PREFERRED_SIZE = 32_768;

/** Transform size with the least work for a filter of `taps` over `frames`: large hops, but no larger than is filled. */
export function convolutionSize(taps: number, frames: number): number {
  let best = 2 ** Math.ceil(Math.log2(Math.max(2 * taps, 1024)));
  const cost = (size: number): number => Math.ceil(frames / (size - taps + 1)) * size * Math.log2(size);
  for (let size = 2 * best; size <= Math.max(PREFERRED_SIZE, best); size *= 2) if (cost(size) < cost(best)) best = size;
  return best;
}

/** A filter ready for {@link SpectralBlocks}: complex spectrum, interleaved, all `size` bins. */
export interface FilterSpectrum {
  readonly size: number;
  readonly taps: number;
  readonly bins: Float64Array;
}

/**
 * Spectrum of an impulse response. With `second`, the two make one complex response: a mono signal (left = right input
 * packed as real) comes out through `first` on the left and through `second` on the right.
 */
export function filterSpectrum(first: ArrayLike<number>, size: number, second?: ArrayLike<number>): FilterSpectrum {
  const time = new Float64Array(2 * size);
  for (let i = 0; i < first.length; i++) time[2 * i] = first[i]!;
  if (second) for (let i = 0; i < second.length; i++) time[2 * i + 1] = second[i]!;
  const bins = new Float64Array(2 * size);
  fftOfSize(size).transform(bins, time);
  return { size, taps: Math.max(first.length, second?.length ?? 0), bins };
}

/**
 * A signal cut into overlapping blocks and transformed once, to be convolved with any number of filters of one length
 * (overlap-save; Oppenheim & Schafer, *Discrete-Time Signal Processing*, §8.7). Left is the real part, right the
 * imaginary part, so that two channels cost one transform.
 */
export class SpectralBlocks {
  readonly #frames: number;
  readonly #blocks: Float64Array[] = [];
  readonly #hop: number;

  constructor(
    left: Float32Array,
    right: Float32Array | null,
    readonly size: number,
    readonly taps: number,
  ) {
    this.#frames = left.length;
    this.#hop = size - taps + 1;
    const fft = fftOfSize(size);
    const time = new Float64Array(2 * size);
    for (let from = 0; from < left.length; from += this.#hop) {
      const start = from - taps + 1;
      const first = Math.max(0, -start);
      const last = Math.min(size, left.length - start);
      if (first > 0 || last < size) time.fill(0);
      for (let i = first; i < last; i++) time[2 * i] = left[start + i]!;
      if (right) for (let i = first; i < last; i++) time[2 * i + 1] = right[start + i]!;
      const bins = new Float64Array(2 * size);
      fft.transform(bins, time);
      this.#blocks.push(bins);
    }
  }

  /** The signal through a filter; as long as the signal, which starts where it started. */
  convolve(filter: FilterSpectrum): StereoSamples {
    const { size, taps } = this;
    if (filter.size !== size || filter.taps > taps) {
      throw new RangeError(`filter of ${filter.taps} taps at size ${filter.size} does not fit ${taps} at ${size}`);
    }
    const fft = fftOfSize(size);
    const product = new Float64Array(2 * size);
    const time = new Float64Array(2 * size);
    const out = silentStereo(this.#frames);
    const h = filter.bins;
    this.#blocks.forEach((x, block) => {
      for (let k = 0; k < product.length; k += 2) {
        const a = x[k]!;
        const b = x[k + 1]!;
        const c = h[k]!;
        const d = h[k + 1]!;
        product[k] = a * c - b * d;
        product[k + 1] = a * d + b * c;
      }
      fft.inverseTransform(time, product);
      const from = block * this.#hop;
      const count = Math.min(this.#hop, this.#frames - from);
      const [outLeft, outRight] = out;
      for (let i = 0, at = 2 * (taps - 1); i < count; i++, at += 2) {
        outLeft[from + i] = time[at]!;
        outRight[from + i] = time[at + 1]!;
      }
    });
    return out;
  }
}
