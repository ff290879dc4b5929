import { expect, it } from 'vitest';
import { wrapOffline } from '../../src/audio/context';
import { bendsLevels } from '../../src/audio/DeviceChain';
import { DeviceSwitcher } from '../../src/audio/DeviceSwitcher';
import { loadLayerParts } from '../../src/audio/layerParts';
import layersWorkletUrl from '../../src/audio/layers.worklet.ts?worker&url';
import { renderThroughDevice } from '../../src/audio/renderOffline';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { whiteNoise } from '../support/noise';
import { bufferOf, nullDb } from '../support/offline';
import { profileOf } from './stageContract';

/** Renders a switch with the worklets in place, as the page does it. */
export async function renderLayerSwitch(
  from: DeviceProfile,
  to: DeviceProfile,
  sampleRate: number,
  left: Float32Array,
  right: Float32Array,
  atFrame: number,
): Promise<{ left: Float32Array; right: Float32Array; endFrame: number }> {
  await loadLayerParts();
  const native = new OfflineAudioContext(2, left.length, sampleRate);
  await native.audioWorklet.addModule(layersWorkletUrl);
  const switcher = new DeviceSwitcher(wrapOffline(native));
  const source = new AudioBufferSourceNode(native, { buffer: bufferOf(sampleRate, left, right) });
  source.connect(switcher.input);
  switcher.output.connect(native.destination);
  source.start();
  switcher.cutTo(from, 0);
  const cut = (signal: Float32Array, start: number, count: number): Float32Array => {
    const out = new Float32Array(count);
    for (let i = Math.max(0, -start); i < count; i++) out[i] = signal[start + i] ?? 0;
    return out;
  };
  const planned = switcher.plan(to, 0, atFrame, (start, count) => ({
    left: cut(left, start, count),
    right: cut(right, start, count),
  }));
  switcher.commit(planned);
  const rendered = await native.startRendering();
  switcher.dispose();
  return {
    left: rendered.getChannelData(0),
    right: rendered.getChannelData(1),
    endFrame: atFrame + planned.fadeFrames,
  };
}

const SAMPLE_RATE = 44_100;
const AT = 40_065;
const flat = profileOf([]);
const rendering = (profile: DeviceProfile) => ({ profile, gainDb: 0, driveDb: 0 });

/** What holds for every room and all limits, with the tone before them, measured on rendered audio. */
export function layerContract(profile: DeviceProfile): void {
  it('puts out silence for silence, and finite samples for noise', async () => {
    const quiet = await renderThroughDevice(bufferOf(SAMPLE_RATE, new Float32Array(9000)), rendering(profile));
    expect(Math.max(...quiet.getChannelData(0).map(Math.abs), ...quiet.getChannelData(1).map(Math.abs))).toBe(0);
    const loud = await renderThroughDevice(bufferOf(SAMPLE_RATE, whiteNoise(30_000, 3, 1)), rendering(profile));
    expect(loud.getChannelData(0).every(Number.isFinite) && loud.getChannelData(1).every(Number.isFinite)).toBe(true);
  });

  it('begins at once: it has no latency', async () => {
    const left = new Float32Array(9000);
    left[500] = 0.01;
    const rendered = await renderThroughDevice(bufferOf(SAMPLE_RATE, left, left), rendering(profile));
    const heard = [rendered.getChannelData(0), rendered.getChannelData(1)];
    const first = Math.min(...heard.map((channel) => channel.findIndex((sample) => Math.abs(sample) > 1e-9)));
    expect(first).toBe(500);
  });

  it('is reached from flat without a step, and soon sounds as if it had always been on', async () => {
    const left = whiteNoise(70_000, 8, 0.5);
    const right = whiteNoise(70_000, 9, 0.5);
    const switched = await renderLayerSwitch(flat, profile, SAMPLE_RATE, left, right, AT);
    const whole = await renderThroughDevice(bufferOf(SAMPLE_RATE, left, right), rendering(profile));
    const steady = [whole.getChannelData(0), whole.getChannelData(1)];
    // Limits that begin at the switch must find their level first, and their tail says so only to about this.
    // Of a long decay the plan of a switch leaves out the end.
    const nearDb = bendsLevels(profile.limits) ? -30 : -33;
    const thenDb = bendsLevels(profile.limits) ? -38 : -36;
    for (const [channel, heard] of [switched.left, switched.right].entries()) {
      expect(nullDb(heard, steady[channel]!, switched.endFrame, switched.endFrame + 2000)).toBeLessThan(nearDb);
      expect(nullDb(heard, steady[channel]!, AT + 10_000, AT + 28_000)).toBeLessThan(thenDb);
      // No decay lasts longer.
      if (!bendsLevels(profile.limits)) {
        expect(nullDb(heard, steady[channel]!, AT + 27_500, AT + 29_900)).toBeLessThan(-60);
      }
    }
  });

  it('leads a steady tone over without a swell', async () => {
    for (const hz of [110, 1002]) {
      const tone = Float32Array.from(
        { length: 60_000 },
        (_, i) => 0.2 * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE),
      );
      const other = tone.map((sample) => 0.6 * sample);
      const switched = await renderLayerSwitch(flat, profile, SAMPLE_RATE, tone, other, AT);
      for (const heard of [switched.left, switched.right]) {
        const level = (start: number, end: number): number => Math.max(...heard.subarray(start, end).map(Math.abs));
        const ends = [level(AT - 2000, AT), level(switched.endFrame + 200, switched.endFrame + 2500)];
        expect(20 * Math.log10(level(AT, switched.endFrame) / Math.max(...ends)), `${hz} Hz`).toBeLessThan(0.1);
      }
    }
  });
}
