import { seededRandom } from '../../../core/random';
import { Mode, swell } from './envelopes';

/**
 * A knock against a microphone stand. The capsule in its shock mount is a mass on a spring: a damped swing at 40 to
 * 90 Hz; the tube of the stand rings higher and shorter; the contact itself is a click of a few milliseconds
 * (J. Eargle, *The Microphone Book*, on handling noise). The hand usually touches twice.
 * @returns one channel, of no particular level
 */
export function bump(frames: number, sampleRate: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  const mountHz = 40 + 50 * random();
  const mount = new Mode(mountHz, 0.05 + 0.04 * random(), sampleRate);
  const stand = new Mode(170 + 180 * random(), 0.02 + 0.02 * random(), sampleRate);
  const tube = new Mode(480 + 500 * random(), 0.008 + 0.01 * random(), sampleRate);
  const durationSec = frames / sampleRate;
  const second = durationSec > 0.25 ? Math.round((0.1 + 0.12 * random()) * sampleRate) : frames;
  const secondForce = 0.3 + 0.4 * random();
  const contact = Math.round(0.004 * sampleRate);
  for (let i = 0; i < frames; i++) {
    let push = 0;
    for (const [at, force] of [
      [0, 1],
      [second, secondForce],
    ] as const) {
      const since = i - at;
      if (since >= 0 && since < contact) {
        push += force * Math.sin((Math.PI * since) / contact) * (1 + 0.5 * (random() - 0.5));
      }
    }
    out[i] =
      (60 * mount.next(push) + 14 * stand.next(push) + 3 * tube.next(push) + 0.02 * push) *
      swell(i, frames, 0, Math.min(frames / 3, 0.05 * sampleRate));
  }
  return out;
}
