import { dbToPower } from '../core/units';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { responseCurveDb, stereoMatrix } from '../devices/response';
import type { StereoMatrix } from '../devices/response';
import { BandSums, bandWeights } from '../dsp/bands';
import type { BandLayout } from '../dsp/bands';
import { codecCurveDb } from '../dsp/limits/codec';
import { kWeighting, kWeightingPower } from '../dsp/loudness';
import { designRoom } from '../dsp/room/designRoom';
import type { RoomPowers, RoomResponse } from '../dsp/room/designRoom';
import type { RoomModel } from '../dsp/room/RoomModel';
import type { BandPowerMap } from './bandPowerMap';
import { roomGains } from './roomGains';
import type { RoomGains } from './roomGains';

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

/** {@link matrixFactors} where loudspeakers are heard in a room instead of each by its ear. */
function roomFactors([[ll, lr], [rl, rr]]: StereoMatrix, a: number, b: number, c: number): PlaneFactors {
  return planeFactors(
    a * ll * ll + b * rl * rl + 2 * c * ll * rl,
    a * lr * lr + b * rr * rr + 2 * c * lr * rr,
    a * ll * lr + b * rl * rr + c * (ll * rr + lr * rl),
  );
}

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
 * Spreads fine bins as the sine window of the long frames does: the map's lowest bands hold what leaks in from their
 * neighbours, and that has met the room at its own frequency.
 * @param ratio fine bins in one bin of the long frames
 */
function blurred(bins: Float64Array, ratio: number, blurredBins: number): Float64Array {
  const reach = BLUR_REACH * ratio;
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const x = (i - reach) / ratio;
    // Squared spectrum of the window; at half a bin numerator and denominator vanish together.
    return Math.abs(Math.abs(x) - 0.5) < 1e-9 ? Math.PI ** 2 / 16 : (Math.cos(Math.PI * x) / (1 - 4 * x * x)) ** 2;
  });
  const total = kernel.reduce((sum, part) => sum + part, 0);
  const out = new Float64Array(bins.length);
  for (let bin = 0; bin < bins.length; bin++) {
    if (bin >= blurredBins) {
      out[bin]! += bins[bin]!;
      continue;
    }
    const energy = bins[bin]! / total;
    for (let i = 0; i < kernel.length; i++) {
      const at = Math.abs(bin + i - reach);
      if (at < out.length) out[at]! += energy * kernel[i]!;
    }
  }
  return out;
}

/** One part of a mix's spectrum, ready to weigh a room's factors by band. */
interface RoomPart {
  /** Sums bins into bands, from band 0 on. */
  readonly toBands: (bins: Float64Array, out: Float64Array) => void;
  /** Energy of left + right, of mid, and left − right, by bin. */
  readonly sum: Float64Array;
  readonly mid: Float64Array;
  readonly difference: Float64Array;
}

/** Factors of sum, mid and difference by band. */
type BandFactors = readonly [Float64Array, Float64Array, Float64Array];

/** A room's factors by band, each band weighted by where in it the mix has its energy. */
class RoomBands {
  readonly #parts: readonly RoomPart[];
  readonly #bandCount: number;
  readonly #sum: Float64Array;
  readonly #mid: Float64Array;
  readonly #difference: Float64Array;
  /** By room and matrix: many devices stand in the same room. */
  readonly #held = new Map<string, BandFactors>();

