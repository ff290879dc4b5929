/**
 * Look-ahead peak limiter: below the ceiling it is a pure delay, bit for bit; above, the gain slides down in a
 * straight line so that it is low enough when the peak leaves the delay, then recovers exponentially.
 */
export class PeakLimiter {
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #releaseStep: number;
  #at = 0;
  #gain = 1;
  #target = 1;
  #step = 0;
  #hold = 0;
  #lowest = 1;

  /**
   * @param lookaheadFrames delay, frames
   * @param ceiling largest sample that leaves, amplitude
   * @param releaseSec time constant of the recovery, seconds
   */
  constructor(
    readonly lookaheadFrames: number,
    sampleRate: number,
    readonly ceiling = 1,
    releaseSec = 0.15,
  ) {
    this.#left = new Float32Array(lookaheadFrames);
    this.#right = new Float32Array(lookaheadFrames);
    this.#releaseStep = 1 - Math.exp(-1 / (releaseSec * sampleRate));
  }

  /** Lowest gain since the last call (1 = never worked). */
  takeLowestGain(): number {
    const lowest = this.#lowest;
    this.#lowest = this.#gain;
    return lowest;
  }

  /** Limits `inLeft`/`inRight` into `outLeft`/`outRight`; all of the same length. */
  process(inLeft: Float32Array, inRight: Float32Array, outLeft: Float32Array, outRight: Float32Array): void {
    const { ceiling, lookaheadFrames } = this;
    for (let i = 0; i < inLeft.length; i++) {
      const l = inLeft[i]!;
      const r = inRight[i]!;
      const peak = Math.max(Math.abs(l), Math.abs(r));
      if (peak > ceiling) {
        const needed = ceiling / peak;
        // The steepest slope asked for so far wins; a gentler, later peak is reached on the way.
        this.#step = Math.max(this.#step, (this.#gain - needed) / lookaheadFrames);
        this.#target = Math.min(this.#target, needed);
        this.#hold = lookaheadFrames + 1;
      }
      if (this.#gain > this.#target && this.#step > 0) {
        this.#gain = Math.max(this.#target, this.#gain - this.#step);
      } else if (this.#hold > 0) {
        this.#hold--;
      } else if (this.#gain < 1) {
        this.#target = 1;
        this.#step = 0;
        this.#gain += (1 - this.#gain) * this.#releaseStep;
        if (this.#gain > 0.99999) this.#gain = 1;
      }
      if (this.#gain < this.#lowest) this.#lowest = this.#gain;
      const outL = this.#left[this.#at]!;
      const outR = this.#right[this.#at]!;
      this.#left[this.#at] = l;
      this.#right[this.#at] = r;
      if (++this.#at === lookaheadFrames) this.#at = 0;
      // Rounding to single precision may lift a limited peak by half a step above the ceiling.
      outLeft[i] = this.#gain === 1 ? outL : Math.min(ceiling, Math.max(-ceiling, outL * this.#gain));
      outRight[i] = this.#gain === 1 ? outR : Math.min(ceiling, Math.max(-ceiling, outR * this.#gain));
    }
  }
}
