import { dbToPower, powerToDb } from '../core/units';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { PlaneCount } from '../dsp/bands';
import { gatedLoudness, gatingBlocks, gatingStepFrame, lufsToPower } from '../dsp/loudness';
import type { DeviceLevel, LevelOptions } from './AnalysisPort';
import { energiesOfSlice } from './bandPowerMap';
import type { BandPowerMap, StoredMap } from './bandPowerMap';
import { SLICES, TILE, bandProducts } from './bandProducts';
import { DeviceReadings } from './deviceReading';
import type { DeviceReading, DeviceSound } from './deviceReading';

/** Nothing between the mix and the listener. */
const FLAT: DeviceSound = { stages: [] };

/** Up to {@link TILE} readings that need the same planes. */
interface Tile {
  /** Where their results go. */
  readonly indices: readonly number[];
  /** Sum, or sum and mid, or sum, mid and difference. */
  readonly planeCount: number;
}

/** Planes a reading needs, counted to the last that is not null. */
const planesOf = ({ mid, difference }: DeviceReading, isMono: boolean): number =>
  difference && !isMono ? 3 : mid ? 2 : 1;

function tilesOf(readings: readonly DeviceReading[], isMono: boolean): Tile[] {
  return [1, 2, 3].flatMap((planeCount) => {
    const group = [...readings.keys()].filter((index) => planesOf(readings[index]!, isMono) === planeCount);
    return Array.from({ length: Math.ceil(group.length / TILE) }, (_, tile) => ({
      indices: group.slice(tile * TILE, (tile + 1) * TILE),
      planeCount,
    }));
  });
}

/**
 * K-weighted energy of both outputs in every slice, through several devices in one pass over the map.
 * @returns one array of `sliceCount` sums of squares for each reading
 */
export function sliceEnergies(map: StoredMap, readings: readonly DeviceReading[]): Float64Array[] {
  const { sliceCount } = map;
  const bandCount = map.layout.nodesHz.length;
  const tiles = tilesOf(readings, map.planeCount === 1);
  const weightCount = tiles.reduce((sum, { planeCount }) => sum + planeCount * bandCount * TILE, 0);
  const products = bandProducts(weightCount, 3 * bandCount * SLICES);
  let weightsAt = 0;
  const placed = tiles.map(({ indices, planeCount }) => {
    const at = weightsAt;
    indices.forEach((index, i) => {
      const { sum, mid, difference } = readings[index]!;
      [sum, mid, difference].slice(0, planeCount).forEach((plane, p) => {
        plane?.forEach((weight, band) => (products.weights[at + (p * bandCount + band) * TILE + i] = weight));
      });
    });
    weightsAt += planeCount * bandCount * TILE;
    return { at, bands: planeCount * bandCount, results: indices.map(() => new Float64Array(sliceCount)) };
  });
  const scratch = new Float32Array(map.planeCount * bandCount);
  for (let from = 0; from < sliceCount; from += SLICES) {
    const count = Math.min(SLICES, sliceCount - from);
    for (let i = 0; i < count; i++) {
      readSlice(energiesOfSlice(map, from + i, scratch), map.planeCount, products.values, i);
    }
    for (const { at, bands, results } of placed) {
      products.multiply(at, bands);
      for (let k = 0; k < results.length; k++) {
        const result = results[k]!;
        for (let i = 0; i < count; i++) result[from + i] = Math.max(0, products.sums[i * TILE + k]!);
      }
    }
  }
  const slices = new Map(tiles.flatMap(({ indices }, i) => indices.map((index, k) => [index, placed[i]!.results[k]!])));
  return readings.map(({ delays }, index) => delayed(slices.get(index)!, delays));
}

/**
 * Writes left + right, mid and left − right of one slice, band by band, to every {@link SLICES}th value from `at` on.
 * @param energies of the slice, by plane and band
 */
function readSlice(energies: Float32Array, planeCount: PlaneCount, values: Float32Array, at: number): void {
  const bandCount = energies.length / planeCount;
  const mid = at + bandCount * SLICES;
  if (planeCount === 1) {
    for (let band = 0; band < bandCount; band++) {
      const energy = energies[band]!;
      values[at + band * SLICES] = 2 * energy;
      values[mid + band * SLICES] = energy;
    }
    return;
  }
  const difference = mid + bandCount * SLICES;
  for (let band = 0; band < bandCount; band++) {
    const l = energies[band]!;
    const r = energies[bandCount + band]!;
    values[at + band * SLICES] = l + r;
    values[mid + band * SLICES] = energies[2 * bandCount + band]!;
    values[difference + band * SLICES] = l - r;
  }
}

