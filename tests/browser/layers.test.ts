import { beforeAll, describe, expect, it } from 'vitest';
import type { LimitsModel } from '../../src/dsp/limits/LimitsModel';
import type { RoomModel } from '../../src/dsp/room/RoomModel';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { wrapOffline } from '../../src/audio/context';
import { deviceDesign } from '../../src/audio/DeviceChain';
import { DeviceSwitcher } from '../../src/audio/DeviceSwitcher';
import layersWorkletUrl from '../../src/audio/layers.worklet.ts?worker&url';
import { loadLayerParts } from '../../src/audio/layerParts';
import { renderThroughDevice } from '../../src/audio/renderOffline';
import { whiteNoise } from '../support/noise';
import { bufferOf, nullDb, worstDifference } from '../support/offline';
import { renderLayerSwitch } from './layerContract';
import { profileOf, renderChain } from './stageContract';

beforeAll(() => loadLayerParts());

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

const rendering = (profile: DeviceProfile) => ({ profile, gainDb: 0, driveDb: 0 });

describe('a device with a room', () => {
  it('puts left and right to the ears as its paths say', async () => {
    const sampleRate = 48_000;
    const { room, tone } = deviceDesign(roomed, sampleRate);
    expect(room!.paths[0].length).toBeGreaterThan(8192);
    const frames = 2 ** 16;
    const none = new Float32Array(1);
    const fromLeft = await renderChain({ ...roomed, stages: [] }, sampleRate, frames, Float32Array.of(1), none);
    const fromRight = await renderChain({ ...roomed, stages: [] }, sampleRate, frames, none, Float32Array.of(1));
    const heard = [...fromLeft, ...fromRight];
    for (const [index, path] of room!.paths.entries()) {
      expect(nullDb(heard[index]!, path, 0, path.length), `path ${index}`).toBeLessThan(-100);
    }
    expect(tone).not.toBeNull();
  });

  for (const [name, from, to] of [
    ['from flat', flat, roomed],
    ['to flat', roomed, flat],
  ] as const) {
    it(`sounds as if it had always been on, ${name}`, async () => {
      const sampleRate = 44_100;
      const left = whiteNoise(66_150, 8);
      const right = whiteNoise(66_150, 9);
      const at = 40_064 + 1;
      const switched = await renderLayerSwitch(from, to, sampleRate, left, right, at);
      const [before] = await renderChain(from, sampleRate, left.length, left, right);
      const [afterL, afterR] = await renderChain(to, sampleRate, left.length, left, right);
      expect(worstDifference(switched.left, before, 0, at)).toBeLessThan(1e-6);
      // Of a long decay the plan leaves out the end, which is quiet.
      expect(nullDb(switched.left, afterL, switched.endFrame, switched.endFrame + 1500)).toBeLessThan(-45);
      expect(nullDb(switched.left, afterL, at + 4000, at + 24_000)).toBeLessThan(-65);
      expect(nullDb(switched.right, afterR, at + 4000, at + 24_000)).toBeLessThan(-65);
    });
  }

  it('leads a steady tone over without a dip or a swell', async () => {
    const sampleRate = 44_100;
    for (const hz of [100, 408, 1002, 2756]) {
      const tone = Float32Array.from(
        { length: 60_000 },
        (_, i) => 0.25 * Math.sin((2 * Math.PI * hz * i) / sampleRate),
      );
      const other = tone.map((v) => 0.6 * v);
      const at = 40_065;
      for (const [from, to] of [
        [flat, roomed],
        [roomed, limitedLinear],
        [limitedLinear, roomed],
      ] as const) {
        const switched = await renderLayerSwitch(from, to, sampleRate, tone, other, at);
        const level = (start: number, end: number): number =>
          Math.max(...switched.left.subarray(start, end).map(Math.abs));
        const ends = [level(at - 2000, at), level(switched.endFrame + 200, switched.endFrame + 2000)];
        expect(20 * Math.log10(level(at, switched.endFrame) / Math.max(...ends)), `${hz} Hz`).toBeLessThan(0.15);
      }
    }
  });
});

const { limits: _limits, ...limitedLinear } = limited;

describe('a device with limits', () => {
  it('is left alone by the export’s way and by the page’s way to the same samples', async () => {
    const sampleRate = 44_100;
    const left = whiteNoise(88_200, 21, 0.8);
    const native = new OfflineAudioContext(2, left.length, sampleRate);
    await native.audioWorklet.addModule(layersWorkletUrl);
    const switcher = new DeviceSwitcher(wrapOffline(native));
    const buffer = bufferOf(sampleRate, left, left);
    const source = new AudioBufferSourceNode(native, { buffer });
    source.connect(switcher.input);
    switcher.output.connect(native.destination);
    source.start();
    switcher.cutTo(limited, 0);
    const live = await native.startRendering();
    switcher.dispose();
    const exported = await renderThroughDevice(buffer, rendering(limited), 44_100, 88_200);
    expect(nullDb(exported.getChannelData(0), live.getChannelData(0).subarray(44_100, 88_200), 0, 44_100)).toBeLessThan(
      -90,
    );
    const free = await renderThroughDevice(buffer, rendering(limitedLinear), 44_100, 88_200);
    expect(nullDb(exported.getChannelData(0), free.getChannelData(0), 0, 44_100)).toBeGreaterThan(-40);
  });

  it('sounds soon after a switch as if it had always been on', async () => {
    const sampleRate = 44_100;
    const left = Float32Array.from(
      { length: 66_150 },
      (_, i) =>
        0.7 *
        Math.sin((2 * Math.PI * 140 * i) / sampleRate) *
        (0.6 + 0.4 * Math.sin((2 * Math.PI * 3 * i) / sampleRate)),
    );
    const at = 40_065;
    const switched = await renderLayerSwitch(flat, limited, sampleRate, left, left, at);
    const whole = await renderThroughDevice(bufferOf(sampleRate, left, left), rendering(limited));
    const steady = whole.getChannelData(0);
    expect(nullDb(switched.left, steady, switched.endFrame, switched.endFrame + 4000)).toBeLessThan(-35);
    expect(nullDb(switched.left, steady, at + 10_000, at + 24_000)).toBeLessThan(-40);
  });
});
