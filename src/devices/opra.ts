import { NAME_LIMIT, plainText } from '../core/cleanName';
import type { DeviceProfile, ToneStage } from './DeviceProfile';
import { responseCurveDb } from './response';

/** Bands of a correction that can be turned round exactly: the same section with its gain negated. */
export const OPRA_BAND_KINDS = ['peaking', 'lowshelf', 'highshelf'] as const;

export interface OpraBand {
  readonly kind: (typeof OPRA_BAND_KINDS)[number];
  readonly frequencyHz: number;
  /** Of the correction, dB. */
  readonly gainDb: number;
  readonly q: number;
}

/** One correction of OPRA's database: the EQ that makes a headphone neutral, by its author's ears or measurement. */
export interface OpraCorrection {
  /** OPRA's id of the correction. */
  readonly id: string;
  readonly vendor: string;
  readonly product: string;
  /** OPRA's words, e.g. `over_the_ear`; empty where it does not say. */
  readonly subtype: string;
  readonly author: string;
  readonly details: string;
  /** In signal order; at least one. */
  readonly bands: readonly OpraBand[];
  /** Bands of the correction that are not among `bands`. */
  readonly leftOutCount: number;
  /** What tells it from the product's other corrections; empty where it is the only one. */
  readonly distinction: string;
}

type Kind = Pick<DeviceProfile, 'family' | 'subfamily' | 'pictogram' | 'kindLabel' | 'isolation'>;

const OVER_EAR: Kind = {
  family: 'headphones',
  subfamily: 'consumer',
  pictogram: 'closedHeadphones',
  kindLabel: 'over-ear headphones',
};

/** OPRA does not say whether headphones are closed, open or noise-cancelling, so these are plain headphones. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['over_the_ear', OVER_EAR],
  ['on_ear', { ...OVER_EAR, pictogram: 'onEarHeadphones', kindLabel: 'on-ear headphones' }],
  [
    'in_ear',
    { family: 'earbuds', subfamily: 'inEar', pictogram: 'inEar', kindLabel: 'in-ear headphones', isolation: 'inEar' },
  ],
  [
    'earbuds',
    { family: 'earbuds', subfamily: 'earbuds', pictogram: 'earbuds', kindLabel: 'earbuds', isolation: 'open' },
  ],
]);

/** Corrections are made within these, hertz; above, each head and each seat differs. */
const VALID_RANGE_HZ = [20, 16_000] as const;
/** 300 to 3000 Hz, evenly over log frequency: the mean level here is 0 dB. */
const MIDBAND_HZ = Float64Array.from({ length: 160 }, (_, i) => 300 * 10 ** ((i + 0.5) / 160));

/** Vendor and product, the vendor once. */
function bareName(vendor: string, product: string): string {
  return product.toLowerCase().startsWith(`${vendor.toLowerCase()} `) ? product : `${vendor} ${product}`.trim();
}

/** Vendor and product whole, what tells one correction from another as far as there is room. */
function nameOf({ vendor, product, distinction }: OpraCorrection): string {
  const bare = bareName(vendor, product);
  const room = NAME_LIMIT - bare.length - 3;
  return plainText(distinction && room > 3 ? `${bare} (${plainText(distinction, room)})` : bare, NAME_LIMIT);
}

function leavesOutOf({ bands, leftOutCount }: OpraCorrection): string {
  const always =
    'How it sits on your own head, and whatever its correction left as it was: narrow peaks, and most of what is above 10 kHz. No distortion.';
  if (leftOutCount === 0) return always;
  const of = leftOutCount + bands.length;
  return `${always} ${leftOutCount} of the correction’s ${of} filters cut off an end of the range or take out one frequency; nothing can turn that round, so ${leftOutCount === 1 ? 'it is' : 'they are'} left out.`;
}

/**
 * The correction turned round: what the headphone does to a mix, against the target that the correction aims at. Peaks
 * and shelves of the Audio EQ Cookbook are undone exactly by the same section with its gain negated. A filter that cuts
 * off an end (or all but a band, or one frequency) has taken away what no filter brings back; such bands are no part
 * of `bands`, and `leavesOut` says so.
 */
export function opraDevice(correction: OpraCorrection): DeviceProfile {
  const { id, author, details, subtype, bands } = correction;
  const sections = bands
    .filter(({ gainDb }) => gainDb !== 0)
    .map(({ kind, frequencyHz, gainDb, q }): ToneStage => ({ kind, frequencyHz, gainDb: -gainDb, q }));
  const midband = responseCurveDb({ stages: sections }, MIDBAND_HZ);
  const meanDb = midband.reduce((sum, db) => sum + db, 0) / midband.length;
  const by = author || 'an author who is not named';
  return {
    ...(KINDS.get(subtype) ?? { ...OVER_EAR, kindLabel: 'headphones' }),
    // Ids are written into files and settings, where not every letter may stand.
    id: `opra:${id.replaceAll(/[^\w:.-]/g, '-').slice(0, 190)}`,
    name: nameOf(correction),
    evidence: 'measured',
    source: {
      credit: `OPRA, ${by}`,
      licence: 'CC-BY-SA-4.0',
      references: [
        'OPRA open headphone data (github.com/opra-project/OPRA), CC BY-SA 4.0: a published correction, turned round',
        `Correction by ${by}${details ? `: ${details}` : ''}`,
      ],
    },
    leavesOut: leavesOutOf(correction),
    stages: [...sections, { kind: 'gain', gainDb: Number((0 - meanDb).toFixed(3)) }],
    validRangeHz: VALID_RANGE_HZ,
  };
}
