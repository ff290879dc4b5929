import type { FilterPath } from './PartitionedFilter';
import type { Pffft } from './Pffft';

/**
 * Spectra of the last blocks of a stereo signal, the frequency-domain delay line of overlap-save convolution: each of
 * `2 · block` samples, the block and the one before it.
 */
export class BlockSpectra {
  readonly #size: number;
  readonly #at: number;
  readonly #sums: number;
  #newest = 0;

  /** @param capacity blocks that are held */
  constructor(
    private readonly pffft: Pffft,
    readonly block: number,
    readonly capacity: number,
  ) {
    this.#size = 2 * block;
    this.#at = pffft.allocate(capacity * 2 * this.#size);
    this.#sums = pffft.allocate(2 * this.#size);
    pffft.heap.fill(0, this.#at, this.#at + capacity * 2 * this.#size);
  }

  /** @param samples position of `2 · block` samples of left, and of right behind them */
  push(samples: number): void {
    this.#newest = this.#newest === 0 ? this.capacity - 1 : this.#newest - 1;
    this.put(0, samples);
  }

  /** As {@link push}, in the place of the block that came `age` blocks before the newest one. */
  put(age: number, samples: number): void {
    const slot = this.#slot(age);
    this.pffft.forward(this.#size, samples, slot);
    this.pffft.forward(this.#size, samples + this.#size, slot + this.#size);
  }

  /**
   * Convolves with partitions `first` … `last − 1` of a filter.
   * @param spectra position of partition 0 of response 0
   * @param stride floats from one response to the next
   * @param age of the block that meets partition `first`
   * @param to where `2 · block` samples of left go, and of right behind them; the second half of each is valid
   */
  convolve(
    paths: readonly FilterPath[],
    spectra: number,
    stride: number,
    first: number,
    last: number,
    age: number,
    to: number,
  ): void {
    const size = this.#size;
    const sums = this.#sums;
    const { pffft } = this;
    pffft.heap.fill(0, sums, sums + 2 * size);
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i]!;
      const filter = spectra + path.response * stride;
      const out = sums + path.to * size;
      for (let p = first; p < last; p++) {
        const block = this.#slot(age + p - first) + path.from * size;
        pffft.multiplyAdd(size, block, filter + p * size, out, path.gain);
      }
    }
    pffft.inverse(size, sums, to);
    pffft.inverse(size, sums + size, to + size);
  }

  #slot(age: number): number {
    let index = this.#newest + age;
    if (index >= this.capacity) index -= this.capacity;
    return this.#at + index * 2 * this.#size;
  }

  free(): void {
    this.pffft.free(this.#at);
    this.pffft.free(this.#sums);
  }
}
