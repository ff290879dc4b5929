import { describe, expect, it } from 'vitest';
import type { LimitsModel } from '../../src/dsp/limits/LimitsModel';
import { designRoom } from '../../src/dsp/room/designRoom';
import type { RoomModel } from '../../src/dsp/room/RoomModel';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { whiteNoise } from '../support/noise';
import { nullDb, worstDifference } from '../support/offline';
import { liveRenderer, playThrough, renderSwitch, renderThrough, targetOf } from '../support/rendering';
import { pffft, profileOf } from './stageContract';

const bedroom: RoomModel = {
  id: 'test-bedroom',
  label: 'test bedroom',
  left: { azimuthDeg: -30, delaySec: 0, gainDb: 0 },
  right: { azimuthDeg: 30, delaySec: 0.0004, gainDb: -1 },
  reflections: [
    { delaySec: 0.004, gainDb: -8, azimuthDeg: -60, lowpassHz: 6000 },
    { delaySec: 0.011, gainDb: -11, azimuthDeg: 40, lowpassHz: 4000 },
  ],
  decay: { startSec: 0.015, levelDb: -12, rt60Sec: [0.5, 0.4, 0.3] },
};
const limits: LimitsModel = {
  bass: { belowHz: 300, thresholdDb: -24, ratio: 3, attackSec: 0.01, releaseSec: 0.08, thirdHarmonic: 0.05 },
  limiter: { thresholdDb: -9, attackSec: 0.002, releaseSec: 0.06 },
  codecHz: 16_000,
};
const roomed: DeviceProfile = {
  ...profileOf([{ kind: 'lowshelf', frequencyHz: 120, gainDb: 5, q: 0.7 }], 'roomed'),
  room: bedroom,
};
const limited: DeviceProfile = {
  ...profileOf(
    [
      { kind: 'monoSum' },
      { kind: 'highpass', frequencyHz: 400, q: 0.7 },
      { kind: 'peaking', frequencyHz: 2500, gainDb: 5, q: 1 },
    ],
    'limited',
  ),
  limits,
};
const flat = profileOf([]);

const pulse = (frames: number, at = 0): Float32Array => {
  const out = new Float32Array(frames);
  out[at] = 1;
  return out;
};

describe('a device with a room', () => {
  it('puts left and right to the ears as its paths say', () => {
    const sampleRate = 48_000;
    const { paths } = designRoom(bedroom, sampleRate);
    expect(paths[0].length).toBeGreaterThan(8192);
    const frames = 2 ** 16;
    const bare = { ...roomed, stages: [] };
    const none = new Float32Array(frames);
    const heard = [
      ...renderThrough(pffft, bare, sampleRate, pulse(frames), none),
      ...renderThrough(pffft, bare, sampleRate, none, pulse(frames)),
    ];
    for (const [index, path] of paths.entries()) {
      expect(nullDb(heard[index]!, path, 0, path.length), `path ${index}`).toBeLessThan(-110);
    }
  });

  for (const [name, from, to] of [
    ['from flat', flat, roomed],
    ['to flat', roomed, flat],
  ] as const) {
    it(`equals an unbroken rendering, ${name}`, () => {
      const sampleRate = 44_100;
      const left = whiteNoise(66_150, 8);
      const right = whiteNoise(66_150, 9);
      const at = 40_064;
      const switched = renderSwitch(pffft, from, to, sampleRate, left, right, at);
      const before = renderThrough(pffft, from, sampleRate, left, right);
      const after = renderThrough(pffft, to, sampleRate, left, right);
      expect(worstDifference(switched.left, before[0], 0, at)).toBeLessThan(1e-5);
      expect(nullDb(switched.left, after[0], switched.endFrame, at + 24_000)).toBeLessThan(-110);
      expect(nullDb(switched.right, after[1], switched.endFrame, at + 24_000)).toBeLessThan(-110);
    });
  }

  it('leads a steady tone over without a dip or a swell', () => {
    const sampleRate = 44_100;
    for (const hz of [100, 408, 1002, 2756]) {
      const tone = Float32Array.from(
        { length: 60_000 },
        (_, i) => 0.25 * Math.sin((2 * Math.PI * hz * i) / sampleRate),
      );
      const other = tone.map((v) => 0.6 * v);
      const at = 40_064;
      for (const [from, to] of [
        [flat, roomed],
        [roomed, limitedLinear],
        [limitedLinear, roomed],
      ] as const) {
        const switched = renderSwitch(pffft, from, to, sampleRate, tone, other, at);
        const level = (start: number, end: number): number =>
          Math.max(...switched.left.subarray(start, end).map(Math.abs));
        const ends = [level(at - 2000, at), level(switched.endFrame, switched.endFrame + 2000)];
        expect(20 * Math.log10(level(at, switched.endFrame) / Math.max(...ends)), `${hz} Hz`).toBeLessThan(0.1);
        // The peak of every half period stays above −3 dB of the quieter side.
        const half = Math.ceil(sampleRate / hz / 2) + 1;
        for (let n = at; n < switched.endFrame; n += 16) {
          const now = 20 * Math.log10(level(n - half, n + half) / Math.min(...ends));
          expect(now, `${hz} Hz at ${n - at}`).toBeGreaterThan(-3);
        }
      }
    }
  });
});

const { limits: _limits, ...limitedLinear } = limited;

describe('a device with limits', () => {
  it('is rendered live and for an export to the same samples', () => {
    const sampleRate = 44_100;
    const noise = whiteNoise(88_192, 21, 0.8);
    const renderer = liveRenderer(pffft, sampleRate, [limited]);
    const [live] = playThrough(renderer, noise, noise, [[0, targetOf(limited)]]);
    const [exported] = renderThrough(pffft, limited, sampleRate, noise, noise);
    expect(nullDb(live.subarray(renderer.latencyFrames), exported, 20_000, 80_000)).toBeLessThan(-110);
    const [free] = renderThrough(pffft, limitedLinear, sampleRate, noise, noise);
    expect(nullDb(exported, free, 20_000, 80_000)).toBeGreaterThan(-40);
  });

  it('is at its level when the fade to it ends, though its limits had not run', () => {
    const sampleRate = 44_100;
    const tone = Float32Array.from({ length: 132_352 }, (_, i) => 0.7 * Math.sin((2 * Math.PI * 140 * i) / sampleRate));
    const at = 88_064;
    const switched = renderSwitch(pffft, flat, limited, sampleRate, tone, tone, at);
    const [steady] = renderThrough(pffft, limited, sampleRate, tone, tone);
    const level = (signal: Float32Array, from: number): number =>
      Math.max(...signal.subarray(from, from + 700).map(Math.abs));
    for (const from of [switched.endFrame, switched.endFrame + 2000, switched.endFrame + 20_000]) {
      expect(Math.abs(20 * Math.log10(level(switched.left, from) / level(steady, from)))).toBeLessThan(0.1);
    }
  });
});
