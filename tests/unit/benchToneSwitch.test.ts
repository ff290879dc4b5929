import { expect, test } from 'vitest';
import { measureToneBurst, measureToneSwitch, steadyTone } from '../../scripts/bench/analyse';

const RATE = 44_100;
const QUARTER = 11;
const EVENT = 20_000;
const FADE = 538;
const step = (2 * Math.PI) / (4 * QUARTER);

/** A tone whose level goes from one to another in a raised cosine of 12 ms, `late` frames after the event. */
function capture(from: number, to: number, late: number, more: (n: number) => number = () => 0) {
  const samples = Float32Array.from({ length: 60_000 }, (_, n) => {
    const way = Math.min(1, Math.max(0, (n - EVENT - late) / FADE));
    return (from + (to - from) * (0.5 - 0.5 * Math.cos(Math.PI * way)) + more(n)) * Math.sin(step * n);
  });
  return { sampleRate: RATE, firstFrame: 0, left: samples, right: samples };
}

test('times of a switch are those of its fade', () => {
  const result = measureToneSwitch(capture(0.2, 0.1, 441), EVENT / RATE, QUARTER)!;
  expect(result.firstChangeMs).toBeGreaterThanOrEqual(10);
  expect(result.firstChangeMs).toBeLessThan(10.6);
  expect(result.settledMs).toBeGreaterThan(20);
  expect(result.settledMs).toBeLessThanOrEqual(10 + (1000 * FADE) / RATE);
  expect(result).toMatchObject({ silentMs: 0, below3DbMs: 0, overshootDb: 0, isUnsteady: false });
  expect(result.clickDb).toBeLessThan(-80);
});

test('no difference is no switch', () => {
  expect(measureToneSwitch(capture(0.2, 0.2, 0), EVENT / RATE, QUARTER)).toBeNull();
});

test('a level that is wrong when the fade ends is seen against the one later on', () => {
  // Limits from rest: 1 dB too loud at first, right after 0.2 s.
  const late = capture(0.1, 0.2, 0, (n) => (n < EVENT ? 0 : 0.0244 * Math.exp(-(n - EVENT) / (0.05 * RATE))));
  const later = steadyTone(late, 1.1, QUARTER);
  const result = measureToneSwitch(late, EVENT / RATE, QUARTER, { settled: later })!;
  expect(result.afterFadeDb).toBeGreaterThan(0.5);
  expect(result.settledMs).toBeGreaterThan(60);
  expect(result.overshootDb).toBeGreaterThan(0.5);
});

test('a tone that never repeats itself is judged like any other', () => {
  const moving = capture(0.1, 0.2, 0, (n) => (n < EVENT ? 0 : 0.02 * Math.sin(n / 700)));
  const result = measureToneSwitch(moving, EVENT / RATE, QUARTER)!;
  expect(result.isUnsteady).toBe(true);
  expect(result.firstChangeMs).toBeLessThan(1);
});

test('what a burst ends on is measured from its last event', () => {
  const heard = capture(0.2, 0.1, 441);
  const passed = [steadyTone(heard, 0.1, QUARTER), steadyTone(heard, 1, QUARTER)];
  const { settledMs, overshootDb } = measureToneBurst(heard, (EVENT - 4000) / RATE, EVENT / RATE, passed);
  expect(settledMs).toBeGreaterThan(20);
  expect(settledMs).toBeLessThan(22.3);
  expect(overshootDb).toBeLessThan(0.01);
});
