/** Frames that the browser renders at a time. */
const QUANTUM = 128;
/** A burst of 10 ms is rendered in 0.5 to 1.5 ms. */
const RENDER_MS = 1.5;
/** Without a fresh time stamp, a burst that should have begun this long ago is taken to have. */
const SURELY_BEGUN_MS = 4;
/** Bursts within this of the rhythm are on it. */
const ON_TIME_MS = 0.5;
/** How far the sound card's clock may run slow against the page's, as a part of the time between two looks. */
const DRIFT = 1e-4;
/** So many bursts behind the rhythm in a row, and it has moved. */
const MOVED_AFTER = 40;
/** So many bursts on the rhythm before it is believed. */
const BELIEVED_AFTER = 4;
/** Shortest burst that is reckoned with while the rhythm is unknown, milliseconds. */
const UNKNOWN_PERIOD_MS = 10;

const wholeQuanta = (frames: number): number => Math.ceil(frames / QUANTUM) * QUANTUM;

/** Whether a burst is being rendered: if it may be, the frame counter may be on the move. */
export type BurstState = 'over' | 'maybe under way' | 'maybe yet to begin';

/** What is known of the coming bursts at one moment. Times in milliseconds of `performance.now()`. */
export class BurstOutlook {
  constructor(
    /** First frame that was not rendered at that moment. */
    readonly frame: number,
    /** When the burst before that moment began, or should have. */
    readonly burstMs: number,
    readonly periodMs: number,
    /** Frames in a period; a burst renders these in whole quanta. */
    readonly burstFrames: number,
    readonly state: BurstState,
  ) {}

  /** From when on a burst that may have been under way is over. */
  get overMs(): number {
    return this.burstMs + Math.min(RENDER_MS, this.periodMs / 2);
  }

  /**
   * When the burst that renders a frame begins, at the earliest: what is to be heard from there must be set by then.
   * While a burst may be under way, that holds if the frame counter has not moved on since.
   */
  deadlineMs(frame: number): number {
    const ahead = frame - this.frame;
    let bursts = 0;
    while (wholeQuanta(this.burstFrames * (bursts + 1)) <= ahead) bursts++;
    if (this.state !== 'maybe yet to begin' && ahead >= 0) return this.burstMs + (bursts + 1) * this.periodMs;
    return bursts > 0 ? this.burstMs + bursts * this.periodMs : -Infinity;
  }

  /** First frame whose {@link deadlineMs} is later than a moment. */
  earliestFrame(afterMs: number): number {
    let frame = this.frame;
    for (let bursts = 1; this.deadlineMs(frame) <= afterMs; bursts++) {
      frame = this.frame + wholeQuanta(this.burstFrames * bursts);
    }
    return frame;
  }
}

/**
 * Knows when the browser renders next. A sound card asks for audio in bursts (10 ms in Chromium on most systems), and
 * whatever is scheduled before a burst begins can be heard in it.
 *
 * Chromium's `getOutputTimestamp()` gives the instant of the last burst, and sometimes of an older one: it is not
 * brought up to date while the page touches the graph. So it is the rhythm that counts, not the last instant, and of
 * a rhythm with late bursts in it, the earliest. Other browsers may give the present instead; that is told apart by
 * the instants' age, which for bursts is now this and now that, and until then nothing is promised.
 */
export class BurstClock {
  #lastStampMs = -1;
  #leastAgeMs = Infinity;
  #greatestAgeMs = 0;
  /** An instant of the rhythm. */
  #anchorMs = Number.NaN;
  #onRhythm = 0;
  #behind = 0;
  #leastBehindMs = Infinity;

  constructor(private readonly native: AudioContext) {}

  /** False until the browser has been seen to tell the instants of its bursts, and these to be regular. */
  get isKnown(): boolean {
    return this.#onRhythm >= BELIEVED_AFTER && this.#greatestAgeMs - this.#leastAgeMs > ON_TIME_MS;
  }

  /** Looks at the clock. Worth calling now and then while nothing is urgent. */
  observe(): void {
    const { native } = this;
    if (native.state !== 'running' || typeof native.getOutputTimestamp !== 'function') {
      this.#anchorMs = Number.NaN;
      this.#onRhythm = 0;
      this.#leastAgeMs = Infinity;
      this.#greatestAgeMs = 0;
      return;
    }
    const stampMs = native.getOutputTimestamp().performanceTime;
    const now = performance.now();
    if (stampMs === undefined || stampMs > now) return;
    this.#leastAgeMs = Math.min(this.#leastAgeMs, now - stampMs);
    this.#greatestAgeMs = Math.max(this.#greatestAgeMs, now - stampMs);
    if (stampMs !== this.#lastStampMs) this.#follow(stampMs, native.baseLatency * 1000);
    this.#lastStampMs = stampMs;
  }

  #follow(stampMs: number, periodMs: number): void {
    const bursts = Math.round((stampMs - this.#anchorMs) / periodMs);
    const lateMs = stampMs - (this.#anchorMs + bursts * periodMs);
    if (Number.isNaN(lateMs) || lateMs < -ON_TIME_MS) {
      // What was taken for the rhythm were late bursts.
      this.#anchorMs = stampMs;
      this.#onRhythm = 0;
    } else {
      this.#anchorMs = stampMs - lateMs + Math.min(lateMs, DRIFT * Math.abs(bursts) * periodMs);
      this.#onRhythm++;
    }
    if (lateMs > ON_TIME_MS) {
      this.#behind++;
      this.#leastBehindMs = Math.min(this.#leastBehindMs, lateMs);
      if (this.#behind < MOVED_AFTER) return;
      this.#anchorMs += this.#leastBehindMs;
    }
    this.#behind = 0;
    this.#leastBehindMs = Infinity;
  }

  look(): BurstOutlook {
    this.observe();
    const { baseLatency, currentTime, sampleRate } = this.native;
    const now = performance.now();
    const frame = Math.round(currentTime * sampleRate);
    if (!this.isKnown) {
      const periodMs = Math.max(baseLatency * 1000, UNKNOWN_PERIOD_MS);
      const burstFrames = (periodMs / 1000) * sampleRate;
      return new BurstOutlook(frame, now - RENDER_MS, periodMs, burstFrames, 'maybe yet to begin');
    }
    const periodMs = baseLatency * 1000;
    const burstMs = this.#anchorMs + Math.floor((now - this.#anchorMs) / periodMs) * periodMs;
    const hasBegun =
      this.#lastStampMs >= burstMs - ON_TIME_MS || now - burstMs > Math.min(SURELY_BEGUN_MS, 0.75 * periodMs);
    const state = hasBegun ? 'maybe under way' : 'maybe yet to begin';
    const outlook = new BurstOutlook(frame, burstMs, periodMs, baseLatency * sampleRate, state);
    if (!hasBegun || now < outlook.overMs) return outlook;
    return new BurstOutlook(frame, burstMs, periodMs, baseLatency * sampleRate, 'over');
  }
}
