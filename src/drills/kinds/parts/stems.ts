import { dbToPower, powerToDb } from '../../../core/units';
import type { Random } from '../../../core/random';
import { choosePassage, OCTAVE_CENTRES_HZ, type PassageMap, type Stem, type StemSet } from '../../material';
import { pick } from '../../compose';
import type { TrialContext } from '../../DrillKind';
import type { Layer, Passage, Recipe, Step } from '../../recipe';
import { deviceSteps } from './recipes';

const BANDS = OCTAVE_CENTRES_HZ.length;
const SILENCE_DB = -120;
/** A stem counts as heard in a passage down to this far below the mix. */
const HEARD_BELOW_MIX_DB = 24;
/** A stem counts as playing at a slice when it came this near to its loudest, within half a second. */
const PLAYING_BELOW_LOUD_DB = 25;
const PLAYING_SLICES = 5;

const slicePowers = new WeakMap<Stem, readonly number[]>();

/** Levels of a stem by slice over all bands, in its mix, as power. */
function powers(stem: Stem): readonly number[] {
  const known = slicePowers.get(stem);
  if (known) return known;
  const { map, gainDb } = stem;
  const made = Array.from({ length: map.sliceCount }, (_, slice) => {
    let power = 0;
    for (let band = 0; band < BANDS; band++) power += dbToPower(map.bandDb[slice * BANDS + band]! + gainDb);
    return power;
  });
  slicePowers.set(stem, made);
  return made;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const mixMaps = new WeakMap<StemSet, PassageMap>();

/** What is in the mix of a set: powers of its stems added up. */
function mixMap(set: StemSet): PassageMap {
  const known = mixMaps.get(set);
  if (known) return known;
  const { stems } = set;
  const sliceCount = Math.min(...stems.map(({ map }) => map.sliceCount));
  const bandDb = Int8Array.from({ length: sliceCount * BANDS }, (_, i) => {
    const level = powerToDb(sum(stems.map(({ map, gainDb }) => dbToPower(map.bandDb[i]! + gainDb))));
    return Math.round(Math.min(20, Math.max(SILENCE_DB, level)));
  });
  const made: PassageMap = {
    material: { kind: 'stem', setId: set.setId, id: stems[0]!.id },
    name: set.name,
    durationSec: Math.min(...stems.map(({ map }) => map.durationSec)),
    channelCount: 2,
    integratedLufs: null,
    sliceCount,
    bandDb,
    sidePercent: Uint8Array.from({ length: sliceCount }, (_, i) =>
      Math.max(...stems.map(({ map }) => map.sidePercent[i]!)),
    ),
    onsetDb: Uint8Array.from({ length: sliceCount }, (_, i) => Math.max(...stems.map(({ map }) => map.onsetDb[i]!))),
  };
  mixMaps.set(set, made);
  return made;
}

const togetherMaps = new WeakMap<StemSet, Map<string, PassageMap>>();

/** The mix of a set with everything silent where one of these stems does not play. */
function togetherMap(set: StemSet, stems: readonly Stem[]): PassageMap {
  const ofSet = togetherMaps.get(set) ?? new Map<string, PassageMap>();
  togetherMaps.set(set, ofSet);
  const key = JSON.stringify(stems.map(({ id }) => id));
  const made = ofSet.get(key) ?? makeTogetherMap(set, stems);
  ofSet.set(key, made);
  return made;
}

function makeTogetherMap(set: StemSet, stems: readonly Stem[]): PassageMap {
  const mix = mixMap(set);
  const playing = stems.map((stem) => {
    const levels = powers(stem).slice(0, mix.sliceCount);
    const least = Math.max(...levels) * dbToPower(-PLAYING_BELOW_LOUD_DB);
    return levels.map((_, i) =>
      levels.slice(Math.max(0, i - PLAYING_SLICES), i + PLAYING_SLICES + 1).some((p) => p > least),
    );
  });
  return {
    ...mix,
    bandDb: mix.bandDb.map((level, i) => (playing.every((plays) => plays[Math.floor(i / BANDS)]) ? level : SILENCE_DB)),
  };
}

export interface StemPassage {
  readonly set: StemSet;
  readonly passage: Passage;
}

const partOf = (set: StemSet, part: Stem['part']): Stem | undefined => set.stems.find((stem) => stem.part === part);

/**
 * A passage of the first set that has these parts, where they play: one's own stems come before those of the demo.
 * @throws RangeError when there is none
 */
export function drawStemPassage(
  { random, material }: Pick<TrialContext, 'random' | 'material'>,
  durationSec: number,
  parts: readonly Stem['part'][] = [],
  transients = false,
): StemPassage {
  const sets = material.stemSets.filter(({ stems }) => stems.length >= 2);
  const set = sets.find((candidate) => parts.every((part) => partOf(candidate, part)));
  if (!set) throw new RangeError(`no stems with ${parts.join(', ') || 'at least two parts'}`);
  const map =
    parts.length > 0
      ? togetherMap(
          set,
          parts.map((part) => partOf(set, part)!),
        )
      : mixMap(set);
  return { set, passage: choosePassage(random, [map], { durationSec, transients }) };
}

/** The stem of a part in a set that is known to have it. @throws RangeError when it has not */
export function stemOfPart(set: StemSet, part: Stem['part']): Stem {
  const stem = partOf(set, part);
  if (!stem) throw new RangeError(`no ${part} in ${set.name}`);
  return stem;
}

const slicesOf = ({ startSec, durationSec }: Passage): readonly [from: number, count: number] => [
  Math.round(startSec * 10),
  Math.round(durationSec * 10),
];

/** Stems that are heard in the passage, in the order of the set; at least the two loudest. */
export function heardStems({ set, passage }: StemPassage): readonly Stem[] {
  const [from, count] = slicesOf(passage);
  const levels = set.stems.map((stem) => sum(powers(stem).slice(from, from + count)));
  const least = Math.min(sum(levels) * dbToPower(-HEARD_BELOW_MIX_DB), levels.toSorted((a, b) => b - a)[1] ?? 0);
  return set.stems.filter((_, i) => levels[i]! >= least);
}

/** One of the stems that are heard, or the one of this id. */
export function drawHeardStem(random: Random, drawn: StemPassage, id?: string): Stem {
  return drawn.set.stems.find((stem) => stem.id === id) ?? pick(random, heardStems(drawn));
}

/** A stretch of every stem, by stem id. */
export function stemSources({ set, passage }: StemPassage): Readonly<Record<string, Passage>> {
  return Object.fromEntries(
    set.stems.map(({ id }) => [id, { ...passage, material: { kind: 'stem', setId: set.setId, id } as const }]),
  );
}

/** The mix of a set at its own levels, with steps on single stems. */
export function stemMix(
  context: Pick<TrialContext, 'device'>,
  set: StemSet,
  stepsOf: Readonly<Record<string, readonly Step[]>> = {},
): Recipe {
  const layers = set.stems.map(({ id, gainDb }): Layer => {
    const steps = stepsOf[id];
    return steps ? { source: id, gainDb, steps } : { source: id, gainDb };
  });
  return { layers, steps: deviceSteps(context) };
}

/** Name of a stem in the middle of a sentence. */
export const stemName = (stem: Pick<Stem, 'name'>): string => stem.name.toLowerCase();

/**
 * Mean levels by octave band of a stem over the slices of a passage where another one plays, in its mix, dB.
 * @param near how far below its loudest slice in the passage the other one may be, dB
 */
export function levelsWhile(stem: Stem, other: Stem, passage: Passage, near: number): readonly number[] {
  const [from, count] = slicesOf(passage);
  const theirs = powers(other).slice(from, from + count);
  const least = Math.max(...theirs) * dbToPower(-near);
  const slices = theirs.flatMap((power, i) => (power >= least ? [from + i] : []));
  return OCTAVE_CENTRES_HZ.map((_, band) => {
    const mean = sum(slices.map((slice) => dbToPower(stem.map.bandDb[slice * BANDS + band]!))) / slices.length;
    return Math.round((powerToDb(mean) + stem.gainDb) * 10) / 10;
  });
}
