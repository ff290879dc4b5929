import { seededRandom } from '../../../core/random';
import { MovingBand, swell } from './envelopes';

/** How many fibres catch a second: below hearing them one by one, above a smooth noise. */
const CATCHES_PER_SEC = 900;

/**
 * A sleeve or a hand over the microphone: fibres that catch and spring back are a dense run of tiny impulses, their
 * spectrum a broad band that rises with the speed of the movement (friction noise grows with sliding speed: Akay, JASA
 * 111(4), 2002), over a soft rumble of the pressure itself. One stroke and back.
 * @returns one channel, of no particular level
 */
export function brush(frames: number, sampleRate: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  const band = new MovingBand(sampleRate);
  const rumble = new MovingBand(sampleRate);
  const strokes = Math.max(1, Math.min(3, Math.round(frames / sampleRate / 0.3)));
  const slowHz = 250 + 250 * random();
  const fastHz = 1800 + 2000 * random();
  let roughness = 0;
  for (let i = 0; i < frames; i++) {
    const stroke = (strokes * i) / frames;
    const speed = Math.sin(Math.PI * (stroke % 1)) ** 1.3;
    const centreHz = slowHz * (fastHz / slowHz) ** speed;
    const white = random() - 0.5;
    const catches = random() < (CATCHES_PER_SEC * (0.2 + speed)) / sampleRate ? 9 * (random() - 0.5) : 0;
    roughness += (random() - 0.5 - roughness) * 0.002;
    const level = (0.12 + speed) * (1 + 8 * roughness);
    const air = rumble.next(white, 110, 0.8);
    out[i] =
      (level * band.next(white + catches, centreHz, 0.7) + 0.8 * speed * air) *
      swell(i, frames, 0.02 * sampleRate, 0.05 * sampleRate);
  }
  return out;
}
