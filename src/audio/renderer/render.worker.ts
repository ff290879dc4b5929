import { dbToAmp } from '../../core/units';
import { noiseShape } from '../../devices/noiseScenes';
import { FilterDesigner } from '../../devices/design/designFilter';
import { inputStageOf } from '../../devices/design/deviceSound';
import { StreamRenderer } from '../../dsp/convolution/StreamRenderer';
import { NoiseGenerator } from '../../dsp/noise/NoiseGenerator';
import { interleave } from '../wavWriter';
import { instantiatePffft } from './pffft';
import type { RenderAnswer, RenderMessage } from './renderMessages';

/** Every file has the same noise, so that two renderings can be compared. */
const NOISE_SEED = 1;

interface Job {
  readonly renderer: StreamRenderer;
  readonly gain: number;
  readonly noise: NoiseGenerator | null;
}

let job: Job | null = null;

function start({ pffftBytes, sampleRate, rendering }: Extract<RenderMessage, { kind: 'start' }>): Job {
  const { sound, gainDb, driveDb, noise } = rendering;
  const pffft = instantiatePffft(pffftBytes);
  const filter = new FilterDesigner(pffft).design(sound, sampleRate);
  return {
    renderer: new StreamRenderer(pffft, sampleRate, { stage: inputStageOf(sound), filter }, driveDb),
    gain: dbToAmp(gainDb),
    noise:
      noise && new NoiseGenerator(noiseShape(noise.scene, noise.isolation), noise.levelLufs, sampleRate, NOISE_SEED),
  };
}

function answer(message: RenderMessage): RenderAnswer | null {
  if (message.kind === 'start') {
    job = start(message);
    return null;
  }
  const { left, right } = message;
  job?.renderer.render(left, right, job.gain);
  job?.noise?.addTo(left, right, 0, left.length);
  return { frames: interleave([left, right]) };
}

/** One device from one end of the mix to the other. */
self.onmessage = ({ data }: MessageEvent<RenderMessage>): void => {
  try {
    const answered = answer(data);
    if (answered) self.postMessage(answered, { transfer: 'frames' in answered ? [answered.frames.buffer] : [] });
  } catch (error) {
    self.postMessage({ failure: error instanceof Error ? error.message : String(error) } satisfies RenderAnswer);
  }
};
