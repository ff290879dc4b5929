import { SAMPLE_RATE } from './audio';
import type { Random } from '../../src/core/random';

const TABLE_SIZE = 4096;

/** One period of a wave that holds no partial above the limit it was built for. */
export type WaveTable = Float64Array;

const tables = new Map<string, WaveTable>();

/**
 * One period built from its Fourier series, so that nothing can alias: only partials below `topHz` exist.
 * @param shape which classic wave
 * @param hz highest fundamental the table will be played at, in Hz
 * @param topHz no partial above this, in Hz
 */
export function waveTable(shape: 'saw' | 'square' | 'triangle', hz: number, topHz = 16000): WaveTable {
  const partials = Math.max(1, Math.floor(topHz / hz));
  const key = `${shape}${partials}`;
  const known = tables.get(key);
  if (known) return known;
  const table = new Float64Array(TABLE_SIZE + 1);
  for (let n = 1; n <= partials; n++) {
    if (shape !== 'saw' && n % 2 === 0) continue;
    let amplitude = shape === 'saw' ? 2 / Math.PI / n : 4 / Math.PI / n;
    if (shape === 'triangle') amplitude = ((8 / (Math.PI * Math.PI)) * (n % 4 === 1 ? 1 : -1)) / (n * n);
    // A raised-cosine taper over the top partials keeps the series from ringing at its jumps.
    const taper = partials > 4 ? 0.5 + 0.5 * Math.cos(Math.PI * Math.max(0, (n / partials - 0.7) / 0.3)) : 1;
    for (let i = 0; i < TABLE_SIZE; i++) {
      table[i]! += amplitude * taper * Math.sin((2 * Math.PI * ((n * i) % TABLE_SIZE)) / TABLE_SIZE);
    }
  }
  table[TABLE_SIZE] = table[0]!;
  tables.set(key, table);
  return table;
}

/** Reads a wave table at a phase in [0, 1), with linear interpolation. */
export function readTable(table: WaveTable, phase: number): number {
  const position = phase * TABLE_SIZE;
  const index = position | 0;
  const a = table[index]!;
  return a + (table[index + 1]! - a) * (position - index);
}

/** Phase step per sample for a frequency in Hz. */
export function phaseStep(hz: number): number {
  return hz / SAMPLE_RATE;
}

/** White noise in [-1, 1). @param length in samples */
export function whiteNoise(length: number, random: Random): Float64Array {
  const noise = new Float64Array(length);
  for (let i = 0; i < length; i++) noise[i] = 2 * random() - 1;
  return noise;
}

/** A bell-shaped random number, mean 0, standard deviation 1, never beyond ±3.5 (sum of twelve uniforms). */
export function bell(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return Math.max(-3.5, Math.min(3.5, sum));
}
