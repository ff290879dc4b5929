import { clamp } from '../../../core/units';
import type { Stage, StereoStage, ToneStage } from '../../../devices/DeviceProfile';

/** What filters of a device may be set to. */
export const LIMITS = {
  frequencyHz: { min: 20, max: 20_000 },
  gainDb: { min: -30, max: 30 },
  q: { min: 0.1, max: 12 },
} as const;

/** More than any published correction has; more would not be told apart on the chart. */
export const MOST_FILTERS = 40;

/** A stage with a place on the chart. */
export type Filter = Exclude<ToneStage, { kind: 'gain' }>;
export type FilterKind = Filter['kind'];
export const FILTER_KINDS: readonly FilterKind[] = ['peaking', 'lowshelf', 'highshelf', 'highpass', 'lowpass'];

export const isFilter = (stage: Stage): stage is Filter => 'frequencyHz' in stage;
export const hasGain = (stage: Stage): stage is Extract<Stage, { gainDb: number }> => 'gainDb' in stage;

const round = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** A frequency as exact as the hand that set it: four figures. */
export const frequencyWithin = (hz: number): number =>
  clamp(round(hz, 4), LIMITS.frequencyHz.min, LIMITS.frequencyHz.max);
export const gainWithin = (db: number): number => clamp(Math.round(db * 10) / 10, LIMITS.gainDb.min, LIMITS.gainDb.max);
export const qWithin = (q: number): number => clamp(round(q, 3), LIMITS.q.min, LIMITS.q.max);

/** Where the handle of a filter is: its gain, or how far a pass filter rises or sinks at its corner. */
export const handleDb = (stage: Filter): number => (hasGain(stage) ? stage.gainDb : 20 * Math.log10(stage.q));

/** The filter with its handle elsewhere. */
export function movedTo(stage: Filter, frequencyHz: number, levelDb: number): Filter {
  const at = frequencyWithin(frequencyHz);
  if (hasGain(stage)) return { ...stage, frequencyHz: at, gainDb: gainWithin(levelDb) };
  return { ...stage, frequencyHz: at, q: qWithin(10 ** (levelDb / 20)) };
}

export const withQ = (stage: Filter, q: number): Filter => ({ ...stage, q: qWithin(q) });

/** The same place on the chart as another kind of filter. */
export function asKind(stage: Filter, kind: FilterKind): Filter {
  const { frequencyHz, q } = stage;
  if (kind === 'highpass' || kind === 'lowpass') return { kind, frequencyHz, q: hasGain(stage) ? Math.SQRT1_2 : q };
  return { kind, frequencyHz, q, gainDb: hasGain(stage) ? stage.gainDb : 3 };
}

/** A peak in the widest gap between the filters there are, ready to be moved. */
export function addedFilter(stages: readonly Stage[]): Filter {
  const { min, max } = LIMITS.frequencyHz;
  const taken = [min, ...stages.filter(isFilter).map(({ frequencyHz }) => frequencyHz), max].toSorted((a, b) => a - b);
  let widest = 0;
  for (let i = 1; i < taken.length - 1; i++) {
    if (taken[i + 1]! / taken[i]! > taken[widest + 1]! / taken[widest]!) widest = i;
  }
  const middle = stages.some(isFilter) ? Math.sqrt(taken[widest]! * taken[widest + 1]!) : 1000;
  return { kind: 'peaking', frequencyHz: frequencyWithin(middle), gainDb: 3, q: 1 };
}

/** 1 is stereo as it is, 0 one loudspeaker. */
export function imageWidth(stages: readonly Stage[]): number {
  return stages.reduce(
    (width, stage) => (stage.kind === 'monoSum' ? 0 : stage.kind === 'width' ? width * stage.width : width),
    1,
  );
}

/** The stages with one statement on the image, in front. */
export function withImage(stages: readonly Stage[], width: number): readonly Stage[] {
  const tone = stages.filter((stage) => stage.kind !== 'monoSum' && stage.kind !== 'width');
  if (width >= 1) return tone;
  const image: StereoStage = width <= 0 ? { kind: 'monoSum' } : { kind: 'width', width: Math.round(width * 100) / 100 };
  return [image, ...tone];
}
