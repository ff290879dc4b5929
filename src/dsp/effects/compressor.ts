import { ampToDb, dbToAmp } from '../../core/units';
import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';

export interface CompressorSettings {
  /** dB below full scale. */
  readonly thresholdDb: number;
  /** Input over output above the threshold, ≥ 1. */
  readonly ratio: number;
  /** Time constants (to 63 %), seconds. */
  readonly attackSec: number;
  readonly releaseSec: number;
  /** Width of the knee around the threshold; 0 is a hard one. */
  readonly kneeDb: number;
}

/** Gain of the static curve at an input level, dB ≤ 0 (Giannoulis, Massberg & Reiss 2012, eq. 4). */
export function staticGainDb(levelDb: number, { thresholdDb, ratio, kneeDb }: CompressorSettings): number {
  const slope = 1 / ratio - 1;
  const over = levelDb - thresholdDb;
  if (2 * over <= -kneeDb) return 0;
  if (2 * over >= kneeDb) return slope * over;
  return (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
}

const NEPER_PER_DB = Math.LN10 / 20;
/** Reduction below this is none, dB. */
const SMALLEST_DB = 1e-6;

/**
 * Feed-forward compressor, one gain for both channels, no make-up gain: level of the louder channel in dB, static curve
 * with a quadratic knee, then a smooth branching peak detector on the reduction (D. Giannoulis, M. Massberg,
 * J. D. Reiss, "Digital Dynamic Range Compressor Design", JAES 60(6), 2012, eq. 4 and 16). No look-ahead, no latency.
 */
export function compress(input: StereoSamples, sampleRate: number, settings: CompressorSettings): StereoSamples {
  const { thresholdDb, kneeDb, attackSec, releaseSec } = settings;
  const attack = Math.exp(-1 / (Math.max(attackSec, 1e-6) * sampleRate));
  const release = Math.exp(-1 / (Math.max(releaseSec, 1e-6) * sampleRate));
  const [left, right] = input;
  const out = silentStereo(left.length);
  // Most samples lie below the knee: they need no logarithm.
  const kneeStart = dbToAmp(thresholdDb - kneeDb / 2);
  let reductionDb = 0;
  for (let i = 0; i < left.length; i++) {
    const level = Math.max(Math.abs(left[i]!), Math.abs(right[i]!));
    const wanted = level > kneeStart ? -staticGainDb(ampToDb(level), settings) : 0;
    const pole = wanted > reductionDb ? attack : release;
    reductionDb = pole * reductionDb + (1 - pole) * wanted;
    if (reductionDb < SMALLEST_DB) reductionDb = 0;
    const gain = reductionDb === 0 ? 1 : Math.exp(-reductionDb * NEPER_PER_DB);
    out[0][i] = left[i]! * gain;
    out[1][i] = right[i]! * gain;
  }
  return out;
}
