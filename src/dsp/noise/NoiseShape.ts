import { kWeighting, kWeightingPower } from '../loudness';

/**
 * What moves in a noise: `voices` rise and fall like many talkers with now and then a cup, `household` breathes
 * a little and clinks more often. Stationary when left out.
 */
export type NoiseLife = 'voices' | 'household';

/** Level over frequency of a noise: a density, decibels per hertz, straight in dB over log f between the points. */
export interface NoiseShape {
  /** Hertz, rising. */
  readonly frequenciesHz: ArrayLike<number>;
  readonly levelsDb: ArrayLike<number>;
  readonly life?: NoiseLife;
}

/** Noise is made in this range, hertz. */
export const NOISE_RANGE_HZ: readonly [number, number] = [20, 20_000];

/** Level of a curve of points at a frequency: straight over log f, held outside. */
export function pointsDb(points: Pick<NoiseShape, 'frequenciesHz' | 'levelsDb'>, frequencyHz: number): number {
  const { frequenciesHz: f, levelsDb: db } = points;
  const last = f.length - 1;
  if (frequencyHz <= f[0]!) return db[0]!;
  if (frequencyHz >= f[last]!) return db[last]!;
  let i = 1;
  while (f[i]! < frequencyHz) i++;
  const t = Math.log(frequencyHz / f[i - 1]!) / Math.log(f[i]! / f[i - 1]!);
  return db[i - 1]! + t * (db[i]! - db[i - 1]!);
}

/** Power gain of the A weighting (IEC 61672-1, annex E), 1 at 1 kHz. */
export function aWeightingPower(frequencyHz: number): number {
  const f2 = frequencyHz * frequencyHz;
  const amplitude =
    (12_194 ** 2 * f2 * f2) /
    ((f2 + 20.6 ** 2) * Math.sqrt((f2 + 107.7 ** 2) * (f2 + 737.9 ** 2)) * (f2 + 12_194 ** 2));
  return (amplitude * 10 ** (2 / 20)) ** 2;
}

const K_RATE = 48_000;
const STEPS_PER_OCTAVE = 24;

/**
 * Level of the whole noise through a weighting, decibels on the scale of the shape. `K` includes the −0.691 dB of
 * BS.1770, so that a 1 kHz tone has the same level through both weightings.
 */
export function weightedLevelDb(shape: NoiseShape, weighting: 'A' | 'K'): number {
  const [fromHz, toHz] = NOISE_RANGE_HZ;
  const k = kWeighting(K_RATE);
  const ratio = 2 ** (1 / STEPS_PER_OCTAVE);
  let power = 0;
  for (let hz = fromHz * Math.sqrt(ratio); hz < toHz; hz *= ratio) {
    const gain = weighting === 'A' ? aWeightingPower(hz) : kWeightingPower(k, hz, K_RATE) * 10 ** -0.0691;
    power += gain * 10 ** (pointsDb(shape, hz) / 10) * hz * (Math.sqrt(ratio) - 1 / Math.sqrt(ratio));
  }
  return 10 * Math.log10(power);
}