  constructor({ layout, spectrum }: BandPowerMap) {
    this.#bandCount = layout.nodesHz.length;
    this.#parts = [spectrum.low, spectrum.high].map(({ resolution, energies }) => {
      const bands = new BandSums(layout, resolution);
      const ratio = resolution.fftSize / layout.resolutions[0].fftSize;
      const blurredBins = ratio > 1 ? Math.round((BLURRED_HZ * resolution.fftSize) / layout.sampleRate) : 0;
      const [left, right = left, mid = left] = energies.map((bins) => bins.subarray(0, bands.endBin));
      const sum = left!.map((energy, bin) => energy + right![bin]!);
      // Where the mix is silent every bin counts the same, but for next to nothing.
      const floor = sum.reduce((most, energy) => Math.max(most, energy), 0) * 1e-15 + 1e-30;
      return {
        toBands: (bins, out) => bands.sum(blurredBins > 0 ? blurred(bins, ratio, blurredBins) : bins, out, 0),
        sum: sum.map((energy) => energy + floor),
        mid: mid!.map((energy) => energy + floor),
        difference: left!.map((energy, bin) => energy - right![bin]!),
      };
    });
    this.#sum = this.#byBand(({ sum }) => sum);
    this.#mid = this.#byBand(({ mid }) => mid);
    this.#difference = this.#byBand(({ difference }) => difference);
  }

  /** Sums bins into bands, over both parts. */
  #byBand(binsOf: (part: RoomPart) => Float64Array): Float64Array {
    const total = new Float64Array(this.#bandCount);
    for (const part of this.#parts) {
      const out = new Float64Array(this.#bandCount);
      part.toBands(binsOf(part), out);
      for (let band = 0; band < total.length; band++) total[band]! += out[band]!;
    }
    return total;
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
    const weighed = new Map(this.#parts.map((part, i) => [part, weighedFactors(part, parts[i]!, matrix)]));
    const [sum, mid, difference, mean] = [0, 1, 2, 3].map((i) => this.#byBand((part) => weighed.get(part)![i]!));
    for (let band = 0; band < this.#bandCount; band++) {
      // Left − right has no sign of its own, so it cannot weigh its factors: they are weighed by the sum, and what this
      // gets wrong over the mix is put to the sum.
      mean![band]! /= this.#sum[band]!;
      sum![band] = (sum![band]! + difference![band]! - mean![band]! * this.#difference[band]!) / this.#sum[band]!;
      mid![band]! /= this.#mid[band]!;
    }
    return [sum!, mid!, mean!];
  }
}

/** Factors by bin times the energies that weigh them: sum, mid, difference, and difference weighed by the sum. */
function weighedFactors(part: RoomPart, powers: RoomPowers, matrix: StereoMatrix): Float64Array[] {
  const count = part.sum.length;
  const out = Array.from({ length: 4 }, () => new Float64Array(count));
  const [sums, mids, differences, means] = out;
  for (let bin = 0; bin < count; bin++) {
    const [sum, mid, difference] = roomFactors(matrix, powers.left[bin]!, powers.right[bin]!, powers.cross[bin]!);
    sums![bin] = sum * part.sum[bin]!;
    mids![bin] = mid * part.mid[bin]!;
    differences![bin] = difference * part.difference[bin]!;
    means![bin] = difference * part.sum[bin]!;
  }
  return out;
}

/**
 * Works out how devices read maps, and keeps what is dear: tone curves by layout and stages (profiles that cross a worker
 * boundary are never the same object twice), rooms by model and rate, what a mix makes of a room by map.
 */
export class DeviceReadings {
  readonly #tones = new Map<string, Float64Array>();
  readonly #rooms = new Map<string, RoomGains>();
  readonly #bands = new WeakMap<BandPowerMap, RoomBands>();

  /**
   * @param design from model to response
   * @param capacity tone curves held; the oldest go first
   */
  constructor(
    readonly design: (model: RoomModel, sampleRate: number) => RoomResponse = designRoom,
    readonly capacity = 512,
  ) {}

  /**
   * @param matrix what happens between left and right before the room; that of the stages unless the map already has
   * it in it
   */
  of(map: BandPowerMap, sound: DeviceSound, matrix = stereoMatrix(sound)): DeviceReading {
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
      bands = new RoomBands(map);
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

  #room(model: RoomModel, { layout: { sampleRate }, spectrum }: BandPowerMap): RoomGains {
    const key = `${sampleRate} ${model.id}`;
    let gains = this.#rooms.get(key);
    if (!gains) {
      gains = roomGains(this.design(model, sampleRate), spectrum);
      this.#rooms.set(key, gains);
    }
    return gains;
  }
}
