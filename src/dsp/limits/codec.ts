/** Slope of the band limit: a Butterworth magnitude of this order. */
const ORDER = 50;
/** No need to go on falling where nothing is left to hear. */
const FLOOR_DB = -80;

/**
 * Level that a codec or radio link leaves at a frequency, for a minimum-phase design: 0 dB, −3 dB at `codecHz`, −60 dB
 * at 1.15 × `codecHz`, not below −80 dB.
 * @param codecHz hertz, > 0
 * @param frequencyHz hertz, ≥ 0
 * @returns decibels ≤ 0
 */
export function codecCurveDb(codecHz: number, frequencyHz: number): number {
  if (!(codecHz > 0)) throw new RangeError(`codecHz must be above 0, got ${codecHz}`);
  return Math.max(FLOOR_DB, -10 * Math.log10(1 + Math.min(1e12, (frequencyHz / codecHz) ** (2 * ORDER))));
}
