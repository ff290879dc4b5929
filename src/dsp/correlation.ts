const HOPS_PER_SEC = 100;

/**
 * Correlation Σ LR / √(Σ L² · Σ R²) of a stereo stream over a sliding window that moves by 10 ms, and over all of it.
 * The mean is not taken out, as on the meters this imitates. `process` allocates nothing.
 */
export class CorrelationMeter {
  readonly #hopCount: number;
  /** Σ L², Σ R² and Σ LR of each hop in the window. */
  readonly #hops: Float64Array;
  readonly #window = new Float64Array(3);
  readonly #total = new Float64Array(3);
  readonly #pending = new Float64Array(3);
  #hopIndex = 0;
  #frame = 0;

  /**
   * @param sampleRate hertz
   * @param windowSec length of the sliding window, whole hundredths of a second
   */
  constructor(
    readonly sampleRate: number,
    windowSec = 0.4,
  ) {
    this.#hopCount = Math.max(1, Math.round(windowSec * HOPS_PER_SEC));
    this.#hops = new Float64Array(3 * this.#hopCount);
  }

  /** Over the last window, −1 to 1; NaN while either side is silent. */
  get correlation(): number {
    return correlationOf(this.#window);
  }

  /** Over everything since the start or the last reset, −1 to 1; NaN while either side is silent. */
  get overallCorrelation(): number {
    const all = this.#total.map((sum, i) => sum + this.#pending[i]!);
    return correlationOf(all);
  }

  /** Takes the first `count` frames of both arrays. */
  process(left: Float32Array, right: Float32Array, count: number): void {
    let from = 0;
    while (from < count) {
      const hopEnd = Math.round(((this.#hopIndex + 1) * this.sampleRate) / HOPS_PER_SEC);
      const to = Math.min(count, from + hopEnd - this.#frame);
      let ll = 0;
      let rr = 0;
      let lr = 0;
      for (let i = from; i < to; i++) {
        const l = left[i]!;
        const r = right[i]!;
        ll += l * l;
        rr += r * r;
        lr += l * r;
      }
      this.#pending[0]! += ll;
      this.#pending[1]! += rr;
      this.#pending[2]! += lr;
      this.#frame += to - from;
      from = to;
      if (this.#frame === hopEnd) this.#endHop();
    }
  }

  reset(): void {
    for (const sums of [this.#hops, this.#window, this.#total, this.#pending]) sums.fill(0);
    this.#hopIndex = 0;
    this.#frame = 0;
  }

  #endHop(): void {
    const at = 3 * (this.#hopIndex % this.#hopCount);
    this.#hopIndex += 1;
    for (let i = 0; i < 3; i++) {
      this.#hops[at + i] = this.#pending[i]!;
      this.#total[i]! += this.#pending[i]!;
      this.#pending[i] = 0;
      let sum = 0;
      for (let j = i; j < this.#hops.length; j += 3) sum += this.#hops[j]!;
      this.#window[i] = sum;
    }
  }
}

function correlationOf(sums: Float64Array): number {
  const [ll, rr, lr] = sums as unknown as readonly [number, number, number];
  return Math.max(-1, Math.min(1, lr / (Math.sqrt(ll) * Math.sqrt(rr))));
}
