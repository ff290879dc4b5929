import type { Scope } from '../../core/scope';

/** Called once per animation frame; milliseconds on the `performance.now()` clock. */
export type FrameListener = (nowMs: number) => void;

/** After the last reason to draw, meters still fall and curves settle for this long. */
const LINGER_MS = 2500;

/**
 * The one animation-frame loop of the page. Runs while something sounds or has just changed, and rests otherwise
 * and while the page is hidden, so that an idle page costs nothing.
 */
export class FrameLoop {
  readonly #scope: Scope;
  readonly #listeners = new Set<FrameListener>();
  #request: number | null = null;
  #awakeUntilMs = 0;

  /** @param isBusy true while frames are needed without anyone waking the loop */
  constructor(
    owner: Scope,
    private readonly isBusy: () => boolean,
  ) {
    this.#scope = owner.child();
    this.#scope.listen(document, 'visibilitychange', () => {
      if (document.hidden) this.#rest();
      else this.wake();
    });
    this.#scope.add(() => this.#rest());
  }

  /** Draws from the next frame on; returns a function that stops it. */
  add(listener: FrameListener): () => void {
    this.#listeners.add(listener);
    this.wake();
    return this.#scope.add(() => this.#listeners.delete(listener));
  }

  /** Something changed that is drawn by frames. */
  wake(): void {
    this.#awakeUntilMs = performance.now() + LINGER_MS;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#request === null && !document.hidden && !this.#scope.isClosed && this.#listeners.size > 0) {
      this.#request = requestAnimationFrame(this.#onFrame);
    }
  }

  readonly #onFrame = (nowMs: number): void => {
    this.#request = null;
    for (const listener of this.#listeners) listener(nowMs);
    if (this.isBusy() || performance.now() < this.#awakeUntilMs) this.#schedule();
  };

  #rest(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
  }
}
