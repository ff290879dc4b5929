// Renders devices in the browser and compares what comes out with what their stages state.
import { instantiatePffft } from '../../src/audio/renderer/pffft';
import { pffftBytes } from '../../src/audio/renderer/pffftBytes';
import { CATALOGUE } from '../../src/devices/catalogue';
import { FilterDesigner } from '../../src/devices/design/designFilter';
import { withLayers } from '../../src/devices/layers';
import { responseDb } from '../../src/devices/response';
import { StreamRenderer } from '../../src/dsp/convolution/StreamRenderer';

/** The chain alone: rooms, limits and noise state no response. */
const TONE_ONLY = { tone: true, room: false, limits: false, noise: false };
/** Twelfth octaves, 20 Hz to 16 kHz. */
const GRID_HZ = Array.from({ length: 116 }, (_, i) => 20 * 800 ** (i / 115));
/** What is stated further down is not told from silence, dB. */
const FLOOR_DB = -60;

function levelDb(response: Float32Array, frequencyHz: number, sampleRate: number): number {
  const w = (2 * Math.PI * frequencyHz) / sampleRate;
  let [re, im] = [0, 0];
  for (const [n, sample] of response.entries()) {
    re += sample * Math.cos(w * n);
    im -= sample * Math.sin(w * n);
  }
  return 10 * Math.log10(re * re + im * im + 1e-30);
}

/** Largest difference between the rendered and the stated response of one device, dB. */
async function renderedErrorDb(id: string, sampleRate: number): Promise<number> {
  const profile = CATALOGUE.find((candidate) => candidate.id === id);
  if (!profile) throw new RangeError(`the catalogue has no device ${id}`);
  const frames = 2 ** Math.ceil(Math.log2(sampleRate * 0.4));
  const pffft = instantiatePffft(await pffftBytes());
  const filter = new FilterDesigner(pffft).design(withLayers(profile, TONE_ONLY), sampleRate);
  const rendered = [0, 1].map(() => Float32Array.from({ length: frames }, (_, i) => (i === 0 ? 1 : 0)));
  new StreamRenderer(pffft, sampleRate, { stage: null, filter }, 0).render(rendered[0]!, rendered[1]!);
  let worst = 0;
  for (const response of rendered) {
    for (const frequencyHz of GRID_HZ) {
      const stated = responseDb(profile, frequencyHz);
      if (stated < FLOOR_DB) continue;
      worst = Math.max(worst, Math.abs(levelDb(response, frequencyHz, sampleRate) - stated));
    }
  }
  return worst;
}

const accuracy = { ids: CATALOGUE.map(({ id }) => id), renderedErrorDb };

declare global {
  interface Window {
    accuracy: typeof accuracy;
  }
}

window.accuracy = accuracy;
