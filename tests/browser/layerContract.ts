import { expect, it } from 'vitest';
import { bendsLevels } from '../../src/devices/design/deviceSound';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { whiteNoise } from '../support/noise';
import { nullDb } from '../support/offline';
import { renderSwitch, renderThrough } from '../support/rendering';
import { pffft, profileOf } from './stageContract';

const SAMPLE_RATE = 44_100;
const AT = 40_064;
const flat = profileOf([]);

/** What holds for every room and all limits, with the tone before them, measured on rendered audio. */
export function layerContract(profile: DeviceProfile): void {
  it('puts out silence for silence, and finite samples for noise', () => {
    const silence = new Float32Array(9000);
    for (const channel of renderThrough(pffft, profile, SAMPLE_RATE, silence, silence)) {
      expect(Math.max(...channel.map(Math.abs))).toBe(0);
    }
    const noise = whiteNoise(30_000, 3, 1);
    for (const channel of renderThrough(pffft, profile, SAMPLE_RATE, noise, noise)) {
      expect(channel.every(Number.isFinite)).toBe(true);
    }
  });

  it('begins at once: it has no latency', () => {
    const left = new Float32Array(9000);
    left[500] = 0.01;
    const heard = renderThrough(pffft, profile, SAMPLE_RATE, left, left);
    // Transforms of a pulse leave some rounding before it.
    const first = Math.min(...heard.map((channel) => channel.findIndex((sample) => Math.abs(sample) > 1e-7)));
    expect(first).toBe(500);
  });

  it('is reached from flat without a step, and at once equals an unbroken rendering', () => {
    const left = whiteNoise(70_000, 8, 0.5);
    const right = whiteNoise(70_000, 9, 0.5);
    const switched = renderSwitch(pffft, flat, profile, SAMPLE_RATE, left, right, AT);
    const steady = renderThrough(pffft, profile, SAMPLE_RATE, left, right);
    for (const [channel, heard] of [switched.left, switched.right].entries()) {
      // Limits hear nine tenths of a second of the past: what they would remember from before is below this.
      const limitDb = bendsLevels(profile.limits) ? -70 : -110;
      expect(nullDb(heard, steady[channel]!, switched.endFrame, switched.endFrame + 20_000)).toBeLessThan(limitDb);
    }
  });

  it('leads a steady tone over without a swell', () => {
    for (const hz of [110, 1002]) {
      const tone = Float32Array.from(
        { length: 60_000 },
        (_, i) => 0.2 * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE),
      );
      const other = tone.map((sample) => 0.6 * sample);
      const switched = renderSwitch(pffft, flat, profile, SAMPLE_RATE, tone, other, AT);
      for (const heard of [switched.left, switched.right]) {
        const level = (start: number, end: number): number => Math.max(...heard.subarray(start, end).map(Math.abs));
        const ends = [level(AT - 2000, AT), level(switched.endFrame, switched.endFrame + 2500)];
        expect(20 * Math.log10(level(AT, switched.endFrame) / Math.max(...ends)), `${hz} Hz`).toBeLessThan(0.1);
      }
    }
  });
}
