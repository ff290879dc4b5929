import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BurstClock, BurstOutlook } from '../../src/audio/BurstClock';
import { seededRandom } from '../../src/core/random';

/** A sound card as Chromium drives it: whole quanta for 10 ms at a time, each burst rendered within a millisecond. */
class SoundCard {
  readonly state = 'running';
  readonly baseLatency = 0.01;
  /** Milliseconds by which a burst comes late. */
  lateMs: (burst: number) => number = () => 0;
  /** How many bursts old the time stamp is that the page gets to see. */
  staleBursts = 0;
  isStepwise = true;

  constructor(
    readonly sampleRate: number,
    readonly phaseMs: number,
  ) {}

  static framesAfter(bursts: number, sampleRate: number): number {
    return Math.ceil((bursts * sampleRate) / 100 / 128) * 128;
  }

  beginMs(burst: number): number {
    return this.phaseMs + burst * 10 + this.lateMs(burst);
  }

  /** The burst that is under way or was the last, at a moment. */
  burstAt(ms: number): number {
    let burst = Math.floor((ms - this.phaseMs) / 10);
    while (this.beginMs(burst) > ms) burst--;
    return burst;
  }

  frameAt(ms: number): number {
    const burst = this.burstAt(ms);
    const before = SoundCard.framesAfter(burst, this.sampleRate);
    const after = SoundCard.framesAfter(burst + 1, this.sampleRate);
    const done = Math.min(1, ms - this.beginMs(burst));
    return before + Math.floor((done * (after - before)) / 128) * 128;
  }

  /** When the burst that renders a frame begins. */
  beginOfFrameMs(frame: number): number {
    let burst = Math.floor((frame / this.sampleRate) * 100) - 2;
    while (SoundCard.framesAfter(burst + 1, this.sampleRate) <= frame) burst++;
    return this.beginMs(burst);
  }

  get currentTime(): number {
    return this.frameAt(performance.now()) / this.sampleRate;
  }

  getOutputTimestamp(): { performanceTime: number } {
    const now = performance.now();
    return { performanceTime: this.isStepwise ? this.beginMs(this.burstAt(now) - this.staleBursts) : now };
  }
}

const clockOn = (card: SoundCard): BurstClock => new BurstClock(card as unknown as AudioContext);

function watch(clock: BurstClock, looks: number, everyMs: number): void {
  for (let i = 0; i < looks; i++) {
    clock.observe();
    vi.advanceTimersByTime(everyMs);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(1000);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the outlook on the next bursts', () => {
  it('names the first frame that still can be reached, and never one that is rendered sooner than it says', () => {
    const random = seededRandom(1);
    for (const sampleRate of [44_100, 48_000, 96_000]) {
      const card = new SoundCard(sampleRate, 3.3);
      for (let press = 0; press < 2000; press++) {
        const now = 1000 + random() * 1000;
        const burstMs = card.beginMs(card.burstAt(now));
        const state = random() < 0.3 ? 'maybe yet to begin' : now - burstMs < 1.5 ? 'maybe under way' : 'over';
        const outlook = new BurstOutlook(card.frameAt(now), burstMs, 10, sampleRate / 100, state);
        // Whoever looks in the middle of a burst looks again when it is over.
        if (state === 'maybe under way' && card.frameAt(outlook.overMs) !== outlook.frame) continue;
        const readyMs = now + random() * 25;
        const frame = outlook.earliestFrame(readyMs);
        expect(outlook.deadlineMs(frame)).toBeGreaterThan(readyMs);
        expect(card.beginOfFrameMs(frame)).toBeGreaterThanOrEqual(outlook.deadlineMs(frame) - 1e-6);
        // Ready at once, nothing is given away but the burst that may be under way.
        const soon = outlook.earliestFrame(now);
        expect(soon - outlook.frame).toBeLessThanOrEqual(
          state === 'maybe yet to begin' ? SoundCard.framesAfter(1, sampleRate) : 0,
        );
      }
    }
  });

  it('has no time left for frames that have gone', () => {
    const outlook = new BurstOutlook(44_160, 1000, 10, 441, 'over');
    expect(outlook.deadlineMs(44_159)).toBe(-Infinity);
    expect(outlook.deadlineMs(44_160)).toBe(1010);
    expect(outlook.deadlineMs(44_160 + 511)).toBe(1010);
    expect(outlook.deadlineMs(44_160 + 512)).toBe(1020);
  });
});

describe('BurstClock', () => {
  it('learns the rhythm, and keeps it when the browser shows it old time stamps or is late itself', () => {
    const card = new SoundCard(44_100, 3.3);
    const clock = clockOn(card);
    expect(clock.isKnown).toBe(false);
    watch(clock, 60, 7);
    expect(clock.isKnown).toBe(true);
    card.staleBursts = 3;
    card.lateMs = (burst) => (burst % 3 === 0 ? 4 : 0);
    for (let i = 0; i < 100; i++) {
      vi.advanceTimersByTime(7);
      const { burstMs } = clock.look();
      expect((burstMs - 3.3) / 10).toBeCloseTo(Math.round((burstMs - 3.3) / 10), 2);
      expect(burstMs).toBeLessThanOrEqual(performance.now());
      expect(burstMs).toBeGreaterThan(performance.now() - 10.01);
    }
  });

  it('takes what it saw first for late bursts when earlier ones follow', () => {
    const card = new SoundCard(44_100, 3.3);
    card.lateMs = (burst) => (burst < 105 ? 3 : 0);
    const clock = clockOn(card);
    watch(clock, 120, 3);
    expect(clock.isKnown).toBe(true);
    expect((clock.look().burstMs - 3.3) % 10).toBeCloseTo(0, 1);
  });

  it('follows when the rhythm has moved for good', () => {
    const card = new SoundCard(44_100, 3.3);
    const clock = clockOn(card);
    watch(clock, 60, 7);
    card.lateMs = () => 4;
    watch(clock, 120, 7);
    expect((clock.look().burstMs - 7.3) % 10).toBeCloseTo(0, 1);
  });

  it('promises nothing by a browser that gives the present', () => {
    const card = new SoundCard(44_100, 3.3);
    card.isStepwise = false;
    const clock = clockOn(card);
    watch(clock, 100, 7);
    expect(clock.isKnown).toBe(false);
    const outlook = clock.look();
    expect(outlook.state).toBe('maybe yet to begin');
    const frame = outlook.earliestFrame(performance.now() + 5);
    expect(frame - outlook.frame).toBe(512);
    expect(card.beginOfFrameMs(frame)).toBeGreaterThanOrEqual(outlook.deadlineMs(frame));
  });
});