/** What a room spreads over the following slices. */
function delayed(slices: Float64Array, delays: Float64Array | null): Float64Array {
  if (!delays) return slices;
  const out = new Float64Array(slices.length);
  for (let i = 0; i < delays.length; i++) {
    const part = delays[i]!;
    for (let slice = i; slice < slices.length; slice++) out[slice]! += part * slices[slice - i]!;
  }
  return out;
}

/** 400 ms block powers of a map through each of several readings. */
function blockPowers(map: StoredMap, readings: readonly DeviceReading[]): Float64Array[] {
  const { sampleRate } = map.layout;
  const isLastWhole = gatingStepFrame(map.sliceCount, sampleRate) <= map.lengthFrames;
  const wholeCount = Math.max(0, isLastWhole ? map.sliceCount : map.sliceCount - 1);
  return sliceEnergies(map, readings).map((slices) => gatingBlocks(slices.subarray(0, wholeCount), sampleRate));
}

/** BS.1770 integrated loudness of the mix through a device at its own level, LUFS; −Infinity when nothing passes the gates. */
export function mapLoudness(map: BandPowerMap, sound: DeviceSound = FLAT, readings = new DeviceReadings()): number {
  return readLoudness(map, readings.of(map, sound));
}

/** As {@link mapLoudness}, of a reading that is known. */
export function readLoudness(map: StoredMap, reading: DeviceReading): number {
  return gatedLoudness(blockPowers(map, [reading])[0]!);
}

function scaledBy(gainDb: number, powers: Float64Array): Float64Array {
  const factor = dbToPower(gainDb);
  return gainDb === 0 ? powers : powers.map((power) => factor * power);
}

/** Under noise a device is never turned down further than this, dB: then the noise alone is as loud as the mix. */
const LOWEST_GAIN_DB = -30;
/** Nor up further than this above the gain without noise, dB: rests that the noise fills pass the gate and weigh the mean down. */
const NOISE_HEADROOM_DB = 12;
/** The gain is found to this, dB. */
const GAIN_STEP_DB = 0.002;
/** Straight lines are tried so often before halving takes over. */
const LINES = 6;

/**
 * The gain at which music and noise together are as loud as the mix alone: L(g·music + noise) = L(flat). Noise and music
 * are taken to be uncorrelated, and the noise to be steady over a block. Loudness rises with the gain, in power along a
 * straight line but for jumps where rests fall out of the relative gate; if the aim lies within a jump, the nearer side is
 * taken.
 * @param blocks of the music through the device at its own level
 * @param plainGainDb the gain without noise
 * @returns −30 dB where the noise alone is louder than the mix
 */
function gainUnderNoise(blocks: Float64Array, plainGainDb: number, flatLufs: number, noiseLufs: number): number {
  const noisePower = lufsToPower(noiseLufs);
  const aim = lufsToPower(flatLufs);
  const mixed = new Float64Array(blocks.length);
  const excessAt = (power: number): number => {
    for (let i = 0; i < blocks.length; i++) mixed[i] = power * blocks[i]! + noisePower;
    return lufsToPower(gatedLoudness(mixed)) - aim;
  };
  const nearest = aim * (dbToPower(GAIN_STEP_DB) - 1);
  let low = dbToPower(Math.min(LOWEST_GAIN_DB, plainGainDb));
  let high = dbToPower(plainGainDb + NOISE_HEADROOM_DB);
  let below = excessAt(low);
  if (below >= 0) return powerToDb(low);
  let above = excessAt(high);
  if (above <= 0) return powerToDb(high);
  for (let i = 0; powerToDb(high / low) > GAIN_STEP_DB; i++) {
    const middle = i < LINES ? low + ((high - low) * below) / (below - above) : Math.sqrt(low * high);
    const excess = excessAt(middle);
    if (Math.abs(excess) < nearest) return powerToDb(middle);
    if (excess < 0) [low, below] = [middle, excess];
    else [high, above] = [middle, excess];
  }
  return powerToDb(-below < above ? low : high);
}

/** What is heard of a mix and how: the map to read, and the reading. */
export interface DeviceView {
  readonly map: StoredMap;
  readonly reading: DeviceReading;
  /** On top of what is read, dB. */
  readonly gainDb?: number;
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
    const ofMap = views.filter((view) => view.map === each);
    const read = blockPowers(
      each,
      ofMap.map(({ reading }) => reading),
    );
    ofMap.forEach(({ reading, gainDb = 0 }, i) => blocks.set(reading, scaledBy(gainDb, read[i]!)));
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
