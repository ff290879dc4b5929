import type { AnswerSpec, DrillUnit } from '../../../../drills/DrillKind';
import { clamp } from '../../../../core/units';
import { figure, hertz, signedFigure } from '../../../words/format';

export type ScaleSpec = Extract<AnswerSpec, { kind: 'scale' }>;
type Scale = Pick<ScaleSpec, 'min' | 'max' | 'mapping'>;

/** Place of a value on its scale, 0 … 1. */
export const fractionOf = ({ min, max, mapping }: Scale, value: number): number =>
  mapping === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);

/** Value at a place, as precise as a hand is: three figures on a ratio scale, else tenths or whole units. */
export function valueAt(spec: Pick<ScaleSpec, 'min' | 'max' | 'mapping' | 'unit'>, fraction: number): number {
  const { min, max, mapping, unit } = spec;
  const place = clamp(fraction, 0, 1);
  const value = mapping === 'log' ? min * (max / min) ** place : min + (max - min) * place;
  const fine = mapping === 'log' ? value.toPrecision(3) : value.toFixed(decimalsOf(unit));
  return clamp(Number(fine), min, max);
}

export const decimalsOf = (unit: DrillUnit): number => (unit === '%' || unit === 'cents' || unit === 'ms' ? 0 : 1);

/** How far an arrow key goes: a twenty-fourth of an octave, or a step that crosses a range in under a hundred presses. */
export function stepFraction({ min, max, mapping }: Scale): number {
  if (mapping === 'log') return 1 / 24 / Math.log2(max / min);
  const range = max - min;
  const step = range <= 6 ? 0.1 : range <= 50 ? 0.5 : range <= 200 ? 2 : range / 100;
  return step / range;
}

/** A value in words: `1.25 kHz`, `−3.5 dB`, `40 % left`. */
export function scaleWords(spec: Omit<ScaleSpec, 'tolerance' | 'kind' | 'name'>, value: number): string {
  const { unit, min, max, ends } = spec;
  if (unit === 'Hz') return hertz(value);
  if (unit === '%' && ends && min === -max) {
    const size = `${figure(Math.abs(value), 0)} %`;
    return Math.round(value) === 0 ? size : `${size} ${ends[value < 0 ? 0 : 1]}`;
  }
  const decimals = decimalsOf(unit);
  const text = min < 0 && max > 0 ? signedFigure(value, decimals) : figure(value, decimals);
  return unit === ':1' ? `${text} : 1` : unit === '' ? text : `${text} ${unit}`;
}

/** What counts, in words. */
export function toleranceWords({ mapping, tolerance, unit }: ScaleSpec): string {
  if (tolerance === undefined) return 'The better you do, the nearer you must be.';
  const size = Number(tolerance.toFixed(2));
  if (mapping === 'log') return `Within ${size === 0.5 ? 'half an octave' : `${size} octaves`} counts.`;
  return `Within ${unit === '' ? `${size}` : `${size} ${unit}`} counts.`;
}

/** The stretch of the scale that a truth could lie in for an answer here to count, as fractions; null where it is hidden. */
export function toleranceSpan(spec: ScaleSpec, value: number): readonly [number, number] | null {
  const { mapping, tolerance } = spec;
  if (tolerance === undefined) return null;
  const [low, high] =
    mapping === 'log' ? [value * 2 ** -tolerance, value * 2 ** tolerance] : [value - tolerance, value + tolerance];
  return [clamp(fractionOf(spec, low), 0, 1), clamp(fractionOf(spec, high), 0, 1)];
}

/** Ticks nearer than this to another would print over it. */
const TICK_GAP = 0.075;

/** Values with a label under the scale: both ends, and round ones between. */
export function ticksOf(spec: Pick<ScaleSpec, 'min' | 'max' | 'mapping'>): number[] {
  const { min, max, mapping } = spec;
  const between =
    mapping === 'log'
      ? [1, 10, 100, 1000, 10_000].flatMap((decade) => [decade, 2 * decade, 5 * decade])
      : [0.25, 0.5, 0.75].map((part) => Number((min + (max - min) * part).toFixed(2)));
  const ticks = [min];
  for (const value of between) {
    const place = fractionOf(spec, value);
    const last = fractionOf(spec, ticks.at(-1)!);
    if (value > min && value < max && place - last >= TICK_GAP && 1 - place >= TICK_GAP) ticks.push(value);
  }
  return [...ticks, max];
}

/** Short, for a tick: `500`, `2k`, `−6`. */
export function tickLabel(value: number, unit: DrillUnit): string {
  if (unit === 'Hz' && value >= 1000) return `${Number((value / 1000).toPrecision(3))}k`;
  const size = String(Math.abs(value));
  return value < 0 ? `−${size}` : size;
}
