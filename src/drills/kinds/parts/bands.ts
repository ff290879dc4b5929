import type { Random } from '../../../core/random';
import { pick, drawPassage } from '../../compose';
import type { ChoiceOption, DrillSettings, TrialContext } from '../../DrillKind';
import { OCTAVE_CENTRES_HZ, passageTrouble, type PassageNeed } from '../../material';
import type { ToneStage } from '../../../devices/DeviceProfile';
import type { Passage } from '../../recipe';

/** Nominal third-octave centres, three to each octave of {@link OCTAVE_CENTRES_HZ} (IEC 61260-1). */
const THIRD_CENTRES_HZ = [
  25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000,
  5000, 6300, 8000, 10_000, 12_500, 16_000, 20_000,
] as const;

/** What an octave does in a mix, in a word or two. */
const OCTAVE_HINTS = [
  'felt more than heard',
  'thump',
  'warmth, weight',
  'body, mud',
  'boxy, hollow',
  'nasal, horn-like',
  'hard, forward',
  'bite, presence',
  'sibilance, shine',
  'air',
] as const;

/** 63 Hz to 8 kHz: what most playback and most ears still give. One key each. */
const USUAL_BANDS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];
/** One band alone is no question: its neighbours join in. */
const FEWEST_BANDS = 2;

/** An octave or third octave that can be named. */
export interface NamedBand {
  readonly id: string;
  readonly centreHz: number;
  /** Index into {@link OCTAVE_CENTRES_HZ}. */
  readonly octave: number;
}

/** Octave bands a drill draws from, ascending: those of the settings, with neighbours where they are too few. */
export function trainedOctaves(settings: DrillSettings, usual: readonly number[] = USUAL_BANDS): readonly number[] {
  const last = OCTAVE_CENTRES_HZ.length - 1;
  const asked = [...new Set(settings.bands)].filter((band) => Number.isInteger(band) && band >= 0 && band <= last);
  if (asked.length === 0) return usual;
  const bands = new Set(asked);
  for (let reach = 1; bands.size < FEWEST_BANDS; reach++) {
    for (const band of asked) {
      if (band - reach >= 0) bands.add(band - reach);
      if (band + reach <= last) bands.add(band + reach);
    }
  }
  return [...bands].toSorted((a, b) => a - b);
}

/** Bands to choose from, ascending. */
export function namedBands(settings: DrillSettings): readonly NamedBand[] {
  return trainedOctaves(settings).flatMap((octave) =>
    settings.thirdOctaves
      ? THIRD_CENTRES_HZ.slice(3 * octave, 3 * octave + 3).map((centreHz) => ({
          id: String(centreHz),
          centreHz,
          octave,
        }))
      : [{ id: String(OCTAVE_CENTRES_HZ[octave]), centreHz: OCTAVE_CENTRES_HZ[octave]!, octave }],
  );
}

/** `63 Hz`, `1.25 kHz`: the nominal figure, as printed on an equaliser. */
export const bandLabel = (centreHz: number): string => (centreHz < 1000 ? `${centreHz} Hz` : `${centreHz / 1000} kHz`);

export const bandOptions = (bands: readonly NamedBand[]): readonly ChoiceOption[] =>
  bands.map(({ id, centreHz, octave }) => {
    const isCentre = centreHz === OCTAVE_CENTRES_HZ[octave];
    return { id, label: bandLabel(centreHz), ...(isCentre ? { hint: OCTAVE_HINTS[octave]! } : {}) };
  });

/** The band that is to be asked again, or one drawn evenly. */
export const drawBand = (random: Random, bands: readonly NamedBand[], item: string | undefined): NamedBand =>
  bands.find((band) => band.id === item) ?? pick(random, bands);

/** Exact centre of the lowest octave, of which the printed figures are rounded. */
const LOWEST_OCTAVE_HZ = 31.25;

/** Edges of an octave band, a hair inside, so that a rounded frequency between them does not fall into the next. */
export function octaveEdgesHz(octave: number): readonly [number, number] {
  const centreHz = LOWEST_OCTAVE_HZ * 2 ** octave;
  return [(centreHz / Math.SQRT2) * 1.002, (centreHz * Math.SQRT2) / 1.002];
}

/** Octave whose centre is nearest to a frequency. */
export function octaveAt(frequencyHz: number): number {
  const nearest = Math.round(Math.log2(frequencyHz / LOWEST_OCTAVE_HZ));
  return Math.min(OCTAVE_CENTRES_HZ.length - 1, Math.max(0, nearest));
}

/** Boost or cut one octave wide, or a third. */
export const bandStage = (centreHz: number, gainDb: number, isThird: boolean): ToneStage => ({
  kind: 'peaking',
  frequencyHz: centreHz,
  gainDb,
  // Bandwidth to Q: 1 / (2 sinh(ln 2 / 2 × octaves)).
  q: isThird ? 4.32 : 1.41,
});

/** Q of a peaking band from its width in octaves between the points at half its gain in dB (Audio EQ Cookbook). */
export const octavesToQ = (octaves: number): number => 1 / (2 * Math.sinh((Math.LN2 / 2) * octaves));

/**
 * A passage in which every one of the bands sounds, so that where it was taken from says nothing of the answer. Where the
 * music has no such place, one in which the asked band sounds.
 */
export function passageWithBands(
  context: Pick<TrialContext, 'random' | 'material' | 'settings'>,
  bands: readonly number[],
  asked: number,
  need: PassageNeed,
): Passage {
  const all = { ...need, bands };
  const isServed = context.settings.pinkNoise === true || passageTrouble(context.material.mixes, all) === null;
  return drawPassage(context, isServed ? all : { ...need, bands: [asked] });
}
