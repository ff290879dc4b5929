import { powerToDb } from '../../core/units';
import { responseCurveDb } from '../response';
import type { ToneStage } from '../DeviceProfile';
import { pchip } from './toneGrid';

/** A filter of another program's: one of ours, or one that only its level over frequency can stand for. */
export type ExchangeFilter =
  | ToneStage
  /** 0 dB at its frequency, falling to both sides. */
  | { readonly kind: 'bandpass'; readonly frequencyHz: number; readonly q: number }
  | { readonly kind: 'notch'; readonly frequencyHz: number; readonly q: number }
  /** 6 dB an octave. */
  | { readonly kind: 'highpass1' | 'lowpass1'; readonly frequencyHz: number }
  /** Levels between points, over log frequency; held beyond. */
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
    return pchip(
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

/** Level of a chain at frequencies in hertz, dB; never below −40 for one filter of another program's. */
export function chainDb(filters: readonly ExchangeFilter[], frequenciesHz: Float64Array): Float64Array {
  const db = responseCurveDb({ stages: filters.filter(isToneStage) }, frequenciesHz);
  for (const filter of filters) {
    if (isToneStage(filter)) continue;
    const levels = filterDb(filter, frequenciesHz);
    for (let i = 0; i < db.length; i++) db[i]! += Math.max(levels[i]!, DEEPEST_DB);
  }
  return db;
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
