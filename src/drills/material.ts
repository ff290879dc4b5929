import type { PassageFacts } from '../analysis/PassageFacts';
import type { Random } from '../core/random';
import { dbToPower, powerToDb } from '../core/units';
import type { MaterialRef, Passage } from './recipe';

/** Octave bands with centres 31.25 Hz … 16 kHz, as in every drill that names octaves. */
export const OCTAVE_CENTRES_HZ = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000] as const;

/** A piece of material and what is in it, a row for each 100 ms. */
export interface PassageMap extends PassageFacts {
  readonly material: MaterialRef;
  /** Word for the screen, e.g. the track's name. */
  readonly name: string;
  readonly durationSec: number;
  readonly channelCount: 1 | 2;
}

/** What a drill wants of a passage. */
export interface PassageNeed {
  readonly durationSec: number;
  /** These octave bands (indices into {@link OCTAVE_CENTRES_HZ}) must carry sound; any band when left out. */
  readonly bands?: readonly number[];
  /** Needs differences between left and right. */
  readonly stereo?: boolean;
  /** Needs attacks. */
  readonly transients?: boolean;
}

/** A song's tracks before the mix; all start together. */
export interface StemSet {
  readonly setId: string;
  readonly name: string;
  readonly stems: readonly Stem[];
}

export interface Stem {
  readonly id: string;
  readonly name: string;
  /** What it is in drills that need a certain part; `other` when not known. */
  readonly part: 'kick' | 'snare' | 'hats' | 'bass' | 'harmony' | 'lead' | 'voice' | 'other';
  /** Level in its mix, dB. */
  readonly gainDb: number;
  readonly map: PassageMap;
}

/** Everything that can be played in this session. */
export interface MaterialShelf {
  /** Mixes the listener chose to train on, at least one (the demo song when there is nothing else). */
  readonly mixes: readonly PassageMap[];
  readonly stemSets: readonly StemSet[];
}

const BANDS = OCTAVE_CENTRES_HZ.length;
const SLICES_PER_SEC = 10;
/** A slice below this, or this far below the loud parts of its track, is as good as silence. */
const QUIET_DB = -50;
const QUIET_BELOW_LOUD_DB = 30;
/** Share of a passage that may be quiet. */
const MAX_QUIET = 0.25;
/** A trained band must come within this of its own loudest and of the passage's strongest band. */
const BAND_BELOW_OWN_DB = 12;
const BAND_BELOW_STRONGEST_DB = 45;
const MIN_SIDE_PERCENT = 4;
const ONSET_DB = 5;
/** Seconds of passage for which one attack is asked. */
const SEC_PER_ONSET = 1.5;
/** How far a passage may move to begin where the music is quietest, slices. */
const SETTLE_SLICES = 4;

export type PassageTrouble = 'too-short' | 'too-quiet' | 'no-stereo' | 'no-band' | 'no-transients';

/** Level of each slice over all bands, dB. */
function sliceLevels(map: PassageMap): Float64Array {
  const levels = new Float64Array(map.sliceCount);
  for (let slice = 0; slice < map.sliceCount; slice++) {
    let power = 0;
    for (let band = 0; band < BANDS; band++) power += dbToPower(map.bandDb[slice * BANDS + band]!);
    levels[slice] = powerToDb(power);
  }
  return levels;
}

function highest(values: ArrayLike<number>, step = 1, offset = 0): number {
  let top = -Infinity;
  for (let i = offset; i < values.length; i += step) top = Math.max(top, values[i]!);
  return top;
}

/** Every level of a map is a whole number of dB: `POWERS[dB + 128]`. */
const POWERS = Float64Array.from({ length: 256 }, (_, i) => dbToPower(i - 128));

/** Mean power of a band over a passage, dB. */
function bandLevel(map: PassageMap, band: number, from: number, count: number): number {
  let power = 0;
  for (let slice = from; slice < from + count; slice++) power += POWERS[map.bandDb[slice * BANDS + band]! + 128]!;
  return powerToDb(power / count);
}

