import type { StrengthScale } from '../../../drills/DrillKind';
import type { ThresholdEstimate } from '../../../drills/records';
import { intervalFigure, strengthFigure } from '../../words/training';

/**
 * `Boost: you hear 2.1 dB, between 1.7 and 2.6 dB, through flat.`
 * @param deviceName null for flat
 */
export function thresholdWords(scale: StrengthScale, threshold: ThresholdEstimate, deviceName: string | null): string {
  const name = scale.name.charAt(0).toUpperCase() + scale.name.slice(1);
  const between = intervalFigure(scale, threshold).replace(' to ', ' and ');
  return `${name}: you hear ${strengthFigure(scale, threshold.value)}, between ${between}, through ${deviceName ?? 'flat'}.`;
}

/** What the figures mean; stands once beside them. */
export const THRESHOLD_MEANING = 'The strength you hear half the time, with its 95 % interval.';
