import * as v from 'valibot';
import { plainText } from '../../core/cleanName';
import { butterworth, type ExchangeFilter } from './exchangeFilters';
import { badJson } from './json';

const gain_db = v.pipe(v.number(), v.minValue(-60), v.maxValue(60));
const frequency = v.pipe(v.number(), v.minValue(0.5), v.maxValue(200_000));
const q = v.pipe(v.number(), v.minValue(0.01), v.maxValue(1000));
const slope = v.picklist([6, 12, 18, 24, 30, 36, 42, 48]);

const BandSchema = v.variant('type', [
  v.object({ type: v.picklist(['peak_dip', 'low_shelf', 'high_shelf']), frequency, gain_db, q }),
  v.object({
    type: v.picklist(['low_pass', 'high_pass']),
    frequency,
    q: v.optional(q),
    slope: v.optional(slope),
  }),
  v.object({ type: v.picklist(['band_pass', 'band_stop']), frequency, q }),
]);

const EqSchema = v.object({
  author: v.optional(v.string(), ''),
  details: v.optional(v.string(), ''),
  link: v.optional(v.string(), ''),
  type: v.literal('parametric_eq'),
  parameters: v.object({ gain_db: v.optional(gain_db, 0), bands: v.pipe(v.array(BandSchema), v.maxLength(100)) }),
});

const RowSchema = v.object({ type: v.literal('eq'), data: EqSchema });

export interface OpraFile {
  readonly filters: readonly ExchangeFilter[];
  readonly author: string;
  readonly details: string;
}

/** True for the `info.json` of a correction, and for its row in `database_v1.jsonl`. */
export function isOpra(content: unknown): boolean {
  if (typeof content !== 'object' || content === null || !('type' in content)) return false;
  return content.type === 'eq' || (content.type === 'parametric_eq' && 'parameters' in content);
}

function passFilters(kind: 'highpass' | 'lowpass', frequencyHz: number, octaveDb: number): ExchangeFilter[] {
  const order = octaveDb / 6;
  if (order % 2 === 0) return butterworth(kind, frequencyHz, order);
  // An odd Butterworth filter: one first-order section and pairs of poles on the circle beside it.
  const pairs = Array.from({ length: (order - 1) / 2 }, (_, i) => ({
    kind,
    frequencyHz,
    q: 1 / (2 * Math.cos((Math.PI * (i + 1)) / order)),
  }));
  return [{ kind: `${kind}1` as const, frequencyHz }, ...pairs];
}

/** One correction of OPRA's. @throws ElsewhereError `device-bad-json` naming the first field that is wrong */
export function opraFileOf(content: unknown): OpraFile {
  const isRow = typeof content === 'object' && content !== null && 'data' in content;
  const read = isRow ? v.safeParse(RowSchema, content) : v.safeParse(EqSchema, content);
  if (!read.success) {
    const path = plainText(v.getDotPath(read.issues[0]) ?? 'type', 60);
    throw badJson(`its field “${path}” is not as OPRA writes it`);
  }
  const eq = 'data' in read.output ? read.output.data : read.output;
  const filters: ExchangeFilter[] = [];
  for (const band of eq.parameters.bands) {
    const frequencyHz = band.frequency;
    switch (band.type) {
      case 'peak_dip':
        filters.push({ kind: 'peaking', frequencyHz, gainDb: band.gain_db, q: band.q });
        break;
      case 'low_shelf':
        filters.push({ kind: 'lowshelf', frequencyHz, gainDb: band.gain_db, q: band.q });
        break;
      case 'high_shelf':
        filters.push({ kind: 'highshelf', frequencyHz, gainDb: band.gain_db, q: band.q });
        break;
      case 'low_pass':
      case 'high_pass': {
        const kind = band.type === 'low_pass' ? 'lowpass' : 'highpass';
        if (band.q !== undefined && band.slope === undefined) filters.push({ kind, frequencyHz, q: band.q });
        else filters.push(...passFilters(kind, frequencyHz, band.slope ?? 12));
        break;
      }
      case 'band_pass':
        filters.push({ kind: 'bandpass', frequencyHz, q: band.q });
        break;
      case 'band_stop':
        filters.push({ kind: 'notch', frequencyHz, q: band.q });
        break;
    }
  }
  filters.push({ kind: 'gain', gainDb: eq.parameters.gain_db });
  return { filters, author: plainText(eq.author, 120), details: plainText(eq.details, 300) };
}
