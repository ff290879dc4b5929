import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scope } from '../../src/core/scope';
import { FrameLoop } from '../../src/ui/frame/FrameLoop';

let waiting: FrameRequestCallback | null = null;
let nowMs = 0;

/** Lets the browser draw for so long at 60 Hz. */
function draw(forMs: number): void {
  for (const endMs = nowMs + forMs; nowMs < endMs - 1;) {
    nowMs += 1000 / 60;
    const frame = waiting;
    waiting = null;
    frame?.(nowMs);
  }
}

beforeEach(() => {
  waiting = null;
  nowMs = 1000;
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => {
    waiting = frame;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {
    waiting = null;
  });
});
afterEach(() => vi.unstubAllGlobals());

function counting(frames: FrameLoop, everyMs?: number): { calls: number } {
  const counted = { calls: 0 };
  frames.add(() => counted.calls++, everyMs);
  return counted;
}

test('drawings come as often as they ask for, readings every frame', () => {
  const frames = new FrameLoop(new Scope(), () => true);
  const reading = counting(frames);
  const playhead = counting(frames, 16);
  const spectrum = counting(frames, 33);
  draw(1000);
  expect(reading.calls).toBe(60);
  expect(playhead.calls).toBe(60);
  expect(spectrum.calls).toBe(30);
});

test('while the machine is busy drawings come ten times a second, readings as before', () => {
  let isMachineBusy = true;
  const frames = new FrameLoop(
    new Scope(),
    () => true,
    () => isMachineBusy,
  );
  const reading = counting(frames);
  const spectrum = counting(frames, 33);
  draw(1000);
  expect(reading.calls).toBe(60);
  expect(spectrum.calls).toBe(10);
  isMachineBusy = false;
  draw(1000);
  expect(spectrum.calls).toBe(40);
});

test('what changed is drawn in the next frame, however busy the machine is', () => {
  const frames = new FrameLoop(
    new Scope(),
    () => true,
    () => true,
  );
  const spectrum = counting(frames, 33);
  draw(17);
  expect(spectrum.calls).toBe(1);
  draw(17);
  expect(spectrum.calls).toBe(1);
  frames.wake();
  draw(17);
  expect(spectrum.calls).toBe(2);
});
