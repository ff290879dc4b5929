import { dbToPower } from '../core/units';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { gatedLoudness, gatingBlocks, gatingStepFrame, lufsToPower } from '../dsp/loudness';
import type { DeviceLevel, LevelOptions } from './AnalysisPort';
import type { BandPowerMap } from './bandPowerMap';
import { DeviceReadings } from './deviceReading';
import type { DeviceReading, DeviceSound } from './deviceReading';

/** Nothing between the mix and the listener. */
const FLAT: DeviceSound = { stages: [] };

/** Readings worked out at a time: as many running sums as fit the registers of a processor. */
const TILE = 4;

/** One plane of a tile of readings: weights by band, then reading; `plane` says what of a slice they weigh. */
interface TilePlane {
  readonly plane: 'sum' | 'mid' | 'difference';
  readonly weights: Float64Array;
}

/**
 * K-weighted energy of both outputs in every slice, through several devices in one pass over the map.
 * @returns one array of `sliceCount` sums of squares for each reading
 */
export function sliceEnergies(map: BandPowerMap, readings: readonly DeviceReading[]): Float64Array[] {
  const bandCount = map.layout.nodesHz.length;
  const results = readings.map(() => new Float64Array(map.sliceCount));
  const planes = {
    sum: new Float64Array(bandCount),
    mid: new Float64Array(bandCount),
    difference: new Float64Array(bandCount),
  };
  const tiles: { readonly first: number; readonly planes: TilePlane[] }[] = [];
  for (let first = 0; first < readings.length; first += TILE) {
    const tile: TilePlane[] = [];
    for (const plane of ['sum', 'mid', 'difference'] as const) {
      if (plane === 'difference' && map.planeCount === 1) continue;
      const weights = new Float64Array(bandCount * TILE);
      let isNeeded = false;
      readings.slice(first, first + TILE).forEach((reading, i) => {
        const own = reading[plane];
        if (!own) return;
        isNeeded = true;
        for (let band = 0; band < bandCount; band++) weights[band * TILE + i] = own[band]!;
      });
      if (isNeeded) tile.push({ plane, weights });
    }
    tiles.push({ first, planes: tile });
  }
  for (let slice = 0; slice < map.sliceCount; slice++) {
    readSlice(map, slice, planes);
    for (const tile of tiles) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (const { plane, weights } of tile.planes) {
        const values = planes[plane];
        for (let band = 0, at = 0; band < bandCount; band++, at += TILE) {
          const value = values[band]!;
          a += weights[at]! * value;
          b += weights[at + 1]! * value;
          c += weights[at + 2]! * value;
          d += weights[at + 3]! * value;
        }
      }
      const { first } = tile;
      results[first]![slice] = Math.max(0, a);
      if (first + 1 < results.length) results[first + 1]![slice] = Math.max(0, b);
      if (first + 2 < results.length) results[first + 2]![slice] = Math.max(0, c);
      if (first + 3 < results.length) results[first + 3]![slice] = Math.max(0, d);
    }
  }
  return results.map((slices, i) => delayed(slices, readings[i]!.delays));
}

/** Left + right, mid, and left − right of one slice. */
function readSlice(
  map: BandPowerMap,
  slice: number,
  { sum, mid, difference }: Record<'sum' | 'mid' | 'difference', Float64Array>,
): void {
  const { energies, planeCount } = map;
  const bandCount = sum.length;
  const left = slice * planeCount * bandCount;
  if (planeCount === 1) {
    for (let band = 0; band < bandCount; band++) {
      mid[band] = energies[left + band]!;
      sum[band] = 2 * mid[band]!;
    }
    return;
  }
  for (let band = 0; band < bandCount; band++) {
    const l = energies[left + band]!;
    const r = energies[left + bandCount + band]!;
    sum[band] = l + r;
    difference[band] = l - r;
    mid[band] = energies[left + 2 * bandCount + band]!;
  }
}

/** What a room spreads over the following slices. */
function delayed(slices: Float64Array, delays: Float64Array | null): Float64Array {
  if (!delays) return slices;
  return slices.map((_, slice) => {
    let energy = 0;
    for (let i = 0; i < delays.length && i <= slice; i++) energy += delays[i]! * slices[slice - i]!;
    return energy;
  });
}

