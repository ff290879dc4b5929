/** Longest stretch of work in one go, milliseconds. */
const STRETCH_MS = 4;
/** A busy page has no idle moments; then a step is done after this long all the same, milliseconds. */
const PATIENCE_MS = 60;

/** Does a small piece; true when there is none left. */
type Step = () => boolean;

/** Work that can wait, done in small steps while the page has nothing better to do, and not around a key press. */
export class IdleWork {
  readonly #jobs: Step[] = [];
  #quietUntilMs = 0;
  #cancel: (() => void) | null = null;

  /** Queues a job, called step by step until it returns true. */
  add(step: Step): void {
    this.#jobs.push(step);
    this.#wait();
  }

  /** Forgets what has not been done. */
  clear(): void {
    this.#jobs.length = 0;
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Rests for so many milliseconds. */
  hold(ms: number): void {
    this.#quietUntilMs = performance.now() + ms;
  }

  /** @param remainingMs what is left of an idle moment that has begun */
  #wait(remainingMs: () => number = () => 0): void {
    if (this.#cancel !== null || this.#jobs.length === 0) return;
    const quietMs = this.#quietUntilMs - performance.now();
    if (quietMs > 0) {
      this.#after(quietMs, () => this.#wait());
    } else if (remainingMs() > STRETCH_MS) {
      // Another task, so that a key can come in between.
      this.#after(0, () => this.#work(remainingMs));
    } else if (typeof requestIdleCallback === 'function') {
      const handle = requestIdleCallback((deadline) => this.#work(() => deadline.timeRemaining()), {
        timeout: PATIENCE_MS,
      });
      this.#cancel = () => cancelIdleCallback(handle);
    } else {
      this.#after(0, () => this.#work(() => STRETCH_MS));
    }
  }

  #after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#cancel = null;
      then();
    }, ms);
    this.#cancel = () => clearTimeout(timer);
  }

  /** At least one step, and more while there is time. */
  #work(remainingMs: () => number): void {
    this.#cancel = null;
    const began = performance.now();
    do {
      const job = this.#jobs[0];
      if (!job) return;
      // A job may queue another or clear them all.
      if (job() && this.#jobs[0] === job) this.#jobs.shift();
    } while (performance.now() - began < STRETCH_MS / 2 && remainingMs() > STRETCH_MS / 2);
    this.#wait(remainingMs);
  }
}
