import { seededRandom } from '../../../core/random';
import { Mode, swell } from './envelopes';

/**
 * A chair, a pedal, a dry hinge: stick-slip. The surfaces stick until the spring between them pulls harder than friction
 * holds, then slip; the jumps follow each other 500 to 1500 times a second as the pull grows and slackens, and the wood
 * or metal answers with a few modes of its own (A. Akay, "Acoustics of friction", JASA 111(4), 2002). One to three
 * chirps, unsteady in period and force.
 * @returns one channel, of no particular level
 */
export function squeak(frames: number, sampleRate: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  const chirps = Math.max(1, Math.min(3, Math.round(frames / sampleRate / 0.25)));
  const lowest = 450 + 450 * random();
  const modes = [1.9, 3.1, 4.7, 7.3].map((ratio) => ({
    mode: new Mode(lowest * ratio * (0.9 + 0.2 * random()), 0.002 + 0.004 * random(), sampleRate),
    level: 0.5 + random(),
  }));
  for (let chirp = 0; chirp < chirps; chirp++) {
    const start = Math.round((frames * chirp) / chirps);
    const slot = Math.round((frames * (chirp + 1)) / chirps) - start;
    // A gap between chirps, of changing length.
    const length = chirps === 1 ? slot : Math.round(slot * (0.65 + 0.25 * random()));
    const up = 1.15 + 0.5 * random();
    const turn = 0.4 + 0.4 * random();
    let phase = 0;
    let jitter = 1;
    let force = 1;
    for (let i = 0; i < length; i++) {
      const t = i / length;
      const glide =
        t < turn
          ? 1 + (up - 1) * Math.sin((Math.PI * t) / (2 * turn))
          : up - (up - 0.95) * ((t - turn) / (1 - turn)) ** 2;
      phase += (lowest * glide * jitter) / sampleRate;
      let slip = 0;
      if (phase >= 1) {
        phase -= 1;
        jitter = 1 + 0.05 * (random() - 0.5);
        force = 0.7 + 0.6 * random();
        slip = force;
      }
      const grains = 0.02 * (random() - 0.5) * phase;
      const saw = 0.12 * force * (phase - 0.5);
      const envelope = swell(i, length, 0.15 * length, 0.3 * length);
      let sound = saw + grains;
      for (const { mode, level } of modes) sound += level * mode.next(slip + grains) * 3;
      out[start + i]! += envelope * sound;
    }
  }
  return out;
}
