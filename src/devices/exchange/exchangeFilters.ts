import { powerToDb } from '../../core/units';
import { responseCurveDb } from '../response';
import type { ToneStage } from '../DeviceProfile';
import { straightLines } from './toneGrid';

/** A filter of another program's: one of ours, or one that only its level over frequency can stand for. */
export type ExchangeFilter =
  | ToneStage
  /** 0 dB at its frequency, falling to both sides. */
  | { readonly kind: 'bandpass'; readonly frequencyHz: number; readonly q: number }
  | { readonly kind: 'notch'; readonly frequencyHz: number; readonly q: number }
  /** 6 dB an octave. */
  | { readonly kind: 'highpass1' | 'lowpass1'; readonly frequencyHz: number }
  /** Straight lines between points over log frequency, the ends held beyond, as Equalizer APO plays them. */
  | { readonly kind: 'graphic'; readonly frequenciesHz: readonly number[]; readonly levelsDb: readonly number[] };

/** What no filter goes below: a notch is endless, and nobody hears the difference. */
const DEEPEST_DB = -40;

export function isToneStage(filter: ExchangeFilter): filter is ToneStage {
  switch (filter.kind) {
    case 'bandpass':
    case 'notch':
    case 'highpass1':
    case 'lowpass1':
    case 'graphic':
      return false;
    default:
      return true;
  }
}

function filterDb(filter: Exclude<ExchangeFilter, ToneStage>, frequenciesHz: Float64Array): Float64Array {
  if (filter.kind === 'graphic') {
    return straightLines(
      filter.frequenciesHz.map((f) => Math.log(f)),
      filter.levelsDb,
      frequenciesHz.map((f) => Math.log(f)),
    );
  }
  const { kind, frequencyHz } = filter;
  const perQ2 = 'q' in filter ? 1 / filter.q ** 2 : 1;
  return frequenciesHz.map((f) => {
    const u = (f / frequencyHz) ** 2;
    if (kind === 'lowpass1') return powerToDb(1 / (1 + u));
    if (kind === 'highpass1') return powerToDb(u / (1 + u));
    const apart = (1 - u) ** 2;
    return powerToDb((kind === 'notch' ? apart : u * perQ2) / (apart + u * perQ2));
  });
}

/** Level of a chain at frequencies in hertz, dB; never below −40 for one section of another program's. */
export function chainDb(filters: readonly ExchangeFilter[], frequenciesHz: Float64Array): Float64Array {
  const db = responseCurveDb({ stages: filters.filter(isToneStage) }, frequenciesHz);
  for (const filter of filters) {
    if (isToneStage(filter)) continue;
    const levels = filterDb(filter, frequenciesHz);
    const lowestDb = filter.kind === 'graphic' ? -Infinity : DEEPEST_DB;
    for (let i = 0; i < db.length; i++) db[i]! += Math.max(levels[i]!, lowestDb);
  }
  return db;
}

/** From this Q on a section is narrower than the even grid of curves can show. */
const NARROW_Q = 4;
/** Where the flanks of a narrow section are looked at, in parts of its bandwidth on either side of the middle. */
const FLANKS = Array.from({ length: 22 }, (_, i) => 0.03 * 1.33 ** i);
/** A graphic equalizer with more points than this has none far from the grid. */
const MOST_CORNERS = 400;

/** Where a chain has to be looked at beside an even grid, hertz: corners of graphic equalizers, narrow sections. */
export function detailHz(filters: readonly ExchangeFilter[]): number[] {
  return filters.flatMap((filter) => {
    if (filter.kind === 'graphic') return filter.frequenciesHz.length > MOST_CORNERS ? [] : filter.frequenciesHz;
    if (!('q' in filter) || (filter.q < NARROW_Q && filter.kind !== 'notch')) return [];
    const { frequencyHz, q } = filter;
    // A section is even over f/f₀ − f₀/f, which is 2 sinh of the log ratio.
    const ratios = FLANKS.map((part) => Math.exp(Math.asinh(part / (2 * q))));
    return [frequencyHz, ...ratios.flatMap((ratio) => [frequencyHz / ratio, frequencyHz * ratio])];
  });
}

/** `q` of a shelf by its slope `s` (Audio EQ Cookbook: 1 is the steepest that stays monotone). */
export function shelfQ(gainDb: number, s: number): number {
  const a = 10 ** (gainDb / 40);
  return 1 / Math.sqrt(Math.max((a + 1 / a) * (1 / s - 1) + 2, 1e-3));
}

/** `s` of a shelf by its `q`: {@link shelfQ} turned round. */
export function shelfSlope(gainDb: number, q: number): number {
  const a = 10 ** (gainDb / 40);
  return 1 / ((1 / (q * q) - 2) / (a + 1 / a) + 1);
}

/** `q` of an analog section between whose half-gain points are so many octaves. */
export function qOfBandwidth(octaves: number): number {
  return 1 / (2 * Math.sinh((Math.LN2 / 2) * octaves));
}

/** Butterworth sections of an even order. */
export function butterworth(kind: 'highpass' | 'lowpass', frequencyHz: number, order: number): ToneStage[] {
  return Array.from({ length: order / 2 }, (_, i) => ({
    kind,
    frequencyHz,
    q: 1 / (2 * Math.cos((Math.PI * (2 * i + 1)) / (2 * order))),
  }));
}
