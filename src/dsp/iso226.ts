import { assertInRange } from '../core/errors';
import { pchip } from './pchip';

/**
 * ISO 226:2023, table 1: frequency (Hz), exponent of loudness perception α_f, magnitude of the linear transfer function
 * relative to 1 kHz L_U (dB), threshold of hearing T_f (dB SPL).
 */
const TABLE: readonly (readonly [frequencyHz: number, alpha: number, transferDb: number, thresholdDb: number])[] = [
  [20, 0.635, -31.5, 78.1],
  [25, 0.602, -27.2, 68.7],
  [31.5, 0.569, -23.1, 59.5],
  [40, 0.537, -19.3, 51.1],
  [50, 0.509, -16.1, 44],
  [63, 0.482, -13.1, 37.5],
  [80, 0.456, -10.4, 31.5],
  [100, 0.433, -8.2, 26.5],
  [125, 0.412, -6.3, 22.1],
  [160, 0.391, -4.6, 17.9],
  [200, 0.373, -3.2, 14.4],
  [250, 0.357, -2.1, 11.4],
  [315, 0.343, -1.2, 8.6],
  [400, 0.33, -0.5, 6.2],
  [500, 0.32, 0, 4.4],
  [630, 0.311, 0.4, 3],
  [800, 0.303, 0.5, 2.2],
  [1000, 0.3, 0, 2.4],
  [1250, 0.295, -2.7, 3.5],
  [1600, 0.292, -4.2, 1.7],
  [2000, 0.29, -1.2, -1.3],
  [2500, 0.29, 1.4, -4.2],
  [3150, 0.289, 2.3, -6],
  [4000, 0.289, 1, -5.4],
  [5000, 0.289, -2.3, -1.5],
  [6300, 0.293, -7.2, 6],
  [8000, 0.303, -11.2, 12.6],
  [10000, 0.323, -10.9, 13.9],
  [12500, 0.354, -3.5, 12.3],
];

const column = (index: 1 | 2 | 3): ((frequencyHz: number) => number) => {
  const at = pchip(
    TABLE.map(([frequencyHz]) => Math.log(frequencyHz)),
    TABLE.map((row) => row[index]),
  );
  return (frequencyHz) => at(Math.log(frequencyHz));
};

const alphaAt = column(1);
const transferDbAt = column(2);
const thresholdDbAt = column(3);

/** Lowest and highest loudness level asked for: the standard covers 20 to 90 phon, above 4 kHz 80. */
const PHON_RANGE = [0, 100] as const;

/** The constants of the formulas at one frequency. */
function constantsAt(frequencyHz: number): { alpha: number; transferDb: number; scale: number; threshold: number } {
  assertInRange('frequencyHz', frequencyHz, 1, 192_000);
  const alpha = alphaAt(frequencyHz);
  const transferDb = transferDbAt(frequencyHz);
  return {
    alpha,
    transferDb,
    scale: 4e-10 ** (0.3 - alpha),
    threshold: 10 ** ((alpha * (thresholdDbAt(frequencyHz) + transferDb)) / 10),
  };
}

/**
 * Level of a pure tone that is as loud as one of 1 kHz at `phon` dB SPL: ISO 226:2023, formula 1. Free field from the
 * front, both ears, listeners of 18 to 25 years.
 *
 * The standard holds for 20 to 90 phon (up to 80 phon from 5 kHz on); beyond that, the formula is followed. Between its
 * frequencies its constants are interpolated by PCHIP over log frequency; it says nothing below 20 Hz or above 12.5 kHz,
 * where the value at the end is held.
 * @param phon 0…100
 * @param frequencyHz hertz
 * @returns dB SPL
 */
export function equalLoudnessContourDb(phon: number, frequencyHz: number): number {
  assertInRange('phon', phon, ...PHON_RANGE);
  const { alpha, transferDb, scale, threshold } = constantsAt(frequencyHz);
  return (10 / alpha) * Math.log10(scale * (10 ** (0.03 * phon) - 10 ** 0.072) + threshold) - transferDb;
}

/**
 * Loudness level of a pure tone: ISO 226:2023, formula 2, the inverse of {@link equalLoudnessContourDb} with the same
 * limits.
 * @param levelDb dB SPL, at or above the threshold of hearing
 * @returns phon; NaN for a tone far below the threshold
 */
export function phonOf(levelDb: number, frequencyHz: number): number {
  const { alpha, transferDb, scale, threshold } = constantsAt(frequencyHz);
  return (100 / 3) * Math.log10((10 ** ((alpha * (levelDb + transferDb)) / 10) - threshold) / scale + 10 ** 0.072);
}
