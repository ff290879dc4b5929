import { BlockSpectra } from './BlockSpectra';
import type { InputHistory } from './InputHistory';
import { BLOCK, HEAD_FLOATS, HEAD_PARTS, QUANTUM, responseFloats } from './PartitionedFilter';
import type { PlacedFilter } from './PartitionedFilter';
import type { Pffft } from './Pffft';

/**
 * One device, rendered quantum by quantum without latency.
 * ```
 *           ┌ short partitions, taps 0 … 1023 ────────────────┐
 * history ──┤                                                 ├── output
 *           └ long partitions, from tap 1024 on, a block ahead ┘
 * ```
 * The past is read from the history when the device is chosen, so its output is that of an unbroken rendering from the first sample on.
 */
export class DeviceConvolver {
  readonly #head: BlockSpectra;
  readonly #blocks: BlockSpectra;
  /** Two channels of two blocks: input of a transform, or its output. */
  readonly #work: number;
  /** What long partitions put out in the block under way: two channels. */
  readonly #tail: number;
  #atInBlock = 0;
  #history: InputHistory | null = null;
  /** Null is a wire. */
  #filter: PlacedFilter | null = null;

  /** @param mostBlocks long partitions of the longest filter, plus the blocks of past that {@link choose} may give */
  constructor(
    private readonly pffft: Pffft,
    private readonly mostBlocks: number,
  ) {
    this.#head = new BlockSpectra(pffft, QUANTUM, HEAD_PARTS);
    this.#blocks = new BlockSpectra(pffft, BLOCK, mostBlocks);
    this.#work = pffft.allocate(4 * BLOCK);
    this.#tail = pffft.allocate(2 * BLOCK);
  }

  get filter(): PlacedFilter | null {
    return this.#filter;
  }

  /**
   * Takes a filter and the history it works on, and all that they have behind them.
   * @param pastBlocks blocks of output up to now that are wanted as well
   * @param past where they go, oldest first: `pastBlocks · 1024` samples of left, then of right
   */
  choose(filter: PlacedFilter | null, history: InputHistory, pastBlocks: number, past: number): void {
    this.#filter = filter;
    this.#history = history;
    this.#atInBlock = 0;
    const pastFrames = pastBlocks * BLOCK;
    if (!filter) {
      if (pastFrames > 0) history.read(0, pastFrames, past);
      return;
    }
    const { pffft } = this;
    const work = this.#work;
    for (let age = 0; age < HEAD_PARTS; age++) {
      history.read(age * QUANTUM, 2 * QUANTUM, work);
      this.#head.put(age, work);
    }
    for (let age = 0; age < filter.blockCount - 1 + pastBlocks; age++) {
      history.read(age * BLOCK, 2 * BLOCK, work);
      this.#blocks.put(age, work);
    }
    for (let age = 0; age < pastBlocks; age++) {
      this.#convolveBlocks(filter, 0, age);
      const to = past + pastFrames - (age + 1) * BLOCK;
      pffft.heap.copyWithin(to, work + BLOCK, work + 2 * BLOCK);
      pffft.heap.copyWithin(to + pastFrames, work + 3 * BLOCK, work + 4 * BLOCK);
    }
    this.#renderTail(filter);
  }

  /** The next {@link QUANTUM} frames, which the history has just taken: left to `to`, right to `to + stride`. */
  process(to: number, stride: number): void {
    const filter = this.#filter;
    const history = this.#history!;
    const { pffft } = this;
    const work = this.#work;
    if (!filter) {
      history.read(0, QUANTUM, work);
      pffft.heap.copyWithin(to, work, work + QUANTUM);
      pffft.heap.copyWithin(to + stride, work + QUANTUM, work + 2 * QUANTUM);
      return;
    }
    history.read(0, 2 * QUANTUM, work);
    this.#head.push(work);
    this.#head.convolve(filter.paths, filter.at, responseFloats(filter.blockCount), 0, HEAD_PARTS, 0, work);
    const { heap } = pffft;
    const tail = this.#tail + this.#atInBlock;
    for (let i = 0; i < QUANTUM; i++) {
      heap[to + i] = heap[work + QUANTUM + i]! + heap[tail + i]!;
      heap[to + stride + i] = heap[work + 3 * QUANTUM + i]! + heap[tail + BLOCK + i]!;
    }
    this.#atInBlock += QUANTUM;
    if (this.#atInBlock < BLOCK) return;
    this.#atInBlock = 0;
    history.read(0, 2 * BLOCK, work);
    this.#blocks.push(work);
    this.#renderTail(filter);
  }

  /** What the long partitions will put out in the next block. */
  #renderTail(filter: PlacedFilter): void {
    const { heap } = this.pffft;
    if (filter.blockCount < 2) {
      heap.fill(0, this.#tail, this.#tail + 2 * BLOCK);
      return;
    }
    this.#convolveBlocks(filter, 1, 0);
    heap.copyWithin(this.#tail, this.#work + BLOCK, this.#work + 2 * BLOCK);
    heap.copyWithin(this.#tail + BLOCK, this.#work + 3 * BLOCK, this.#work + 4 * BLOCK);
  }

  #convolveBlocks({ paths, at, blockCount }: PlacedFilter, first: number, age: number): void {
    const stride = responseFloats(blockCount);
    this.#blocks.convolve(paths, at + HEAD_FLOATS, stride, first, blockCount, age, this.#work);
  }

  free(): void {
    this.#head.free();
    this.#blocks.free();
    this.pffft.free(this.#work);
    this.pffft.free(this.#tail);
  }
}