/** What stands against a passage that starts at a slice; null when it serves. */
function troubleAt(
  map: PassageMap,
  levels: Float64Array,
  loud: number,
  /** Loudest slice of each band in the whole map, dB. */
  ownDb: readonly number[],
  need: PassageNeed,
  from: number,
  count: number,
): PassageTrouble | null {
  let quiet = 0;
  let side = 0;
  let onsets = 0;
  for (let slice = from; slice < from + count; slice++) {
    if (levels[slice]! < Math.max(QUIET_DB, loud - QUIET_BELOW_LOUD_DB)) quiet++;
    side += map.sidePercent[slice]!;
    if (map.onsetDb[slice]! >= ONSET_DB) onsets++;
  }
  if (quiet > MAX_QUIET * count) return 'too-quiet';
  if (need.stereo && side / count < MIN_SIDE_PERCENT) return 'no-stereo';
  if (need.transients && onsets < need.durationSec / SEC_PER_ONSET) return 'no-transients';
  if (need.bands && need.bands.length > 0) {
    let strongest = -Infinity;
    for (let band = 0; band < BANDS; band++) strongest = Math.max(strongest, bandLevel(map, band, from, count));
    for (const band of need.bands) {
      const level = bandLevel(map, band, from, count);
      if (level < strongest - BAND_BELOW_STRONGEST_DB) return 'no-band';
      if (level < ownDb[band]! - BAND_BELOW_OWN_DB) return 'no-band';
    }
  }
  return null;
}

/** Slices at which a passage may start, and what stands against the rest. */
interface Candidates {
  readonly starts: readonly number[];
  readonly allowed: ReadonlySet<number>;
  readonly troubles: ReadonlySet<PassageTrouble>;
  /** Level of each slice of the map, dB. */
  readonly levels: Float64Array;
}

/** A sitting asks the same of the same tracks at every trial. */
const known = new WeakMap<PassageMap, Map<string, Candidates>>();

function candidates(map: PassageMap, need: PassageNeed): Candidates {
  const ofMap = known.get(map) ?? new Map<string, Candidates>();
  known.set(map, ofMap);
  const key = JSON.stringify([need.durationSec, need.bands ?? [], need.stereo ?? false, need.transients ?? false]);
  const found = ofMap.get(key) ?? findCandidates(map, need);
  ofMap.set(key, found);
  return found;
}

function findCandidates(map: PassageMap, need: PassageNeed): Candidates {
  const count = Math.ceil(need.durationSec * SLICES_PER_SEC);
  const starts: number[] = [];
  const troubles = new Set<PassageTrouble>();
  // The last slice of a map may be incomplete.
  const last = Math.floor(map.durationSec * SLICES_PER_SEC) - count;
  if (last < 0) troubles.add('too-short');
  const levels = sliceLevels(map);
  const loud = highest(levels);
  const ownDb = OCTAVE_CENTRES_HZ.map((_, band) => highest(map.bandDb, BANDS, band));
  for (let from = 0; from <= Math.min(last, map.sliceCount - count); from++) {
    const trouble = troubleAt(map, levels, loud, ownDb, need, from, count);
    if (trouble) troubles.add(trouble);
    else starts.push(from);
  }
  return { starts, allowed: new Set(starts), troubles, levels };
}

/** In the order in which they are told. */
const TROUBLES: readonly PassageTrouble[] = ['no-transients', 'no-band', 'no-stereo', 'too-quiet', 'too-short'];

/** What stands in the way of every passage of these maps; null when one of them serves. */
export function passageTrouble(maps: readonly PassageMap[], need: PassageNeed): PassageTrouble | null {
  const troubles = new Set<PassageTrouble>();
  for (const map of maps) {
    const found = candidates(map, need);
    if (found.starts.length > 0) return null;
    for (const trouble of found.troubles) troubles.add(trouble);
  }
  return TROUBLES.find((trouble) => troubles.has(trouble)) ?? 'too-short';
}

/**
 * A passage that serves the need, drawn evenly from all that do, then moved by up to 0.4 s to begin where the music is
 * quietest. Wishes are dropped one after another (attacks, then bands) rather than finding nothing.
 * @throws RangeError when no map is long, loud or wide enough
 */
export function choosePassage(random: Random, maps: readonly PassageMap[], need: PassageNeed): Passage {
  const { transients: _attacks, ...calmer } = need;
  const { bands: _bands, ...anywhere } = calmer;
  for (const wish of [need, calmer, anywhere]) {
    const found = maps.map((map) => candidates(map, wish));
    let index = Math.floor(random() * found.reduce((sum, { starts }) => sum + starts.length, 0));
    const at = found.findIndex(({ starts }) => {
      if (index < starts.length) return true;
      index -= starts.length;
      return false;
    });
    const drawn = found[at];
    if (!drawn) continue;
    const { starts, allowed, levels } = drawn;
    const first = starts[index]!;
    let best = first;
    for (let start = first - SETTLE_SLICES; start <= first + SETTLE_SLICES; start++) {
      if (allowed.has(start) && levels[start]! < levels[best]!) best = start;
    }
    return {
      material: maps[at]!.material,
      startSec: best / SLICES_PER_SEC,
      durationSec: need.durationSec,
    };
  }
  throw new RangeError(`no passage of ${need.durationSec} s: ${passageTrouble(maps, need)}`);
}
