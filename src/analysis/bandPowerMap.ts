import { BandSums, SpectralFrames, bandLayout } from '../dsp/bands';
import type { BandLayout, PlaneCount } from '../dsp/bands';
import { gatingStepFrame } from '../dsp/loudness';
import { MixSpectrumBuilder } from './mixSpectrum';
import type { MixSpectrum, SpectrumPart } from './mixSpectrum';

/**
 * Power of a mix by 100 ms slice, channel plane and band: computed once, read for every device.
 *
 * Slice k covers the frames from `gatingStepFrame(k)` to `gatingStepFrame(k + 1)`; the last may be incomplete.
 * Planes are left, right and mid = (L + R) / 2, each holding sums of squares (full scale ±1); the cross term is
 * Σ LR = 2 · mid − (left + right) / 2. A mono map has the one plane.
 */
export interface BandPowerMap extends StoredMap {
  /** `[(slice × planeCount + plane) × bandCount + band]`. */
  readonly energies: Float32Array;
}

/** A map that may be a {@link compactMap}: enough for sums over bands and slices. */
export interface StoredMap {
  readonly layout: BandLayout;
  readonly lengthFrames: number;
  readonly sliceCount: number;
  readonly planeCount: PlaneCount;
  readonly energies: Float32Array | CompactEnergies;
  readonly spectrum: MixSpectrum;
}

/** The upper 16 bits of each 32-bit float: eight bits of precision, at most 0.2 % (0.009 dB) from the value. */
export type CompactEnergies = Uint16Array;

/** A map in half the memory: 2 MB instead of 4 for four minutes of stereo. */
export function compactMap(map: BandPowerMap): StoredMap {
  const bits = new Uint32Array(map.energies.buffer, map.energies.byteOffset, map.energies.length);
  const energies = new Uint16Array(bits.length);
  // Rounded to the nearest: what is cut off would otherwise always be too little. Energies are finite and positive.
  for (let i = 0; i < bits.length; i++) energies[i] = (bits[i]! + 0x8000) >>> 16;
  const compact = (part: SpectrumPart): SpectrumPart => ({
    ...part,
    energies: part.energies.map((plane) => Float32Array.from(plane)),
  });
  const { low, high } = map.spectrum;
  return { ...map, energies, spectrum: { low: compact(low), high: compact(high) } };
}

/** The energies of one slice, by plane and band. @param scratch of that size; the result may be a view of it */
export function energiesOfSlice({ energies }: StoredMap, slice: number, scratch: Float32Array): Float32Array {
  const { length } = scratch;
  if (energies instanceof Float32Array) return energies.subarray(slice * length, (slice + 1) * length);
  const bits = new Uint32Array(scratch.buffer, scratch.byteOffset, length);
  for (let i = 0; i < length; i++) bits[i] = energies[slice * length + i]! << 16;
  return scratch;
}

/**
 * The long frames last four slices. Their energy is shared over the slices as the short frames say it moved, region by
 * region below the crossover; these are the first bins of the regions in short frames (of 43 to 47 Hz each).
 */
const REGION_BINS = [0, 3, 6, 9, 12, 16, 20, 26, 32, 40, 48] as const;
const REGIONS = REGION_BINS.length - 1;
/** From this region on, where a short frame lies across two slices, the differences of its samples say how to cut it. */
const FIRST_HIGH_REGION = 3;

/** Band energies of a long frame that waits for the short frames under its window. */
interface LongFrame {
  readonly startFrame: number;
  /** By plane, then band. */
  readonly energies: Float64Array;
}

/**
 * Builds a {@link BandPowerMap} from a stream of blocks of any size.
 *
 *     mix ─┬─ short frames ─┬─ bands above 1…2 kHz ────────────────────────┬─ slices
 *          │                └─ energy by region below ─┐                   │
 *          └─ long frames ─── bands below 1…2 kHz ─────┴─ shared in time ──┘
 *
 * Long windows alone would put a tenth of a drum into the slices before it, which is enough to carry blocks over the
 * relative gate and to move the integrated loudness by half a unit.
 */
export class BandPowerMapBuilder {
  readonly #layout: BandLayout;
  readonly #planeCount: PlaneCount;
  readonly #short: SpectralFrames;
  readonly #long: SpectralFrames;
  readonly #shortBands: BandSums;
  readonly #longBands: BandSums;
  readonly #bandEnergies: Float64Array;
  /** Region of each band that long frames feed. */
  readonly #regionOfBand: Uint8Array;
  /** Squared long window at the centres of the short frames under it. */
  readonly #longWindow: Float64Array;
  /** Of the latest short frames, by ring position: first slice, energies by plane and region, parts in the first slice. */
  readonly #ringSlice: Int32Array;
  readonly #ringEnergies: Float64Array;
  readonly #ringParts: Float64Array;
  readonly #ringSize: number;
  #lastShort = -1;
  #waiting: LongFrame[] = [];
  readonly #spectrum: MixSpectrumBuilder;
  #energies: Float32Array;
  #sliceCount = 0;
  #length = 0;

