import { dbToPower } from '../core/units';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { responseCurveDb, stereoMatrix } from '../devices/response';
import type { StereoMatrix } from '../devices/response';
import { BandSums, bandWeights } from '../dsp/bands';
import type { BandLayout, BandResolution } from '../dsp/bands';
import { codecCurveDb } from '../dsp/limits/codec';
import { kWeighting, kWeightingPower } from '../dsp/loudness';
import type { RoomPowers } from '../dsp/room/designRoom';
import type { RoomModel } from '../dsp/room/RoomModel';
import type { StoredMap } from './bandPowerMap';
import { noRoomGains } from './roomGains';
import type { RoomGains, RoomGainsSource } from './roomGains';

/** What of a profile changes the sound. */
export type DeviceSound = Pick<DeviceProfile, 'stages' | 'room' | 'limits'>;

/**
 * How a device reads a map: power factors by band for left + right, for mid and for left − right, K weighting included;
 * null where all are 0.
 */
export interface DeviceReading {
  readonly sum: Float64Array | null;
  readonly mid: Float64Array | null;
  readonly difference: Float64Array | null;
  /** Parts of a slice's energy that are heard in it and in the following ones; null where all of it is heard at once. */
  readonly delays: Float64Array | null;
}

/** Power factors of left + right, mid and left − right, of one band or bin. */
type PlaneFactors = readonly [sum: number, mid: number, difference: number];

/**
 * Power of both outputs together: left·LL + right·RR + 2·cross·LR, with LR = 2·MM − (LL + RR) / 2. The factor of the sum
 * is never negative, that of mid may be.
 */
const planeFactors = (left: number, right: number, cross: number): PlaneFactors => [
  (left + right) / 2 - cross,
  4 * cross,
  (left - right) / 2,
];

/** Through a matrix alone; with output = m · input, LL counts m00² + m10² and so on. */
const matrixFactors = ([[ll, lr], [rl, rr]]: StereoMatrix): PlaneFactors =>
  planeFactors(ll * ll + rl * rl, lr * lr + rr * rr, ll * lr + rl * rr);

/**
 * Where loudspeakers are heard in a room instead of each by its ear, {@link matrixFactors} are sums over what the room
 * makes of the left loudspeaker, of the right one, and of what both have in common: the factors of these three.
 */
const roomFactors = ([[ll, lr], [rl, rr]]: StereoMatrix): readonly [PlaneFactors, PlaneFactors, PlaneFactors] => [
  planeFactors(ll * ll, lr * lr, ll * lr),
  planeFactors(rl * rl, rr * rr, rl * rr),
  planeFactors(2 * ll * rl, 2 * lr * rr, ll * rr + lr * rl),
];

/** Above its level alone: what depends on level bends the waveform, a codec's band limit is part of the tone. */
export const bendsLevels = (limits: DeviceProfile['limits']): boolean => Boolean(limits?.bass ?? limits?.limiter);

function toneWeights(layout: BandLayout, { stages, limits }: DeviceSound): Float64Array {
  const { sampleRate } = layout;
  const k = kWeighting(sampleRate);
  const codecHz = limits?.codecHz;
  return bandWeights(layout, (frequenciesHz) =>
    responseCurveDb({ stages }, frequenciesHz).map((db, i) => {
      const frequencyHz = frequenciesHz[i]!;
      const codecDb = codecHz === undefined ? 0 : codecCurveDb(codecHz, frequencyHz);
      return dbToPower(db + codecDb) * kWeightingPower(k, frequencyHz, sampleRate);
    }),
  );
}

function scaledOrNull(weights: Float64Array, factor: number): Float64Array | null {
  return factor === 0 ? null : weights.map((weight) => weight * factor);
}

/** Up to here a band is no wider than what a tone spreads over in the long frames, hertz. */
const BLURRED_HZ = 600;
/** Bins of the long frames over which a tone is spread, to either side. */
const BLUR_REACH = 3;

