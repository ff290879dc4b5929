import type { DrillUnit, StrengthScale } from '../../../drills/DrillKind';
import type { ThresholdEstimate } from '../../../drills/records';
import { figure } from '../../words/format';

/** As precise as a threshold deserves. */
const decimalsFor = (value: number, unit: DrillUnit): number =>
  unit === 'cents' || unit === '%' || Math.abs(value) >= 20 ? 0 : Math.abs(value) < 1 ? 2 : 1;

const withUnit = (text: string, unit: DrillUnit): string =>
  unit === '' ? text : unit === ':1' ? `${text} : 1` : `${text} ${unit}`;

export const strengthWords = (value: number, unit: DrillUnit): string =>
  withUnit(figure(value, decimalsFor(value, unit)), unit);

/**
 * `Boost: you hear 2.1 dB, between 1.7 and 2.6, through flat.`
 * @param deviceName null for flat
 */
export function thresholdWords(scale: StrengthScale, threshold: ThresholdEstimate, deviceName: string | null): string {
  const { value, low, high } = threshold;
  const decimals = Math.max(...[value, low, high].map((figureOf) => decimalsFor(figureOf, scale.unit)));
  const [is, from, to] = [value, low, high].map((number) => figure(number, decimals));
  const name = scale.name.charAt(0).toUpperCase() + scale.name.slice(1);
  return `${name}: you hear ${withUnit(is!, scale.unit)}, between ${from} and ${to}, through ${deviceName ?? 'flat'}.`;
}

/** What the figures mean; stands once beside them. */
export const THRESHOLD_MEANING = 'The strength you hear half the time, with its 95 % interval.';
