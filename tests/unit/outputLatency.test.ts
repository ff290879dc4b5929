import { afterEach, expect, test, vi } from 'vitest';
import { outputLatencySec } from '../../src/audio/outputLatency';

const AGENTS = {
  Firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  Chromium: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
};

afterEach(() => vi.unstubAllGlobals());

function contextThatCounts(outputLatency: number | undefined): { native: AudioContext; asked: () => number } {
  let count = 0;
  const native = {
    get outputLatency() {
      count++;
      return outputLatency;
    },
  };
  return { native: native as AudioContext, asked: () => count };
}

test('Firefox is not asked for its latency, since the question can stop its main thread for good', () => {
  vi.stubGlobal('navigator', { userAgent: AGENTS.Firefox });
  const { native, asked } = contextThatCounts(0.05);
  expect(outputLatencySec(native)).toBe(0);
  expect(asked()).toBe(0);
});

test.for([
  [0.05, 0.05],
  [undefined, 0],
  [Number.NaN, 0],
])('others are: %s is %s', ([told, latencySec]) => {
  vi.stubGlobal('navigator', { userAgent: AGENTS.Chromium });
  expect(outputLatencySec(contextThatCounts(told).native)).toBe(latencySec);
});
