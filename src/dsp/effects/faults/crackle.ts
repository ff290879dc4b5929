import { seededRandom } from '../../../core/random';
import { Mode, swell } from './envelopes';

/** Makes and breaks a second inside a burst. */
const RATE_PER_SEC = 70;
/** Bursts follow each other after a pause, seconds. */
const BURST_SEC = [0.04, 0.22] as const;
const PAUSE_SEC = [0.05, 0.2] as const;
/** Spread of click levels, dB (one standard deviation), and how far the loudest may stand out. */
const SPREAD_DB = 6;
const MOST_DB = 9;

/**
 * A bad contact: bursts in which it makes and breaks. Every break is a step that a coupling capacitor lets decay within
 * a fraction of a millisecond to some milliseconds, with ringing in the band of the line; levels are log-normal and
 * breaks come in clusters (S. Godsill & P. Rayner, *Digital Audio Restoration*, 1998, ch. 5 and 9).
 * @returns one channel, of no particular level
 */
export function crackle(frames: number, sampleRate: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const between = ([min, max]: readonly [number, number]): number => min + (max - min) * random();
  const out = new Float32Array(frames);
  const ring = new Mode(1800 + 2200 * random(), 0.0003, sampleRate);
  const cable = new Mode(5000 + 2500 * random(), 0.00015, sampleRate);
  let burstEnd = between(BURST_SEC) * sampleRate;
  let burstStart = 0;
  let step = 0;
  let decay = 0;
  for (let i = 0; i < frames; i++) {
    if (i >= burstEnd) {
      burstStart = i + between(PAUSE_SEC) * sampleRate;
      burstEnd = burstStart + between(BURST_SEC) * sampleRate;
    }
    let impulse = 0;
    const isFirst = i === 0;
    if (isFirst || (i >= burstStart && random() < RATE_PER_SEC / sampleRate)) {
      const gaussian = random() + random() + random() + random() + random() + random() - 3;
      const level = 10 ** (Math.min(SPREAD_DB * gaussian * Math.SQRT2, MOST_DB) / 20) * (random() < 0.5 ? -1 : 1);
      impulse = level;
      step += 0.5 * level;
      decay = Math.exp(-1 / (between([0.0001, 0.0025]) * sampleRate));
    }
    step *= decay;
    out[i] = (step + 12 * ring.next(impulse) + 10 * cable.next(impulse)) * swell(i, frames, 0, 0.005 * sampleRate);
  }
  return out;
}
