import { wavBytes } from '../../scripts/bench/signals';
import { seededRandom } from '../../src/core/random';

const BEAT_SEC = 0.5;
const CHORD_HZ = [220, 277.2, 329.6, 440, 880, 1760];

type Part = 'kick' | 'bass' | 'chords' | 'hats';

/**
 * A plain piece as a 16-bit WAV: a thump on each beat, bass, a chord whose notes are spread from left to right, and
 * noise on every half beat. The same bytes on every run.
 */
export function musicWav(
  durationSec: number,
  { sampleRate = 48_000, parts = ['kick', 'bass', 'chords', 'hats'] as readonly Part[], seed = 1 } = {},
): Buffer {
  const random = seededRandom(seed);
  const frames = Math.round(durationSec * sampleRate);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const t = frame / sampleRate;
    const sinceBeat = t % BEAT_SEC;
    const sinceHalf = t % (BEAT_SEC / 2);
    const turn = 2 * Math.PI * t;
    if (parts.includes('kick')) {
      const kick = 0.35 * Math.exp(-sinceBeat * 12) * Math.sin(2 * Math.PI * 60 * sinceBeat);
      const click = 0.1 * Math.exp(-sinceBeat * 200) * (random() - 0.5);
      left[frame]! += kick + click;
      right[frame]! += kick + click;
    }
    if (parts.includes('bass')) {
      const bass = 0.12 * (Math.sin(55 * turn) + 0.5 * Math.sin(110 * turn) + 0.25 * Math.sin(165 * turn));
      left[frame]! += bass;
      right[frame]! += bass;
    }
    if (parts.includes('chords')) {
      for (const [note, hz] of CHORD_HZ.entries()) {
        const tone = (0.1 / (1 + note)) * Math.sin(hz * turn + note) * (0.8 + 0.2 * Math.sin(0.7 * turn + note));
        const place = note / (CHORD_HZ.length - 1);
        left[frame]! += tone * (1 - place);
        right[frame]! += tone * place;
      }
    }
    if (parts.includes('hats')) {
      const burst = 0.15 * Math.exp(-sinceHalf * 25);
      left[frame]! += burst * (random() - 0.5) + 0.01 * (random() - 0.5);
      right[frame]! += burst * (random() - 0.5) + 0.01 * (random() - 0.5);
    }
  }
  return wavBytes([left, right], sampleRate, 'int16');
}

export const silentWav = (durationSec: number, sampleRate = 48_000): Buffer =>
  wavBytes([new Float32Array(Math.round(durationSec * sampleRate))], sampleRate, 'int16');

/** As a file chooser takes it. */
export const wavFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer });
