import type { Scope } from '../../core/scope';

/** Called once per animation frame; milliseconds on the `performance.now()` clock. */
export type FrameListener = (nowMs: number) => void;

/** After the last reason to draw, meters still fall and curves settle for this long. */
const LINGER_MS = 2500;
/** How often drawings are drawn while the machine has more urgent work. */
const BUSY_DRAW_MS = 100;
/** Frames come a little early or late; half a frame at 60 Hz. */
const SLACK_MS = 8;

interface Entry {
  readonly listener: FrameListener;
  readonly everyMs: number;
  lastMs: number;
}

/**
 * The one animation-frame loop of the page. Runs while something sounds or has just changed, and rests otherwise
 * and while the page is hidden, so that an idle page costs nothing.
 */
export class FrameLoop {
  readonly #scope: Scope;
  readonly #entries = new Set<Entry>();
  #request: number | null = null;
  #awakeUntilMs = 0;

  /**
   * @param isBusy true while frames are needed without anyone waking the loop
   * @param isMachineBusy true while drawings had better leave the cores to something else
   */
  constructor(
    owner: Scope,
    private readonly isBusy: () => boolean,
    private readonly isMachineBusy: () => boolean = () => false,
  ) {
    this.#scope = owner.child();
    this.#scope.listen(document, 'visibilitychange', () => {
      if (document.hidden) this.#rest();
      else this.wake();
    });
    this.#scope.add(() => this.#rest());
  }

  /**
   * Calls from the next frame on; returns a function that stops it.
   * @param everyMs for what draws: least time between two calls, which grows while the machine is busy. 0: every frame
   */
  add(listener: FrameListener, everyMs = 0): () => void {
    const entry: Entry = { listener, everyMs, lastMs: -Infinity };
    this.#entries.add(entry);
    this.wake();
    return this.#scope.add(() => this.#entries.delete(entry));
  }

  /** Something changed that is drawn by frames: all of it is drawn in the next one. */
  wake(): void {
    this.#awakeUntilMs = performance.now() + LINGER_MS;
    for (const entry of this.#entries) entry.lastMs = -Infinity;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#request === null && !document.hidden && !this.#scope.isClosed && this.#entries.size > 0) {
      this.#request = requestAnimationFrame(this.#onFrame);
    }
  }

  readonly #onFrame = (nowMs: number): void => {
    this.#request = null;
    const leastMs = this.isMachineBusy() ? BUSY_DRAW_MS : 0;
    for (const entry of this.#entries) {
      if (entry.everyMs > 0 && nowMs - entry.lastMs < Math.max(entry.everyMs, leastMs) - SLACK_MS) continue;
      entry.lastMs = nowMs;
      entry.listener(nowMs);
    }
    if (this.isBusy() || performance.now() < this.#awakeUntilMs) this.#schedule();
  };

  #rest(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
  }
}
