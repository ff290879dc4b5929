import { dbToPower, powerToDb } from '../../../core/units';
import type { DeviceProfile } from '../../../devices/DeviceProfile';
import { responseCurveDb, stereoMatrix } from '../../../devices/response';
import { kWeighting, kWeightingPower } from '../../../dsp/loudness';
import { rounded } from '../../compose';
import { OCTAVE_CENTRES_HZ, type MaterialShelf } from '../../material';
import type { Passage } from '../../recipe';

/** Parts of the sound that a device can lose. */
export type RangeId = 'sub' | 'bass' | 'lowMids' | 'mids' | 'presence' | 'air' | 'width';

export interface SoundRange {
  readonly id: RangeId;
  readonly label: string;
  readonly hint: string;
  /** Octave bands, indices; none for the width. */
  readonly bands: readonly number[];
}

export const SOUND_RANGES: readonly SoundRange[] = [
  { id: 'sub', label: 'Sub', hint: 'below 45 Hz', bands: [0] },
  { id: 'bass', label: 'Bass', hint: '45–180 Hz', bands: [1, 2] },
  { id: 'lowMids', label: 'Low mids', hint: '180–350 Hz', bands: [3] },
  { id: 'mids', label: 'Mids', hint: '350 Hz–1.4 kHz', bands: [4, 5] },
  { id: 'presence', label: 'Presence', hint: '1.4–5.6 kHz', bands: [6, 7] },
  { id: 'air', label: 'Air', hint: 'above 5.6 kHz', bands: [8, 9] },
  { id: 'width', label: 'Stereo width', hint: 'left and right apart', bands: [] },
];

/** What is in a passage. */
export interface PassageLevels {
  /** Mean level by octave band, dB; only differences between bands matter. */
  readonly bandDb: readonly number[];
  /** Side signal against the middle, dB. */
  readonly sideDb: number;
}

const SLICES_PER_SEC = 10;
/** At least this much side: a mono passage has nothing to lose. Dimensionless share of the power. */
const LEAST_SIDE = 1e-4;
/** Octaves are read at so many points each. */
const POINTS = 12;
const SAMPLE_RATE = 48_000;
/** Nothing can lose more than this: a part that is 18 dB down is gone, and more gone is not heard. */
const MOST_LOSS_DB = 18;
/** A part this far below the loudest is not missed, dB of K-weighted level. */
const AUDIBLE_BELOW_DB = 36;

const WEIGHTING_DB = OCTAVE_CENTRES_HZ.map((centreHz) =>
  powerToDb(kWeightingPower(kWeighting(SAMPLE_RATE), centreHz, SAMPLE_RATE)),
);

/** Mean levels of a passage, from its map; noise has the same in every octave. */
export function passageLevels(material: MaterialShelf, passage: Passage): PassageLevels {
  if (passage.material.kind === 'pinkNoise') return { bandDb: OCTAVE_CENTRES_HZ.map(() => 0), sideDb: 0 };
  const map = material.mixes.find((candidate) => candidate.material === passage.material);
  if (!map) throw new RangeError('the passage is not from the mixes on the shelf');
  const from = Math.round(passage.startSec * SLICES_PER_SEC);
  const count = Math.min(Math.ceil(passage.durationSec * SLICES_PER_SEC), map.sliceCount - from);
  const bandCount = OCTAVE_CENTRES_HZ.length;
  const powers = new Float64Array(bandCount);
  let side = 0;
  for (let slice = from; slice < from + count; slice++) {
    for (let band = 0; band < bandCount; band++) powers[band]! += dbToPower(map.bandDb[slice * bandCount + band]!);
    side += map.sidePercent[slice]! / 100;
  }
  const share = Math.max(LEAST_SIDE, Math.min(1 - LEAST_SIDE, side / count));
  return {
    bandDb: [...powers].map((power) => powerToDb(power / count)),
    sideDb: powerToDb(share / (1 - share)),
  };
}

/** Mean power gain of each octave band through a device, dB. Profiles never change. */
const gains = new WeakMap<DeviceProfile, readonly number[]>();

function octaveGainsDb(device: DeviceProfile): readonly number[] {
  const known = gains.get(device);
  if (known) return known;
  const made = OCTAVE_CENTRES_HZ.map((centreHz) => {
    const points = Float64Array.from({ length: POINTS }, (_, i) => centreHz * 2 ** ((i + 0.5) / POINTS - 0.5));
    let power = 0;
    for (const level of responseCurveDb(device, points)) power += dbToPower(level) / POINTS;
    return powerToDb(power);
  });
  gains.set(device, made);
  return made;
}

const sumDb = (levels: readonly number[]): number =>
  powerToDb(levels.reduce((power, level) => power + dbToPower(level), 0));

/** Side signal of a device against its middle, dB; very low for mono. */
function deviceSideDb(device: DeviceProfile): number {
  const [[same, cross]] = stereoMatrix(device);
  return powerToDb(Math.max(LEAST_SIDE, ((same - cross) / (same + cross)) ** 2));
}

/**
 * What each part of a passage loses through a device when the whole is matched in loudness, dB ≥ 0 is lost.
 * A part cannot lose more than 18 dB, nor more than it stands out: what is hardly there is not missed.
 */
export function lossesDb(levels: PassageLevels, device: DeviceProfile): Readonly<Record<RangeId, number>> {
  const gainsDb = octaveGainsDb(device);
  const weighted = levels.bandDb.map((level, band) => level + WEIGHTING_DB[band]!);
  const mixChangeDb = sumDb(weighted.map((level, band) => level + gainsDb[band]!)) - sumDb(weighted);
  const rangeDb = SOUND_RANGES.map(({ bands }) => sumDb(bands.map((band) => weighted[band]!)));
  const floorDb = Math.max(...rangeDb.filter((level) => Number.isFinite(level))) - AUDIBLE_BELOW_DB;
  const losses = SOUND_RANGES.map(({ id, bands }, index): [RangeId, number] => {
    const isWidth = bands.length === 0;
    const dropDb = isWidth
      ? -deviceSideDb(device)
      : mixChangeDb - (sumDb(bands.map((band) => weighted[band]! + gainsDb[band]!)) - rangeDb[index]!);
    const standsOutDb = isWidth ? levels.sideDb + AUDIBLE_BELOW_DB : rangeDb[index]! - floorDb;
    return [id, rounded(Math.min(dropDb, MOST_LOSS_DB, Math.max(0, standsOutDb)), 1)];
  });
  return Object.fromEntries(losses) as Record<RangeId, number>;
}
