import type { Random } from '../../../core/random';

/** One cycle of the mains as a table of harmonics (amplitudes and phases from the first), read at any rate. */
const TABLE_FRAMES = 4096;

function cycle(harmonics: readonly Harmonic[]): Float64Array {
  const table = new Float64Array(TABLE_FRAMES + 3);
  for (const { order, amplitude, phase } of harmonics) {
    for (let i = 0; i < table.length; i++) {
      table[i]! += amplitude * Math.sin((2 * Math.PI * order * (i - 1)) / TABLE_FRAMES + phase);
    }
  }
  return table;
}

/** Catmull–Rom between table points: 80 harmonics lie 51 points apart, where its error is below −90 dB. */
function readCycle(table: Float64Array, phase: number): number {
  const at = phase * TABLE_FRAMES;
  const whole = Math.floor(at);
  const t = at - whole;
  const y0 = table[whole]!;
  const y1 = table[whole + 1]!;
  const y2 = table[whole + 2]!;
  const y3 = table[whole + 3]!;
  const c1 = (y2 - y0) / 2;
  const c2 = y0 - 2.5 * y1 + 2 * y2 - y3 / 2;
  const c3 = (y3 - y0) / 2 + 1.5 * (y1 - y2);
  return ((c3 * t + c2) * t + c1) * t + y1;
}

export interface Harmonic {
  readonly order: number;
  readonly amplitude: number;
  readonly phase: number;
}

/** How far grids stray from their nominal frequency on an ordinary day, hertz. */
const GRID_STRAY_HZ = 0.015;
/** Slow swells as loads go on and off: depth as a share of the amplitude (0.8 dB), and seconds for one. */
const SWELL = 0.1;
const SWELL_SEC = [4, 11] as const;

/** Harmonics of the mains, odd and even ones swelling apart, for `frames`. */
export function mainsTone(
  frames: number,
  sampleRate: number,
  mainsHz: number,
  harmonics: readonly Harmonic[],
  random: Random,
): Float32Array<ArrayBuffer> {
  const hz = mainsHz + (2 * random() - 1) * GRID_STRAY_HZ;
  const out = new Float32Array(frames);
  const firstPhase = random();
  for (const parity of [1, 0]) {
    const table = cycle(harmonics.filter(({ order }) => order % 2 === parity));
    const perFrame = (2 * Math.PI) / ((SWELL_SEC[0] + (SWELL_SEC[1] - SWELL_SEC[0]) * random()) * sampleRate);
    // The swell turns as a pointer: no sine for each frame.
    const start = 2 * Math.PI * random();
    const turnCos = Math.cos(perFrame);
    const turnSin = Math.sin(perFrame);
    let cos = Math.cos(start);
    let sin = Math.sin(start);
    let phase = firstPhase;
    for (let i = 0; i < frames; i++) {
      out[i]! += (1 + SWELL * sin) * readCycle(table, phase);
      const turned = cos * turnCos - sin * turnSin;
      sin = sin * turnCos + cos * turnSin;
      cos = turned;
      phase += hz / sampleRate;
      if (phase >= 1) phase -= 1;
    }
  }
  return out;
}