  /**
   * @param sampleRate hertz, 8000…384000
   * @param expectedFrames length of the mix if known, so that memory is taken once
   */
  constructor(sampleRate: number, channelCount: 1 | 2, expectedFrames = 0) {
    const layout = bandLayout(sampleRate);
    const [long, short] = layout.resolutions;
    this.#layout = layout;
    this.#planeCount = channelCount === 1 ? 1 : 3;
    this.#shortBands = new BandSums(layout, short);
    this.#longBands = new BandSums(layout, long);
    this.#short = new SpectralFrames(short.fftSize, short.fftSize / 2 + 1, channelCount, true, () => this.#takeShort());
    this.#long = new SpectralFrames(long.fftSize, long.fftSize / 2 + 1, channelCount, false, () => this.#takeLong());
    this.#spectrum = new MixSpectrumBuilder(this.#long, sampleRate, channelCount);
    this.#bandEnergies = new Float64Array(this.#sliceSize);
    this.#regionOfBand = Uint8Array.from(layout.nodesHz, (nodeHz) => {
      const bin = (nodeHz * short.fftSize) / sampleRate;
      return Math.max(
        0,
        REGION_BINS.findLastIndex((first, region) => region < REGIONS && bin >= first),
      );
    });
    const ratio = long.fftSize / this.#short.hopFrames;
    this.#longWindow = Float64Array.from({ length: ratio }, (_, i) => Math.sin((Math.PI * i) / ratio) ** 2);
    this.#ringSize = 4 * ratio;
    this.#ringSlice = new Int32Array(this.#ringSize);
    this.#ringEnergies = new Float64Array(this.#ringSize * this.#planeCount * REGIONS);
    this.#ringParts = new Float64Array(this.#ringSize * this.#planeCount * 2);
    this.#energies = new Float32Array((Math.ceil((expectedFrames * 10) / sampleRate) + 1) * this.#sliceSize);
  }

  get #sliceSize(): number {
    return this.#planeCount * this.#layout.nodesHz.length;
  }

  /** Takes the first `count` frames of both arrays; `right` is left aside for mono. */
  process(left: Float32Array, right: Float32Array, count: number): void {
    for (let from = 0; from < count; from += this.#long.hopFrames) {
      const to = Math.min(count, from + this.#long.hopFrames);
      this.#length += to - from;
      while (gatingStepFrame(this.#sliceCount, this.#layout.sampleRate) < this.#length) this.#sliceCount += 1;
      this.#reserve();
      this.#short.process(left, right, from, to);
      this.#long.process(left, right, from, to);
      this.#shareWaiting(false);
    }
  }

  /** Ends the stream. The builder must not be used afterwards. */
  finish(): BandPowerMap {
    this.#short.flush();
    this.#long.flush();
    this.#shareWaiting(true);
    return {
      layout: this.#layout,
      lengthFrames: this.#length,
      sliceCount: this.#sliceCount,
      planeCount: this.#planeCount,
      energies: this.#energies.slice(0, this.#sliceCount * this.#sliceSize),
      spectrum: this.#spectrum.finish(),
    };
  }

  #reserve(): void {
    const needed = this.#sliceCount * this.#sliceSize;
    if (needed <= this.#energies.length) return;
    const grown = new Float32Array(Math.max(needed, 2 * this.#energies.length));
    grown.set(this.#energies);
    this.#energies = grown;
  }

  #sliceAt(frame: number): number {
    const { sampleRate } = this.#layout;
    let slice = Math.floor((frame * 10) / sampleRate);
    while (gatingStepFrame(slice, sampleRate) > frame) slice--;
    while (gatingStepFrame(slice + 1, sampleRate) <= frame) slice++;
    return slice;
  }

  #takeShort(): void {
    const frames = this.#short;
    const index = frames.startFrame / frames.hopFrames + 1;
    const at = index % this.#ringSize;
    this.#lastShort = index;
    const slice = this.#sliceAt(Math.max(0, frames.startFrame));
    this.#ringSlice[at] = slice;
    const cut = gatingStepFrame(slice + 1, this.#layout.sampleRate) - frames.startFrame;
    for (let plane = 0; plane < this.#planeCount; plane++) {
      const bins = frames.energies[plane]!;
      for (let region = 0; region < REGIONS; region++) {
        let energy = 0;
        for (let bin = REGION_BINS[region]!; bin < REGION_BINS[region + 1]!; bin++) energy += bins[bin]!;
        this.#ringEnergies[(at * this.#planeCount + plane) * REGIONS + region] = energy;
      }
      const parts = 2 * (at * this.#planeCount + plane);
      this.#measureParts(plane, cut, parts);
      this.#shortBands.sum(bins, this.#bandEnergies, 0);
      const part = this.#ringParts[parts + 1]!;
      const { firstBand, endBand } = this.#shortBands;
      this.#add(slice, plane, part, this.#bandEnergies, 0, firstBand, endBand);
      if (part < 1) this.#add(slice + 1, plane, 1 - part, this.#bandEnergies, 0, firstBand, endBand);
    }
  }

  /**
   * Parts of a short frame's energy that lie before sample `cut`: of the samples as they are, which the bass rules,
   * and of their differences, which the treble rules. Silence outside the mix takes no part by itself.
   */
  #measureParts(plane: number, cut: number, at: number): void {
    const { size, left, right, window } = this.#short;
    this.#ringParts[at] = 1;
    this.#ringParts[at + 1] = 1;
    if (cut >= size) return;
    const a = plane === 1 ? right : left;
    const b = plane === 2 ? right : a;
    let low = 0;
    let high = 0;
    let lowBefore = 0;
    let highBefore = 0;
    for (let n = 0; n < size; n++) {
      if (n === cut) {
        lowBefore = low;
        highBefore = high;
      }
      const weight = window[n]! * window[n]!;
      const x = a[n + 1]! + b[n + 1]!;
      const difference = x - a[n]! - b[n]!;
      low += weight * x * x;
      high += weight * difference * difference;
    }
    this.#ringParts[at] = low > 0 ? lowBefore / low : 1;
    this.#ringParts[at + 1] = high > 0 ? highBefore / high : 1;
  }

  #takeLong(): void {
    const bandCount = this.#layout.nodesHz.length;
    const energies = new Float64Array(this.#sliceSize);
    this.#long.energies.forEach((bins, plane) => this.#longBands.sum(bins, energies, plane * bandCount));
    this.#spectrum.takeFrame();
    this.#waiting.push({ startFrame: this.#long.startFrame, energies });
  }

  /** Shares the long frames whose short frames are all there. */
  #shareWaiting(isEnd: boolean): void {
    const hop = this.#short.hopFrames;
    while (this.#waiting.length > 0) {
      const frame = this.#waiting[0]!;
      if (!isEnd && this.#lastShort * hop < frame.startFrame + this.#long.size) return;
      this.#waiting.shift();
      this.#shareLong(frame);
    }
  }

  #shareLong({ startFrame, energies }: LongFrame): void {
    const bandCount = this.#layout.nodesHz.length;
    const hop = this.#short.hopFrames;
    const firstShort = Math.max(0, startFrame / hop);
    const endShort = Math.min(this.#lastShort + 1, startFrame / hop + this.#longWindow.length);
    const firstSlice = this.#sliceAt(Math.max(0, startFrame));
    const parts = new Float64Array(this.#sliceAt(startFrame + this.#long.size) - firstSlice + 2);
    for (let plane = 0; plane < this.#planeCount; plane++) {
      for (let region = 0, band = this.#longBands.firstBand; region < REGIONS; region++) {
        const firstBand = band;
        while (band < this.#longBands.endBand && this.#regionOfBand[band] === region) band++;
        parts.fill(0);
        let total = 0;
        for (let short = firstShort; short < endShort; short++) {
          const at = (short % this.#ringSize) * this.#planeCount + plane;
          const energy = this.#longWindow[short - startFrame / hop]! * this.#ringEnergies[at * REGIONS + region]!;
          const before = energy * this.#ringParts[2 * at + (region < FIRST_HIGH_REGION ? 0 : 1)]!;
          const slice = this.#ringSlice[short % this.#ringSize]! - firstSlice;
          parts[slice]! += before;
          parts[slice + 1]! += energy - before;
          total += energy;
        }
        for (let i = 0; i < parts.length; i++) {
          const part = parts[i]! / total;
          if (part > 0) this.#add(firstSlice + i, plane, part, energies, plane * bandCount, firstBand, band);
        }
      }
    }
  }

  /** Adds a part of the bands of one plane to a slice; there is nothing to add beyond the end. */
  #add(slice: number, plane: number, part: number, from: Float64Array, at: number, first: number, end: number): void {
    if (slice >= this.#sliceCount) return;
    const target = (slice * this.#planeCount + plane) * this.#layout.nodesHz.length;
    for (let band = first; band < end; band++) this.#energies[target + band]! += part * from[at + band]!;
  }
}
