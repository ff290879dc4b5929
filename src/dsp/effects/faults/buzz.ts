import { seededRandom } from '../../../core/random';
import { mainsTone } from './mains';

/** Harmonics reach up to here, hertz. */
const HIGHEST_HZ = 4000;
/** Fall of the odd harmonics towards the treble, dB per doubling; the even ones lie below them. */
const SLOPE_DB = -3.5;
const EVEN_DB = -10;
/** A loop has little inductance to pass the fundamental: it lies below the harmonics that follow. */
const FUNDAMENTAL_DB = -6;

/**
 * A ground loop, throughout: the charging currents of power supplies, drawn in short pulses at the crests of the mains,
 * flow over the shield of a cable. A pulse at each crest, turned around every half cycle, is a series of odd harmonics
 * that falls slowly and in step (their phases make the pulse); two supplies that are not alike add even ones
 * (B. Whitlock, "An Overview of Audio System Grounding and Interfacing", 2005).
 * @returns one channel, of no particular level
 */
export function buzz(frames: number, sampleRate: number, mainsHz: 50 | 60, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const harmonics = Array.from({ length: Math.floor(HIGHEST_HZ / mainsHz) }, (_, i) => {
    const order = i + 1;
    const db =
      (order === 1 ? FUNDAMENTAL_DB : SLOPE_DB * Math.log2(order)) +
      (order % 2 === 0 ? EVEN_DB : 0) +
      3 * (random() - 0.5);
    // Signs alternate so that the pulse stands at the crest, a quarter of a cycle in; a little smear keeps it natural.
    return { order, amplitude: 10 ** (db / 20), phase: (-order * Math.PI) / 2 + Math.PI / 2 + 0.4 * (random() - 0.5) };
  });
  return mainsTone(frames, sampleRate, mainsHz, harmonics, random);
}
