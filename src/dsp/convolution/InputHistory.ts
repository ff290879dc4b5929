import { DeviceLimits } from '../limits/DeviceLimits';
import type { ControlStart } from '../limits/DeviceLimits';
import type { LimitsModel } from '../limits/LimitsModel';
import { QUANTUM } from './PartitionedFilter';
import type { Pffft } from './Pffft';

/** Output left and right as sums of input left and right, row = output. */
export type StereoGains = readonly [readonly [number, number], readonly [number, number]];

/** What a device does before its linear filter: image, then what depends on level. */
export interface InputStage {
  readonly matrix: StereoGains;
  readonly limits: LimitsModel;
}

/**
 * The last samples of a stereo signal, in the heap of the transforms: the mix as it is, or as a device's image and limits
 * leave it. It runs whether or not the device is heard, so limits that depend on level have their past at any switch.
 */
export class InputHistory {
  readonly #at: number;
  readonly #limits: DeviceLimits | null;
  readonly #matrix: StereoGains | null;
  readonly #left = new Float32Array(QUANTUM);
  readonly #right = new Float32Array(QUANTUM);
  readonly #inLeft = new Float32Array(QUANTUM);
  readonly #inRight = new Float32Array(QUANTUM);
  /** Index in the ring of the next sample. */
  #next = 0;
  /** Frames that it has heard, at most {@link frames}. */
  #heard = 0;

  /**
   * @param frames that are held, a multiple of {@link QUANTUM}
   * @param stage null for the mix as it is
   * @param driveDb see {@link DeviceLimits}
   */
  constructor(
    private readonly pffft: Pffft,
    readonly frames: number,
    sampleRate: number,
    stage: InputStage | null = null,
    driveDb = 0,
    controlStart?: ControlStart,
  ) {
    this.#at = pffft.allocate(2 * frames);
    pffft.heap.fill(0, this.#at, this.#at + 2 * frames);
    this.#limits = stage && new DeviceLimits(stage.limits, sampleRate, driveDb, controlStart);
    this.#matrix = stage && stage.matrix;
  }

  setDriveDb(driveDb: number): void {
    this.#limits?.setDriveDb(driveDb);
  }

  /** Takes the next {@link QUANTUM} frames. */
  push(left: Float32Array, right: Float32Array): void {
    const { heap } = this.pffft;
    const toLeft = this.#at + this.#next;
    const toRight = toLeft + this.frames;
    if (!this.#matrix || !this.#limits) {
      heap.set(left, toLeft);
      heap.set(right, toRight);
    } else {
      const matrix = this.#matrix;
      const ll = matrix[0][0];
      const lr = matrix[0][1];
      const rl = matrix[1][0];
      const rr = matrix[1][1];
      const limitedLeft = this.#left;
      const limitedRight = this.#right;
      for (let i = 0; i < QUANTUM; i++) {
        const l = left[i]!;
        const r = right[i]!;
        limitedLeft[i] = ll * l + lr * r;
        limitedRight[i] = rl * l + rr * r;
      }
      this.#limits.process(limitedLeft, limitedRight, 0, QUANTUM);
      heap.set(limitedLeft, toLeft);
      heap.set(limitedRight, toRight);
    }
    this.#next = (this.#next + QUANTUM) % this.frames;
    if (this.#heard < this.frames) this.#heard += QUANTUM;
  }

  /**
   * Copies `count` frames to `to`, and those of the right channel to `to + count`; the last of them came `age` frames
   * before the newest.
   */
  read(age: number, count: number, to: number): void {
    const { heap } = this.pffft;
    let first = this.#next - age - count;
    while (first < 0) first += this.frames;
    const run = Math.min(count, this.frames - first);
    for (let channel = 0; channel < 2; channel++) {
      const ring = this.#at + channel * this.frames;
      const out = to + channel * count;
      heap.copyWithin(out, ring + first, ring + first + run);
      if (run < count) heap.copyWithin(out + run, ring, ring + count - run);
    }
  }

  /** Another history has heard nothing but silence so far, so this one has missed nothing. */
  beginWith(other: InputHistory): void {
    this.#heard = other.#heard;
  }

  /**
   * Hears what another history has heard before this one began. Work for once in a while: a second of limits takes a
   * millisecond or two.
   */
  catchUp(other: InputHistory): void {
    if (this.#heard >= other.#heard) return;
    this.#limits?.reset();
    for (let first = other.frames - other.#heard; first < other.frames; first += QUANTUM) {
      const at = other.#at + ((other.#next + first) % other.frames);
      const { heap } = this.pffft;
      for (let i = 0; i < QUANTUM; i++) {
        this.#inLeft[i] = heap[at + i]!;
        this.#inRight[i] = heap[at + other.frames + i]!;
      }
      this.push(this.#inLeft, this.#inRight);
    }
    this.#heard = other.#heard;
  }

  free(): void {
    this.pffft.free(this.#at);
  }
}
