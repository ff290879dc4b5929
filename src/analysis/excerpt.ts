/** Passages of a mix, one after the other. */
export interface Excerpt {
  /** Hertz. */
  readonly sampleRate: number;
  readonly channelCount: 1 | 2;
  readonly left: Float32Array<ArrayBuffer>;
  /** The same array for mono. */
  readonly right: Float32Array<ArrayBuffer>;
}

/** Passages, at equal distances over the whole mix. */
const PASSAGES = 16;
const PASSAGE_SEC = 0.8;

/** Gathers an {@link Excerpt} from a mix that comes in blocks; a short mix is taken whole. */
export class ExcerptBuilder {
  readonly #passageFrames: number;
  readonly #starts: readonly number[];
  readonly #left: Float32Array<ArrayBuffer>;
  readonly #right: Float32Array<ArrayBuffer>;

  constructor(
    private readonly sampleRate: number,
    lengthFrames: number,
    private readonly channelCount: 1 | 2,
  ) {
    const passage = Math.round(PASSAGE_SEC * sampleRate);
    const isShort = lengthFrames <= PASSAGES * passage;
    this.#passageFrames = isShort ? lengthFrames : passage;
    this.#starts = isShort
      ? [0]
      : Array.from({ length: PASSAGES }, (_, i) => Math.floor(((i + 0.5) * lengthFrames) / PASSAGES - passage / 2));
    this.#left = new Float32Array(this.#starts.length * this.#passageFrames);
    this.#right = channelCount === 1 ? this.#left : new Float32Array(this.#left.length);
  }

  /** Takes a block that begins at a frame of the mix. */
  take(left: Float32Array, right: Float32Array, atFrame: number): void {
    for (const [i, start] of this.#starts.entries()) {
      const from = Math.max(start, atFrame);
      const to = Math.min(start + this.#passageFrames, atFrame + left.length);
      if (from >= to) continue;
      const at = i * this.#passageFrames + from - start;
      this.#left.set(left.subarray(from - atFrame, to - atFrame), at);
      if (this.channelCount === 2) this.#right.set(right.subarray(from - atFrame, to - atFrame), at);
    }
  }

  finish(): Excerpt {
    return { sampleRate: this.sampleRate, channelCount: this.channelCount, left: this.#left, right: this.#right };
  }
}