/**
 * How fine bins are spread by the sine window of the long frames, from {@link BLUR_REACH} of their bins below to as many
 * above; sums to 1.
 * @param ratio fine bins in one bin of the long frames
 */
function blurKernel(ratio: number): Float64Array {
  const reach = BLUR_REACH * ratio;
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const x = (i - reach) / ratio;
    // Squared spectrum of the window; at half a bin numerator and denominator vanish together.
    return Math.abs(Math.abs(x) - 0.5) < 1e-9 ? Math.PI ** 2 / 16 : (Math.cos(Math.PI * x) / (1 - 4 * x * x)) ** 2;
  });
  const total = kernel.reduce((sum, part) => sum + part, 0);
  return kernel.map((part) => part / total);
}

/** What of each bin goes into one band. */
interface BandRow {
  readonly firstBin: number;
  readonly factors: Float64Array;
}

/**
 * Factors from the bins of one part of a mix's spectrum to bands. Low fine bins are spread first: the map's lowest bands
 * hold what leaks in from their neighbours, and that has met the room at its own frequency.
 */
function bandRows(layout: BandLayout, resolution: BandResolution): BandRow[] {
  const bands = new BandSums(layout, resolution);
  const ratio = resolution.fftSize / layout.resolutions[0].fftSize;
  const blurredBins = ratio > 1 ? Math.round((BLURRED_HZ * resolution.fftSize) / layout.sampleRate) : 0;
  const kernel = blurKernel(Math.max(1, ratio));
  const reach = (kernel.length - 1) / 2;
  const targets = Array.from({ length: bands.endBin + (ratio > 1 ? reach : 0) }, (_, bin) => bands.factorsOf(bin));
  const rows = Array.from(layout.nodesHz, () => ({ firstBin: 0, factors: [] as number[] }));
  const add = (band: number, bin: number, factor: number): void => {
    const row = rows[band];
    if (factor === 0 || !row) return;
    if (row.factors.length === 0) row.firstBin = bin;
    while (row.factors.length <= bin - row.firstBin) row.factors.push(0);
    row.factors[bin - row.firstBin]! += factor;
  };
  for (let bin = 0; bin < bands.endBin; bin++) {
    if (bin >= blurredBins) {
      const [band, lower, upper] = targets[bin]!;
      add(band, bin, lower);
      add(band + 1, bin, upper);
      continue;
    }
    kernel.forEach((part, i) => {
      const [band, lower, upper] = targets[Math.abs(bin + i - reach)]!;
      add(band, bin, part * lower);
      add(band + 1, bin, part * upper);
    });
  }
  return rows.map(({ firstBin, factors }) => ({ firstBin, factors: Float64Array.from(factors) }));
}

/** What is summed into bands side by side: what weighs sum, mid and difference, and difference weighed by the sum. */
const KINDS = 4;

/** Adds what bins put into bands to `bands`, both of {@link KINDS} figures each. */
function addBands(rows: readonly BandRow[], bins: Float64Array, bands: Float64Array): void {
  for (let band = 0; band < rows.length; band++) {
    const { firstBin, factors } = rows[band]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0, at = KINDS * firstBin; i < factors.length; i++, at += KINDS) {
      const factor = factors[i]!;
      s0 += factor * bins[at]!;
      s1 += factor * bins[at + 1]!;
      s2 += factor * bins[at + 2]!;
      s3 += factor * bins[at + 3]!;
    }
    bands[KINDS * band]! += s0;
    bands[KINDS * band + 1]! += s1;
    bands[KINDS * band + 2]! += s2;
    bands[KINDS * band + 3]! += s3;
  }
}

/** One part of a mix's spectrum, ready to weigh a room's factors by band. */
interface RoomPart {
  readonly rows: readonly BandRow[];
  /** Energy of left + right, of mid, and left − right, by bin. */
  readonly sum: Float32Array;
  readonly mid: Float32Array;
  readonly difference: Float32Array;
}

