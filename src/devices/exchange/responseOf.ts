import type { DeviceProfile, ToneStage } from '../DeviceProfile';
import type { ToneCurve } from '../ToneCurve';
import { ElsewhereError } from '../../core/errors';
import { levelledStages } from './readDevice';
import type { Meaning, Reading } from './Reading';
import { averagedCurves, levelled } from './toneGrid';

/** What a device does, ready to be fitted or to be taken over; its mean from 300 to 3000 Hz is 0 dB. */
export type DeviceResponse = { readonly notes: readonly string[] } & (
  | { readonly kind: 'curve'; readonly curve: ToneCurve }
  | { readonly kind: 'filters'; readonly stages: readonly ToneStage[] }
  | { readonly kind: 'profile'; readonly profile: DeviceProfile; readonly curve?: ToneCurve }
);

/** A device has no more than this where its correction takes something away altogether. */
const MOST_BOOST_DB = 30;

function turnedStage(stage: ToneStage): ToneStage[] {
  return stage.kind === 'highpass' || stage.kind === 'lowpass' ? [] : [{ ...stage, gainDb: -stage.gainDb }];
}

/**
 * What the device does. A correction turned round is the device: shelves and peaks exactly, since their curves are
 * mirrored when the gain changes its sign; high- and low-passes have no such mirror and are left out.
 */
export function responseOf(reading: Reading, meaning: Meaning): DeviceResponse {
  if (reading.kind === 'profile') {
    return {
      kind: 'profile',
      profile: reading.profile,
      notes: [],
      ...(reading.curve && { curve: reading.curve }),
    };
  }
  if (reading.kind === 'filters') {
    if (meaning === 'response') return { kind: 'filters', stages: reading.stages, notes: [] };
    const stages = levelledStages(reading.stages.flatMap(turnedStage));
    const passes = reading.stages.some((stage) => stage.kind === 'highpass' || stage.kind === 'lowpass');
    const notes = passes ? ['The correction’s high- or low-pass cannot be turned round and was left out.'] : [];
    return { kind: 'filters', stages, notes };
  }
  if (meaning === 'response') return { kind: 'curve', curve: reading.curve, notes: [] };
  const { frequenciesHz, levelsDb } = reading.curve;
  const turned = levelsDb.map((db) => Math.min(-db, MOST_BOOST_DB));
  const isBounded = levelsDb.some((db) => -db > MOST_BOOST_DB);
  return {
    kind: 'curve',
    curve: levelled({ frequenciesHz, levelsDb: turned }).curve,
    notes: isBounded ? [`Boosts of the device were held to ${MOST_BOOST_DB} dB.`] : [],
  };
}

const CHANNEL = /^(.*\S)[ _-]*(?<![a-z])([LR])(?:eft|ight)?[ _-]?(\d*)$/i;

/**
 * Sorts files into devices: `Name L.txt` and `Name R.txt` (and `L1`, `L2` …, as on squig.link) are one.
 * @returns places in `names`, one list a device
 */
export function channelGroups(names: readonly string[]): number[][] {
  const groups = new Map<string, { at: number[]; sides: Set<string> }>();
  for (const [i, name] of names.entries()) {
    const bare = name.slice(-300).replace(/\.[a-z]{3,4}$/i, '');
    const [, stem, side] = CHANNEL.exec(bare) ?? [];
    const key = stem && side ? `channel ${stem.toLowerCase()}` : `file ${i}`;
    const group = groups.get(key) ?? { at: [], sides: new Set() };
    group.at.push(i);
    if (side) group.sides.add(side.toUpperCase());
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ at, sides }) => (sides.size === 2 ? [at] : at.map((i) => [i])));
}

/**
 * Channels of one device as one reading, averaged in power.
 * @param readings at least one; all of them curves
 * @throws ElsewhereError `device-not-recognised` when one of them is no curve; `device-too-narrow`
 */
export function averagedReading(readings: readonly Reading[]): Reading {
  const [first] = readings;
  if (readings.length === 1 && first) return first;
  const curves = readings.map((reading) => {
    if (reading.kind !== 'curve') throw new ElsewhereError('device-not-recognised', 'channels must be curves');
    return reading.curve;
  });
  if (first?.kind !== 'curve') throw new RangeError('averagedReading needs at least one reading');
  const { name } = first;
  return {
    ...first,
    name: CHANNEL.exec(name)?.[1]?.trim() ?? name,
    curve: levelled(averagedCurves(curves)).curve,
    alternatives: [],
    notes: [...new Set(readings.flatMap(({ notes }) => notes)), `${readings.length} channels averaged in power.`],
  };
}
