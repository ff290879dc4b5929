/** Where the straight line levels out, hertz. */
const LOWEST_HZ = 20;
const HIGHEST_HZ = 20_000;

/** Level of a tilt at one frequency, dB: a straight line over log frequency, 0 at the pivot, level outside 20 Hz…20 kHz. */
export function tiltDb(dbPerOctave: number, pivotHz: number, frequencyHz: number): number {
  return dbPerOctave * Math.log2(Math.min(HIGHEST_HZ, Math.max(LOWEST_HZ, frequencyHz)) / pivotHz);
}