/** 400 ms block powers of a map through each of several readings. */
function blockPowers(map: BandPowerMap, readings: readonly DeviceReading[]): Float64Array[] {
  const { sampleRate } = map.layout;
  const isLastWhole = gatingStepFrame(map.sliceCount, sampleRate) <= map.lengthFrames;
  const wholeCount = Math.max(0, isLastWhole ? map.sliceCount : map.sliceCount - 1);
  return sliceEnergies(map, readings).map((slices) => gatingBlocks(slices.subarray(0, wholeCount), sampleRate));
}

/** BS.1770 integrated loudness of the mix through a device at its own level, LUFS; −Infinity when nothing passes the gates. */
export function mapLoudness(map: BandPowerMap, sound: DeviceSound = FLAT, readings = new DeviceReadings()): number {
  return gatedLoudness(blockPowers(map, [readings.of(map, sound)])[0]!);
}

/** Under noise a device is never turned down further than this, dB: then the noise alone is as loud as the mix. */
const LOWEST_GAIN_DB = -30;
/** Nor up further than this above the gain without noise, dB: rests that the noise fills pass the gate and weigh the mean down. */
const NOISE_HEADROOM_DB = 12;
/** The gain is found to this, dB. */
const GAIN_STEP_DB = 0.002;

/**
 * The gain at which music and noise together are as loud as the mix alone: L(g·music + noise) = L(flat), by halving. Noise
 * and music are taken to be uncorrelated, and the noise to be steady over a block. Loudness rises with the gain, by a jump
 * where a rest falls out of the relative gate; if the aim lies within a jump, the nearer side is taken.
 * @param blocks of the music through the device at its own level
 * @param plainGainDb the gain without noise
 * @returns −30 dB where the noise alone is louder than the mix
 */
function gainUnderNoise(blocks: Float64Array, plainGainDb: number, flatLufs: number, noiseLufs: number): number {
  const noisePower = lufsToPower(noiseLufs);
  const mixed = new Float64Array(blocks.length);
  const excessAt = (gainDb: number): number => {
    const power = dbToPower(gainDb);
    for (let i = 0; i < blocks.length; i++) mixed[i] = power * blocks[i]! + noisePower;
    return gatedLoudness(mixed) - flatLufs;
  };
  let low = Math.min(LOWEST_GAIN_DB, plainGainDb);
  let high = plainGainDb + NOISE_HEADROOM_DB;
  let below = excessAt(low);
  if (below >= 0) return low;
  let above = excessAt(high);
  if (above <= 0) return high;
  while (high - low > GAIN_STEP_DB) {
    const middle = (low + high) / 2;
    const excess = excessAt(middle);
    if (excess < 0) [low, below] = [middle, excess];
    else [high, above] = [middle, excess];
  }
  return -below < above ? low : high;
}

/** What is heard of a mix and how: the map to read, and the reading. */
export interface DeviceView {
  readonly map: BandPowerMap;
  readonly reading: DeviceReading;
}

/**
 * Loudness through every profile, and the gain that matches each to the mix itself.
 * @param viewOf the map in which a profile's limits are, if they have been measured
 */
export function deviceLevels(
  map: BandPowerMap,
  profiles: readonly (Pick<DeviceProfile, 'id'> & DeviceSound)[],
  { noiseLufs = {} }: LevelOptions = {},
  readings = new DeviceReadings(),
  viewOf: (profile: DeviceSound) => DeviceView = (profile) => ({ map, reading: readings.of(map, profile) }),
): DeviceLevel[] {
  const views = [{ map, reading: readings.of(map, FLAT) }, ...profiles.map((profile) => viewOf(profile))];
  const blocks = new Map<DeviceReading, Float64Array>();
  for (const each of new Set(views.map((view) => view.map))) {
    const ofMap = views.filter((view) => view.map === each).map(({ reading }) => reading);
    blockPowers(each, ofMap).forEach((powers, i) => blocks.set(ofMap[i]!, powers));
  }
  const [flatLufs, ...levels] = views.map(({ reading }) => gatedLoudness(blocks.get(reading)!));
  return profiles.map(({ id }, i) => {
    const integratedLufs = levels[i]!;
    const plainGainDb = flatLufs! - integratedLufs;
    if (!Number.isFinite(plainGainDb)) return { deviceId: id, integratedLufs, matchGainDb: 0 };
    const noise = noiseLufs[id];
    const matchGainDb =
      noise === undefined || !Number.isFinite(noise)
        ? plainGainDb
        : gainUnderNoise(blocks.get(views[i + 1]!.reading)!, plainGainDb, flatLufs!, noise);
    return { deviceId: id, integratedLufs, matchGainDb };
  });
}
