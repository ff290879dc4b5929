import { dbToAmp } from '../../src/core/units';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { FilterDesigner } from '../../src/devices/design/designFilter';
import { inputStageOf, soundKeys } from '../../src/devices/design/deviceSound';
import { LiveRenderer } from '../../src/dsp/convolution/LiveRenderer';
import type { RenderTarget } from '../../src/dsp/convolution/LiveRenderer';
import { QUANTUM } from '../../src/dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../src/dsp/convolution/Pffft';
import { StreamRenderer } from '../../src/dsp/convolution/StreamRenderer';

export type Stereo = readonly [Float32Array, Float32Array];

/** The device as an export renders it. */
export function renderThrough(
  pffft: Pffft,
  profile: DeviceProfile,
  sampleRate: number,
  left: Float32Array,
  right: Float32Array,
  { gainDb = 0, driveDb = 0 } = {},
): Stereo {
  const filter = new FilterDesigner(pffft).design(profile, sampleRate);
  const renderer = new StreamRenderer(pffft, sampleRate, { stage: inputStageOf(profile), filter }, driveDb);
  const out = [left.slice(), right.slice()] as const;
  renderer.render(...out, dbToAmp(gainDb));
  renderer.free();
  return out;
}

export function targetOf(profile: DeviceProfile, gainDb = 0): RenderTarget {
  const { filter, stage } = soundKeys(profile);
  const inputStage = inputStageOf(profile);
  return {
    filter,
    stage: stage !== null && inputStage ? { key: stage, ...inputStage } : null,
    gain: dbToAmp(gainDb),
  };
}

export function liveRenderer(
  pffft: Pffft,
  sampleRate: number,
  profiles: readonly DeviceProfile[],
  fade: 'led' | 'plain' = 'led',
): LiveRenderer {
  const renderer = new LiveRenderer(pffft, {
    sampleRate,
    mostTaps: Math.ceil(0.85 * sampleRate),
    fade,
    budgetFloats: 1e8,
  });
  const designer = new FilterDesigner(pffft);
  for (const profile of profiles) {
    const { filter: key } = soundKeys(profile);
    const filter = designer.design(profile, sampleRate);
    if (key !== null && filter) renderer.addFilter(key, filter);
  }
  return renderer;
}

/** Plays a signal, with targets chosen before given frames of the output (multiples of 128); output as it is played. */
export function playThrough(
  renderer: LiveRenderer,
  left: Float32Array,
  right: Float32Array,
  targets: readonly (readonly [atFrame: number, target: RenderTarget])[],
): Stereo {
  const quanta = Math.floor(left.length / QUANTUM);
  const out = [new Float32Array(left.length), new Float32Array(left.length)] as const;
  const waiting = [...targets];
  for (let i = 0; i < quanta * QUANTUM; i += QUANTUM) {
    while (waiting[0] && waiting[0][0] <= i) renderer.setTarget(waiting.shift()![1]);
    const stretch = (samples: Float32Array): Float32Array => samples.subarray(i, i + QUANTUM);
    renderer.process(stretch(left), stretch(right), stretch(out[0]), stretch(out[1]));
  }
  return out;
}

/**
 * A switch at frame `atFrame` (a multiple of 128) of the signal, as it plays live but without the delay.
 * @returns what is heard, the last frames missing, and the first frame behind the fade
 */
export function renderSwitch(
  pffft: Pffft,
  from: DeviceProfile,
  to: DeviceProfile,
  sampleRate: number,
  left: Float32Array,
  right: Float32Array,
  atFrame: number,
  gainsDb: readonly [number, number] = [0, 0],
): { left: Float32Array; right: Float32Array; endFrame: number } {
  const renderer = liveRenderer(pffft, sampleRate, [from, to]);
  const { latencyFrames } = renderer;
  const [heardLeft, heardRight] = playThrough(renderer, left, right, [
    [0, targetOf(from, gainsDb[0])],
    [atFrame + latencyFrames, targetOf(to, gainsDb[1])],
  ]);
  renderer.free();
  const endFrame = atFrame + Math.ceil(0.0125 * sampleRate);
  return { left: heardLeft.subarray(latencyFrames), right: heardRight.subarray(latencyFrames), endFrame };
}
