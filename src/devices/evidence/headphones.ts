import type { DeviceEvidence, FitError } from '../DeviceProfile';

/** What a fit leaves out, by the way the device is worn. */
const LEAVES_OUT = {
  overEar:
    'How it sits on your own head: seal, pads and your ears. Above 8 kHz only the trend is known. No distortion.',
  cancelling:
    'The steps of its noise cancelling and the maker’s own EQ settings; how it sits on your head. Above 8 kHz only the trend is known.',
  openFit: 'How they sit in your own ear: open-fit earbuds lose bass as they loosen. Above 8 kHz the sources disagree.',
  inEar: 'How it sits in your own ear: the seal decides the bass. Above 8 kHz only the trend is known.',
} as const;

export type Worn = keyof typeof LEAVES_OUT;

/** What is particular to one pair of headphones that was fitted to published corrections. */
export interface HeadphoneFigures {
  readonly worn: Worn;
  /** Those who measured, for the credit. */
  readonly measurers: readonly string[];
  /** Each with its rig's own target; of several the median was taken. */
  readonly sources: readonly string[];
  readonly spread?: NonNullable<DeviceEvidence['spread']>;
  readonly notes?: readonly string[];
  readonly fit: FitError;
  readonly validRangeHz: readonly [number, number];
  readonly errorsDb: readonly (number | null)[];
}

const OPRA =
  'OPRA open headphone data (github.com/opra-project/OPRA), CC BY-SA 4.0: published corrections, turned round';
const AUTOEQ = 'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes';
const HEARD = ['up to 60 Hz', 'to 300 Hz', 'to 3 kHz', 'to 8 kHz', 'above'];

/** Evidence of headphones whose figures come from OPRA and AutoEq. */
export function headphoneEvidence(figures: HeadphoneFigures): DeviceEvidence {
  const { worn, measurers, sources, spread, notes = [], fit, validRangeHz, errorsDb } = figures;
  const isMedian = sources.length > 1;
  return {
    source: {
      credit: `${measurers.join(', ')}; by way of OPRA and AutoEq`,
      licence: 'CC-BY-SA-4.0 (OPRA), MIT (AutoEq)',
      references: [
        OPRA,
        AUTOEQ,
        isMedian
          ? `Median of ${sources.length} sources, each against the target of its own rig: ${sources.join('; ')}`
          : `One source, against the target of its own rig: ${sources.join('; ')}`,
        ...(spread
          ? [
              `The sources differ by (standard deviation) ${spread.map(([, , sd], i) => `${sd.toFixed(1)} dB ${HEARD[i]}`).join(', ')}`,
            ]
          : []),
        ...notes,
      ],
    },
    leavesOut: LEAVES_OUT[worn],
    ...(spread && { spread }),
    fit,
    validRangeHz,
    errorsDb,
  };
}