/** Figures by bin and kind while one room is weighed: the maps of a mix and its limits are dozens. */
let weighed = new Float64Array(0);

function weighedBins(count: number): Float64Array {
  if (weighed.length < KINDS * count) weighed = new Float64Array(KINDS * count);
  return weighed;
}

/** Factors of sum, mid and difference by band. */
type BandFactors = readonly [Float64Array, Float64Array, Float64Array];

/** A room's factors by band, each band weighted by where in it the mix has its energy. */
class RoomBands {
  readonly #parts: readonly RoomPart[];
  /** Energies by band and kind, without a room. */
  readonly #plain: Float64Array;
  /** By room and matrix: many devices stand in the same room. */
  readonly #held = new Map<string, BandFactors>();

  /** @param rows of the low and the high part of the spectrum */
  constructor({ layout, spectrum }: StoredMap, rows: readonly (readonly BandRow[])[]) {
    this.#parts = [spectrum.low, spectrum.high].map(({ energies: [left, right = left, mid = left] }, i) => {
      const end = Math.max(...rows[i]!.map(({ firstBin, factors }) => firstBin + factors.length));
      const sum = Float64Array.from({ length: end }, (_, bin) => left![bin]! + right![bin]!);
      // Where the mix is silent every bin counts the same, but for next to nothing.
      const floor = sum.reduce((most, energy) => Math.max(most, energy), 0) * 1e-15 + 1e-30;
      return {
        rows: rows[i]!,
        sum: Float32Array.from(sum, (energy) => energy + floor),
        mid: Float32Array.from(sum, (_, bin) => mid![bin]! + floor),
        difference: Float32Array.from(sum, (_, bin) => left![bin]! - right![bin]!),
      };
    });
    this.#plain = new Float64Array(KINDS * layout.nodesHz.length);
    for (const { rows: ofPart, sum, mid, difference } of this.#parts) {
      const bins = weighedBins(sum.length);
      for (let bin = 0, at = 0; bin < sum.length; bin++, at += KINDS) {
        bins[at] = sum[bin]!;
        bins[at + 1] = mid[bin]!;
        bins[at + 2] = difference[bin]!;
        bins[at + 3] = sum[bin]!;
      }
      addBands(ofPart, bins, this.#plain);
    }
  }

  factors(room: RoomModel, gains: RoomGains, matrix: StereoMatrix): BandFactors {
    const key = JSON.stringify([room.id, matrix]);
    let factors = this.#held.get(key);
    if (!factors) {
      factors = this.#weigh(gains, matrix);
      this.#held.set(key, factors);
    }
    return factors;
  }

  #weigh({ parts }: RoomGains, matrix: StereoMatrix): BandFactors {
    const bands = new Float64Array(this.#plain.length);
    this.#parts.forEach((part, i) => {
      const bins = weighedBins(part.sum.length);
      weighBins(part, parts[i]!, matrix, bins);
      addBands(part.rows, bins, bands);
    });
    const count = bands.length / KINDS;
    const [sum, mid, difference] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    for (let band = 0; band < count; band++) {
      const [plainSum, plainMid, plainDifference] = this.#plain.subarray(KINDS * band);
      const [ofSum, ofMid, ofDifference, mean] = bands.subarray(KINDS * band);
      // Left − right has no sign of its own, so it cannot weigh its factors: they are weighed by the sum, and what this
      // gets wrong over the mix is put to the sum.
      difference[band] = mean! / plainSum!;
      sum[band] = (ofSum! + ofDifference! - difference[band]! * plainDifference!) / plainSum!;
      mid[band] = ofMid! / plainMid!;
    }
    return [sum, mid, difference];
  }
}

