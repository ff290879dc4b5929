import { seededRandom } from '../../../core/random';
import type { Random } from '../../../core/random';
import { MovingBand, swell } from './envelopes';

/** GSM (3GPP TS 45.002): a frame of eight slots lasts 120/26 ms, so one phone sends 216.7 times a second. */
export const GSM_FRAME_SEC = 0.12 / 26;
const SLOT_SHARE = 1 / 8;
/** Traffic channels leave one frame in 26 empty. */
const MULTIFRAME = 26;
/** The network may ask for another power once in 480 ms. */
const POWER_FRAMES = 4 * MULTIFRAME;

/**
 * Radio that a preamplifier's first junction demodulates: what is heard is the envelope of the carrier. Half of the
 * seeds give a mobile phone, the others a stray broadcast.
 * @returns one channel, of no particular level
 */
export function interference(frames: number, sampleRate: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const isPhone = random() < 0.5;
  return isPhone ? phoneBuzz(frames, sampleRate, random) : strayBroadcast(frames, sampleRate, random);
}

/**
 * A GSM phone that logs in and then talks: its bursts, 577 µs long, as pulses with rounded edges. While it logs in, four
 * frames of eight are sent, and now and then none, in a pattern of eight such groups: the well-known stutter. Then all
 * are sent but every 26th, a steady buzz with an 8.3 Hz tick. Power changes by 2 dB steps as the network asks.
 */
export function phoneBuzz(frames: number, sampleRate: number, random: Random): Float32Array<ArrayBuffer> {
  const out = new Float32Array(frames);
  const frameLength = GSM_FRAME_SEC * sampleRate;
  const total = Math.ceil(frames / frameLength);
  const stutterFrames = Math.round(total * (0.35 + 0.2 * random()));
  const offset = Math.floor(random() * MULTIFRAME);
  const pattern = [true, true, true, false, true, true, false, false];
  // It begins with a group that is sent: where it begins is asked.
  const turn = [0, 1, 2, 4, 5][Math.floor(random() * 5)]!;
  let level = 1;
  let smooth = 0;
  let slow = 0;
  const edge = 1 - Math.exp(-1 / (0.00004 * sampleRate));
  const coupling = 1 - Math.exp(-1 / (0.003 * sampleRate));
  let lastFrame = -1;
  let isSent = false;
  for (let i = 0; i < frames; i++) {
    const frame = Math.floor(i / frameLength);
    if (frame !== lastFrame) {
      lastFrame = frame;
      const isStutter = frame < stutterFrames;
      isSent = isStutter
        ? frame % 8 < 4 && pattern[(Math.floor(frame / 8) + turn) % pattern.length]!
        : (frame + offset) % MULTIFRAME !== MULTIFRAME - 1;
      if (frame % POWER_FRAMES === 0) level = 10 ** ((-2 * Math.floor(3 * random())) / 20);
    }
    const slot = i / frameLength - frame;
    const carrier = isSent && slot < SLOT_SHARE ? level * (1 + 0.04 * (random() - 0.5)) : 0;
    smooth += edge * (carrier - smooth);
    slow += coupling * (smooth - slow);
    out[i] = (smooth - slow) * swell(i, frames, 0.003 * sampleRate, 0.003 * sampleRate);
  }
  return out;
}

/** First three formants of five vowels, hertz (Peterson & Barney 1952, men). */
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
] as const;

/**
 * A medium-wave station behind the music: a voice of 300 Hz to 3.4 kHz whose words cannot be made out (glottal pulses
 * through moving formants, some four syllables a second, pauses), with the carrier fading and a hiss in it.
 */
export function strayBroadcast(frames: number, sampleRate: number, random: Random): Float32Array<ArrayBuffer> {
  const out = new Float32Array(frames);
  const formants = [0, 1, 2].map(() => new MovingBand(sampleRate));
  const noiseBand = new MovingBand(sampleRate);
  const pitchHz = 95 + 60 * random();
  let phase = 0;
  let syllableEnd = 0;
  let syllableLength = 1;
  let isPause = false;
  let isFricative = false;
  let target: readonly number[] = VOWELS[0];
  const now: number[] = [...VOWELS[0]];
  let glide = 1;
  let before = 0;
  let low = 0;
  const fadeHz = 0.4 + 0.8 * random();
  const fadeStart = 2 * Math.PI * random();
  const glideRate = 1 / (0.04 * sampleRate);
  for (let i = 0; i < frames; i++) {
    if (i >= syllableEnd) {
      syllableLength = Math.round((0.13 + 0.15 * random()) * sampleRate);
      syllableEnd = i + syllableLength;
      // The first is never a pause, so that it is heard to begin.
      isPause = i > 0 && random() < 0.15;
      isFricative = random() < 0.4;
      target = VOWELS[Math.floor(random() * VOWELS.length)]!;
      glide = 0.85 + 0.35 * random();
    }
    const t = 1 - (syllableEnd - i) / syllableLength;
    const voiced = isPause ? 0 : Math.sin(Math.PI * t) ** 0.7;
    phase += (pitchHz * glide * (1.05 - 0.1 * t)) / sampleRate;
    if (phase >= 1) phase -= 1;
    // Glottal flow by Rosenberg: opens, then closes fast; its derivative is what excites the tract.
    const flow =
      phase < 0.6
        ? 0.5 - 0.5 * Math.cos((Math.PI * phase) / 0.6)
        : phase < 0.76
          ? Math.cos((Math.PI * (phase - 0.6)) / 0.32)
          : 0;
    const pulse = flow - before;
    before = flow;
    let voice = 0;
    for (let f = 0; f < 3; f++) {
      now[f]! += (target[f]! - now[f]!) * glideRate;
      voice += formants[f]!.next(pulse, now[f]!, 7 + 2 * f) * (1 - 0.25 * f);
    }
    const white = random() - 0.5;
    const noise = noiseBand.next(white, 2600, 1.5);
    const fade = 0.75 + 0.25 * Math.sin(fadeStart + (2 * Math.PI * fadeHz * i) / sampleRate);
    const sound = voiced * voice * 14 + (isFricative && t < 0.25 && !isPause ? 0.35 : 0.03) * noise;
    low += (1 - Math.exp((-2 * Math.PI * 3400) / sampleRate)) * (sound * fade - low);
    out[i] = low * swell(i, frames, 0.03 * sampleRate, 0.06 * sampleRate);
  }
  return out;
}
