import { seededRandom } from '../../../core/random';
import { mainsTone } from './mains';

/** Level of harmonics 1 … 10 against the fundamental, dB; each is moved by up to 3 dB from one place to another. */
const SERIES_DB = [0, -5, -9, -15, -17, -23, -24, -30, -31, -36] as const;
const SPREAD_DB = 3;

/**
 * Mains hum, throughout: the stray magnetic field of transformers in a coil or cable. The fundamental and, from the
 * saturating core (odd) and rectifier ripple (even), a falling series of harmonics, each with a phase of its own
 * (B. Whitlock, "An Overview of Audio System Grounding and Interfacing", 2005; E. Brixen & others describe the same
 * series for the electrical network frequency in recordings). The grid strays by a few hundredths of a hertz, and the
 * level swells slowly.
 * @returns one channel, of no particular level
 */
export function hum(frames: number, sampleRate: number, mainsHz: 50 | 60, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const harmonics = SERIES_DB.map((db, i) => ({
    order: i + 1,
    amplitude: 10 ** ((db + (i === 0 ? 0 : SPREAD_DB * (2 * random() - 1))) / 20),
    phase: 2 * Math.PI * random(),
  }));
  return mainsTone(frames, sampleRate, mainsHz, harmonics, random);
}