/** Writes a room's factors times the energies that weigh them, by bin and kind. */
function weighBins(part: RoomPart, { left, right, cross }: RoomPowers, matrix: StereoMatrix, out: Float64Array): void {
  const { sum, mid, difference } = part;
  const [ofLeft, ofRight, ofCross] = roomFactors(matrix);
  const [leftSum, leftMid, leftDifference] = ofLeft;
  const [rightSum, rightMid, rightDifference] = ofRight;
  const [crossSum, crossMid, crossDifference] = ofCross;
  for (let bin = 0, at = 0; bin < sum.length; bin++, at += KINDS) {
    const a = left[bin]!;
    const b = right[bin]!;
    const c = cross[bin]!;
    const slope = leftDifference * a + rightDifference * b + crossDifference * c;
    out[at] = (leftSum * a + rightSum * b + crossSum * c) * sum[bin]!;
    out[at + 1] = (leftMid * a + rightMid * b + crossMid * c) * mid[bin]!;
    out[at + 2] = slope * difference[bin]!;
    out[at + 3] = slope * sum[bin]!;
  }
}

/**
 * Works out how devices read maps, and keeps what is dear: tone curves by layout and stages (profiles that cross a worker
 * boundary are never the same object twice), bands by rate, rooms by model and rate, what a mix makes of a room by map.
 */
export class DeviceReadings {
  readonly #tones = new Map<string, Float64Array>();
  readonly #rooms = new Map<string, RoomGains>();
  readonly #rows = new Map<number, readonly (readonly BandRow[])[]>();
  readonly #bands = new WeakMap<StoredMap, RoomBands>();

  /**
   * @param gainsOf where rooms are known from
   * @param capacity tone curves held; the oldest go first
   */
  constructor(
    readonly gainsOf: RoomGainsSource = noRoomGains,
    readonly capacity = 512,
  ) {}

  /**
   * @param matrix what happens between left and right before the room; that of the stages unless the map already has
   * it in it
   */
  of(map: StoredMap, sound: DeviceSound, matrix = stereoMatrix(sound)): DeviceReading {
    const weights = this.#tone(map.layout, sound);
    if (!sound.room) {
      const [sum, mid, difference] = matrixFactors(matrix);
      return {
        sum: scaledOrNull(weights, sum),
        mid: scaledOrNull(weights, mid),
        difference: scaledOrNull(weights, difference),
        delays: null,
      };
    }
    const gains = this.#room(sound.room, map);
    let bands = this.#bands.get(map);
    if (!bands) {
      bands = new RoomBands(map, this.#rowsOf(map));
      this.#bands.set(map, bands);
    }
    const [sum, mid, difference] = bands
      .factors(sound.room, gains, matrix)
      .map((factors) => factors.map((factor, band) => factor * weights[band]!));
    return {
      sum: sum!,
      mid: mid!,
      difference: difference!.some((factor) => factor !== 0) ? difference! : null,
      delays: gains.delays,
    };
  }

  #tone(layout: BandLayout, sound: DeviceSound): Float64Array {
    const key = `${layout.sampleRate} ${sound.limits?.codecHz} ${JSON.stringify(sound.stages)}`;
    let weights = this.#tones.get(key);
    if (!weights) {
      weights = toneWeights(layout, sound);
      this.#tones.set(key, weights);
      if (this.#tones.size > this.capacity) this.#tones.delete(this.#tones.keys().next().value!);
    }
    return weights;
  }

  #rowsOf({ layout, spectrum: { low, high } }: StoredMap): readonly (readonly BandRow[])[] {
    let rows = this.#rows.get(layout.sampleRate);
    if (!rows) {
      rows = [low, high].map(({ resolution }) => bandRows(layout, resolution));
      this.#rows.set(layout.sampleRate, rows);
    }
    return rows;
  }

  #room(model: RoomModel, { layout: { sampleRate }, spectrum }: StoredMap): RoomGains {
    const key = `${sampleRate} ${model.id}`;
    let gains = this.#rooms.get(key);
    if (!gains) {
      gains = this.gainsOf(model, sampleRate, spectrum);
      this.#rooms.set(key, gains);
    }
    return gains;
  }
}
