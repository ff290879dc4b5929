import { seededRandom } from '../../../core/random';
import { swell } from './envelopes';

/** Depth from which it rises, dB below its height. */
const RISE_DB = 45;
/** Part of the time in which it rises; the rest it stands, then dies with the room. */
const RISE_SHARE = 0.6;
const ROOM_DECAY_SEC = 0.4;
/** Vibrato as people and air move: depth as a share of the frequency, and rate. */
const VIBRATO = 0.0012;
const VIBRATO_HZ = 4.5;

/**
 * A microphone that hears its own loudspeaker (Larsen 1912): where the loop's gain is above 1 the tone with the right
 * phase grows exponentially, here by some 45 dB, until the amplifier saturates (odd harmonics) or somebody pulls the
 * fader; then it dies with the room. A neighbouring mode of the room (a few per cent away) grows more slowly and beats
 * with it. As the path changes its length by movement, the pitch wavers by about a tenth of a per cent.
 * @returns one channel, of no particular level
 */
export function feedback(
  frames: number,
  sampleRate: number,
  frequencyHz: number,
  seed: number,
): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  const durationSec = frames / sampleRate;
  const decaySec = Math.min(ROOM_DECAY_SEC, durationSec * 0.3);
  const riseSec = Math.min(RISE_SHARE * durationSec, durationSec - decaySec);
  const releaseSec = durationSec - decaySec;
  const neighbourHz = frequencyHz * (1 + (random() < 0.5 ? -1 : 1) * (0.02 + 0.03 * random()));
  const vibratoHz = VIBRATO_HZ * (0.8 + 0.4 * random());
  let phase = 2 * Math.PI * random();
  let neighbour = 2 * Math.PI * random();
  const start = 2 * Math.PI * random();
  for (let i = 0; i < frames; i++) {
    const t = i / sampleRate;
    const waver = 1 + VIBRATO * Math.sin(start + 2 * Math.PI * vibratoHz * t);
    phase += (2 * Math.PI * frequencyHz * waver) / sampleRate;
    neighbour += (2 * Math.PI * neighbourHz * waver) / sampleRate;
    const dB = t < riseSec ? RISE_DB * (t / riseSec - 1) : t < releaseSec ? 0 : (-60 * (t - releaseSec)) / decaySec;
    const level = 10 ** (dB / 20);
    const tone = level * Math.sin(phase) + 0.15 * level ** 0.7 * Math.sin(neighbour);
    out[i] = Math.tanh(1.2 * tone) * swell(i, frames, 0.01 * sampleRate, 0.01 * sampleRate);
  }
  return out;
}
