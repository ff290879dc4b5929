/**
 * Knows when the browser renders next. A sound card asks for audio in bursts (10 ms in Chromium on most systems), and
 * whatever is scheduled before a burst begins can be heard in it.
 *
 * Chromium's `getOutputTimestamp()` gives the instant of the last burst. Other browsers may give the present instead;
 * that is told apart by seeing the same instant twice at different times, and until then nothing is promised.
 */
export class BurstClock {
  #isStepwise = false;
  #lastInstant = -1;
  #lastSeenAt = 0;

  constructor(private readonly native: AudioContext) {}

  /** False until the browser has been seen to tell the instants of its bursts. */
  get isKnown(): boolean {
    return this.#isStepwise;
  }

  /**
   * Milliseconds until the next burst begins, by its rhythm; null when that is not known.
   * Worth calling now and then while nothing is urgent: each call is also an observation.
   */
  msToNextBurst(): number | null {
    const { native } = this;
    if (native.state !== 'running' || typeof native.getOutputTimestamp !== 'function') return null;
    const { performanceTime } = native.getOutputTimestamp();
    const now = performance.now();
    if (performanceTime === undefined) return null;
    if (performanceTime === this.#lastInstant && now - this.#lastSeenAt > 0.5) this.#isStepwise = true;
    this.#lastInstant = performanceTime;
    this.#lastSeenAt = now;
    const periodMs = native.baseLatency * 1000;
    const sinceMs = now - performanceTime;
    // A burst that is overdue, or a clock from the future, is no rhythm to count on.
    if (!this.#isStepwise || sinceMs < 0 || sinceMs > periodMs) return null;
    return periodMs - sinceMs;
  }
}
