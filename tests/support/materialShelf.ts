import { seededRandom } from '../../src/core/random';
import {
  OCTAVE_CENTRES_HZ,
  type MaterialShelf,
  type PassageMap,
  type Stem,
  type StemSet,
} from '../../src/drills/material';
import type { MaterialRef } from '../../src/drills/recipe';

const BANDS = OCTAVE_CENTRES_HZ.length;
/** Dense pop, whole dB below full scale by octave from 31.5 Hz. */
const MIX_DB = [-32, -24, -23, -24, -25, -26, -28, -31, -35, -42];

interface MapOptions {
  readonly material: MaterialRef;
  readonly name: string;
  readonly durationSec: number;
  readonly levelsDb?: readonly number[];
  readonly seed?: number;
  readonly sidePercent?: number;
  /** Slices between beats. */
  readonly beat?: number;
}

/** A map of steady music with a beat, varied by a few decibels from slice to slice. */
export function syntheticMap(options: MapOptions): PassageMap {
  const { material, name, durationSec, levelsDb = MIX_DB, seed = 1, sidePercent = 20, beat = 5 } = options;
  const random = seededRandom(seed);
  const sliceCount = Math.round(durationSec * 10);
  const bandDb = new Int8Array(sliceCount * BANDS);
  const onsetDb = new Uint8Array(sliceCount);
  for (let slice = 0; slice < sliceCount; slice++) {
    const sinceBeat = slice % beat;
    if (sinceBeat === 0) onsetDb[slice] = 9;
    for (let band = 0; band < BANDS; band++) {
      bandDb[slice * BANDS + band] = Math.round(levelsDb[band]! - 1.2 * sinceBeat + 3 * (random() - 0.5));
    }
  }
  return {
    material,
    name,
    durationSec,
    channelCount: sidePercent > 0 ? 2 : 1,
    integratedLufs: -14,
    sliceCount,
    bandDb,
    sidePercent: new Uint8Array(sliceCount).fill(sidePercent),
    onsetDb,
  };
}

const STEMS: readonly (Pick<Stem, 'id' | 'name' | 'part' | 'gainDb'> & { readonly levelsDb: readonly number[] })[] = [
  {
    id: 'kick',
    name: 'Kick',
    part: 'kick',
    gainDb: -1.5,
    levelsDb: [-34, -24, -27, -36, -44, -46, -44, -48, -60, -75],
  },
  {
    id: 'snare',
    name: 'Snare',
    part: 'snare',
    gainDb: -3,
    levelsDb: [-80, -60, -42, -30, -32, -33, -34, -34, -38, -46],
  },
  { id: 'bass', name: 'Bass', part: 'bass', gainDb: -5, levelsDb: [-36, -22, -22, -30, -38, -48, -60, -75, -90, -99] },
  {
    id: 'keys',
    name: 'Keys',
    part: 'harmony',
    gainDb: -8,
    levelsDb: [-90, -70, -40, -28, -26, -29, -36, -44, -56, -70],
  },
  {
    id: 'voice',
    name: 'Voice',
    part: 'voice',
    gainDb: -6,
    levelsDb: [-90, -75, -40, -27, -24, -26, -28, -32, -38, -48],
  },
  {
    id: 'shaker',
    name: 'Shaker',
    part: 'hats',
    gainDb: -12,
    levelsDb: [-99, -99, -90, -70, -60, -50, -38, -28, -24, -30],
  },
];

export function syntheticStems(durationSec = 12): StemSet {
  return {
    setId: 'set',
    name: 'Stems',
    stems: STEMS.map(({ levelsDb, ...stem }, i) => ({
      ...stem,
      map: syntheticMap({
        material: { kind: 'stem', setId: 'set', id: stem.id },
        name: stem.name,
        durationSec,
        levelsDb,
        seed: 20 + i,
        sidePercent: i < 3 ? 0 : 25,
      }),
    })),
  };
}

/** Two stereo tracks and a set of stems: enough for every drill, short enough for ten thousand trials. */
export function syntheticShelf(): MaterialShelf {
  return {
    mixes: [
      syntheticMap({ material: { kind: 'track', id: 'one' }, name: 'One', durationSec: 12, seed: 11 }),
      syntheticMap({ material: { kind: 'track', id: 'two' }, name: 'Two', durationSec: 11, seed: 12, beat: 4 }),
    ],
    stemSets: [syntheticStems()],
  };
}
