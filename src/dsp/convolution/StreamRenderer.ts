import { BlockSpectra } from './BlockSpectra';
import { InputHistory } from './InputHistory';
import type { InputStage } from './InputHistory';
import { BLOCK, HEAD_FLOATS, QUANTUM, placeFilter, responseFloats } from './PartitionedFilter';
import type { PartitionedFilter, PlacedFilter } from './PartitionedFilter';
import type { Pffft } from './Pffft';

/** A device as it is rendered: what comes before its filter, and the filter; null where there is none. */
export interface RenderedDevice {
  readonly stage: InputStage | null;
  readonly filter: PartitionedFilter | null;
}

/**
 * Renders a signal of any length through one device, front to back, by the arithmetic of the live renderer and in long
 * blocks, since nobody waits for the next sample. Blocks and the control steps of limits are counted from the first frame:
 * what starts a multiple of 1,024 frames into a mix gives, once the past that it lacks is forgotten, the samples of the
 * whole mix.
 */
export class StreamRenderer {
  readonly #history: InputHistory;
  readonly #filter: PlacedFilter | null;
  readonly #spectra: BlockSpectra | null;
  readonly #work: number;
  readonly #left = new Float32Array(QUANTUM);
  readonly #right = new Float32Array(QUANTUM);

  constructor(
    private readonly pffft: Pffft,
    sampleRate: number,
    device: RenderedDevice,
    driveDb: number,
  ) {
    this.#history = new InputHistory(pffft, 2 * BLOCK, sampleRate, device.stage, driveDb, 'first frame');
    this.#filter = device.filter && placeFilter(pffft, device.filter);
    this.#spectra = this.#filter && new BlockSpectra(pffft, BLOCK, this.#filter.blockCount);
    this.#work = pffft.allocate(4 * BLOCK);
  }

  /**
   * Renders the next stretch in place.
   * @param left a multiple of 1,024 frames, but for the last stretch
   */
  render(left: Float32Array, right: Float32Array, gain = 1): void {
    for (let from = 0; from < left.length; from += BLOCK) {
      const count = Math.min(BLOCK, left.length - from);
      for (let quantum = 0; quantum < BLOCK; quantum += QUANTUM) {
        for (const [samples, channel] of [
          [this.#left, left],
          [this.#right, right],
        ] as const) {
          samples.fill(0);
          if (quantum < count)
            samples.set(channel.subarray(from + quantum, Math.min(from + quantum + QUANTUM, left.length)));
        }
        this.#history.push(this.#left, this.#right);
      }
      const at = this.#renderBlock();
      const { heap } = this.pffft;
      for (let i = 0; i < count; i++) {
        left[from + i] = gain * heap[at + i]!;
        right[from + i] = gain * heap[at + 2 * BLOCK + i]!;
      }
    }
  }

  /** @returns position of the newest block of left; that of right lies 2,048 floats behind */
  #renderBlock(): number {
    this.#history.read(0, 2 * BLOCK, this.#work);
    if (this.#filter && this.#spectra) {
      const { paths, at, blockCount } = this.#filter;
      this.#spectra.push(this.#work);
      this.#spectra.convolve(paths, at + HEAD_FLOATS, responseFloats(blockCount), 0, blockCount, 0, this.#work);
    }
    return this.#work + BLOCK;
  }

  free(): void {
    this.#history.free();
    if (this.#filter) this.pffft.free(this.#filter.at);
    this.#spectra?.free();
    this.pffft.free(this.#work);
  }
}

/** All of a signal through a device, in new arrays. */
export function renderThrough(
  pffft: Pffft,
  sampleRate: number,
  device: RenderedDevice,
  driveDb: number,
  [left, right]: readonly [Float32Array, Float32Array],
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const out: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] = [left.slice(), right.slice()];
  const renderer = new StreamRenderer(pffft, sampleRate, device, driveDb);
  try {
    renderer.render(...out);
  } finally {
    renderer.free();
  }
  return out;
}
