import { assertInRange } from '../core/errors';
import { fftOfSize, realFftOfSize } from './fft';

/** Bands of an octave: fine in the bass, where devices have steep corners and a tune has few partials. */
const bandsPerOctave = (frequencyHz: number): number => (frequencyHz < 300 ? 24 : 12);
/** The long frames serve below, the short ones above; in between they share, so a tone there is counted once. */
const CROSSOVER_HZ: readonly [number, number] = [1000, 2000];
/** Frame lengths at 44.1 and 48 kHz: bins of about 2.8 Hz below the crossover, 0.02 s above. */
const LONG_FRAME = 16384;
const SHORT_FRAME = 1024;

/**
 * Bands as overlapping triangles on a logarithmic axis. Band j is 1 at `nodesHz[j]` and falls to 0 at its neighbours,
 * so a spectrum's power is split between the two nearest nodes and a response that is linear between nodes is read
 * without error. (Rectangular bands would be off by half a band's slope: 1 dB for a tone below a 24 dB/oct corner.)
 */
export interface BandLayout {
  /** Hertz. */
  readonly sampleRate: number;
  /** Centre of each band, ascending from 0 Hz to Nyquist. The lowest are single bins of the long frames. */
  readonly nodesHz: Float64Array;
  /** Bands up to this index stand on single bins of the long frames. */
  readonly lastSingleBin: number;
  /** Long frames (below the crossover) and short frames (above). */
  readonly resolutions: readonly [BandResolution, BandResolution];
}

/** One FFT size and the share of each of its bins that counts. */
export interface BandResolution {
  /** Power of two, frames. */
  readonly fftSize: number;
  /** Part of the power at a frequency that this resolution contributes, 0…1; over both it sums to 1. */
  readonly share: (frequencyHz: number) => number;
}

function shareOfShortFrames(frequencyHz: number): number {
  const [from, to] = CROSSOVER_HZ;
  if (frequencyHz <= from) return 0;
  if (frequencyHz >= to) return 1;
  const x = Math.log(frequencyHz / from) / Math.log(to / from);
  return x * x * (3 - 2 * x);
}

/**
 * Bands for a sample rate: single bins at the bottom, then 1/24 octave, from 300 Hz 1/12 octave, up to Nyquist.
 * @param sampleRate hertz, 8000…384000
 */
export function bandLayout(sampleRate: number): BandLayout {
  assertInRange('sampleRate', sampleRate, 8000, 384000);
  const scale = 2 ** Math.ceil(Math.log2(sampleRate / 48000));
  const longSize = LONG_FRAME * scale;
  const binHz = sampleRate / longSize;
  const nyquistHz = sampleRate / 2;
  const nodes: number[] = [0];
  const above = (steps: number): number => nodes.at(-1)! * 2 ** (steps / bandsPerOctave(nodes.at(-1)!));
  while (above(1) - nodes.at(-1)! < binHz) nodes.push(nodes.length * binHz);
  const lastSingleBin = nodes.length - 1;
  while (above(1.5) < nyquistHz) nodes.push(above(1));
  nodes.push(nyquistHz);
  return {
    sampleRate,
    nodesHz: Float64Array.from(nodes),
    lastSingleBin,
    resolutions: [
      { fftSize: longSize, share: (frequencyHz) => 1 - shareOfShortFrames(frequencyHz) },
      { fftSize: SHORT_FRAME * scale, share: shareOfShortFrames },
    ],
  };
}

/**
 * Band weights under which the power map reads a response: Σ weight × band power = power behind the response.
 *
 * Two corrections make this hold to second order. The squared spectrum of the sine window has a variance of a quarter
 * bin², so each node gets g − σ²/2 · g″. And a convex response lies below its chord between nodes, so each node
 * takes its part of the mean gap (2/3 of the gap in the middle) of the two segments it belongs to.
 * @param powerAt power gain at each of a list of frequencies in hertz (called once)
 */
export function bandWeights(
  layout: BandLayout,
  powerAt: (frequenciesHz: Float64Array) => ArrayLike<number>,
): Float64Array {
  const { nodesHz, lastSingleBin, sampleRate, resolutions } = layout;
  const count = nodesHz.length;
  const [long, short] = resolutions.map(({ fftSize }) => sampleRate / fftSize) as [number, number];
  // In order: the nodes, the middles of the segments, one bin below each node, one bin above.
  const frequenciesHz = new Float64Array(4 * count);
  for (let j = 0; j < count; j++) {
    const node = nodesHz[j]!;
    const next = nodesHz[Math.min(count - 1, j + 1)]!;
    const shortShare = shareOfShortFrames(node);
    const binHz = Math.min(
      Math.sqrt((1 - shortShare) * long * long + shortShare * short * short),
      nodesHz.at(-1)! - node,
    );
    frequenciesHz[j] = node;
    frequenciesHz[count + j] = j === 0 ? next / 2 : Math.sqrt(node * next);
    frequenciesHz[2 * count + j] = Math.abs(node - binHz);
    frequenciesHz[3 * count + j] = node + binHz;
  }
  const g = powerAt(frequenciesHz);
  const weights = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    weights[j] = g[j]! - (g[2 * count + j]! - 2 * g[j]! + g[3 * count + j]!) / 8;
  }
  for (let j = Math.max(1, lastSingleBin); j < count - 1; j++) {
    const gap = (g[count + j]! - (g[j]! + g[j + 1]!) / 2) / 3;
    weights[j]! += gap;
    weights[j + 1]! += gap;
  }
  for (let j = 0; j < count; j++) weights[j] = Math.max(0, weights[j]!);
  return weights;
}

/** One plane for mono, or left, right and mid = (L + R) / 2. */
export type PlaneCount = 1 | 3;

/**
 * Cuts a stream into half-overlapping frames under a sine window, whose squares sum to 1, and gives the energy of each
 * frame by bin. Left and right go through one complex FFT as real and imaginary part. Mid is taken from the spectra:
 * worked out later from left, right and cross power it would drown in rounding just where channels cancel.
 *
 * Short frames are best `isDifferenced`: the differences of the samples are transformed and the slope is taken out of
 * the bins. Bass 40 dB above the rest then does not leak over it through the side lobes of the window.
 */
export class SpectralFrames {
  readonly hopFrames: number;
  /** Energies (sums of squares under the squared window, mirror image included) by plane, then bin. */
  readonly energies: readonly Float64Array[];
  /** The sample before the frame, then its `size` samples, before the window; `right` is empty for mono. */
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly window: Float64Array;
  readonly #input: Float64Array;
  readonly #spectrum: Float64Array;
  readonly #isMono: boolean;
  /** From squared magnitudes to energies. Parseval: bins other than 0 and Nyquist stand for their mirror image too. */
  readonly #factors: Float64Array;
  #filled: number;
  #startFrame: number;

  /**
   * @param size power of two
   * @param binCount how many bins from 0 Hz on are wanted, at most size / 2 + 1
   * @param onFrame called when a frame is ready; its figures hold until it returns
   */
  constructor(
    readonly size: number,
    readonly binCount: number,
    channelCount: 1 | 2,
    readonly isDifferenced: boolean,
    readonly onFrame: () => void,
  ) {
    this.hopFrames = size / 2;
    this.#isMono = channelCount === 1;
    this.energies = Array.from({ length: this.#isMono ? 1 : 3 }, () => new Float64Array(binCount));
    this.left = new Float32Array(size + 1);
    this.right = new Float32Array(this.#isMono ? 0 : size + 1);
    this.window = Float64Array.from({ length: size }, (_, n) => Math.sin((Math.PI * (n + 0.5)) / size));
    this.#input = new Float64Array(this.#isMono ? size : 2 * size);
    this.#spectrum = new Float64Array(2 * size);
    this.#factors = Float64Array.from({ length: binCount }, (_, bin) => {
      const factor = (bin === 0 || bin === size / 2 ? 1 : 2) / size;
      // Half a bin for bin 0, whose own slope is 0.
      return isDifferenced ? factor / (4 * Math.sin((Math.PI * Math.max(0.5, bin)) / size) ** 2) : factor;
    });
    // The first frame is centred on the first sample, so that this one too lies under two windows.
    this.#filled = this.hopFrames;
    this.#startFrame = -this.hopFrames;
  }

  /** First frame under the window in work, or, within `onFrame`, under the one that is ready. */
  get startFrame(): number {
    return this.#startFrame;
  }

  /**
   * Spectrum under the window, interleaved complex: of left + i · right at all bins, or of a mono mix up to Nyquist.
   * Holds within `onFrame`.
   */
  get spectrum(): Float64Array {
    return this.#spectrum;
  }

  /** Takes frames `from` to `to` of the arrays; `right` is left aside for mono. */
  process(left: Float32Array, right: Float32Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const count = Math.min(to - at, this.size - this.#filled);
      this.left.set(left.subarray(at, at + count), 1 + this.#filled);
      if (!this.#isMono) this.right.set(right.subarray(at, at + count), 1 + this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === this.size) this.#emit();
    }
  }

  /** Appends silence until every frame given so far has lain under two windows. */
  flush(): void {
    const end = this.#startFrame + this.#filled;
    while (this.#startFrame < end) {
      this.left.fill(0, 1 + this.#filled);
      this.right.fill(0, 1 + this.#filled);
      this.#emit();
    }
  }

  #emit(): void {
    if (this.#isMono) this.#transformMono();
    else this.#transformStereo();
    this.onFrame();
    this.left.copyWithin(0, this.hopFrames);
    this.right.copyWithin(0, this.hopFrames);
    this.#filled = this.hopFrames;
    this.#startFrame += this.hopFrames;
  }

  #transformMono(): void {
    const { size, left, window } = this;
    const input = this.#input;
    const before = this.isDifferenced ? 1 : 0;
    for (let n = 0; n < size; n++) input[n] = (left[n + 1]! - before * left[n]!) * window[n]!;
    const x = this.#spectrum;
    realFftOfSize(size).forward(x, input);
    const energies = this.energies[0]!;
    for (let bin = 0; bin < this.binCount; bin++) {
      const re = x[2 * bin]!;
      const im = x[2 * bin + 1]!;
      energies[bin] = this.#factors[bin]! * (re * re + im * im);
    }
  }

  #transformStereo(): void {
    const { size, left, right, window } = this;
    const input = this.#input;
    const before = this.isDifferenced ? 1 : 0;
    for (let n = 0; n < size; n++) {
      const w = window[n]!;
      input[2 * n] = (left[n + 1]! - before * left[n]!) * w;
      input[2 * n + 1] = (right[n + 1]! - before * right[n]!) * w;
    }
    const z = this.#spectrum;
    fftOfSize(size).transform(z, input);
    const [leftEnergies, rightEnergies, midEnergies] = this.energies as [Float64Array, Float64Array, Float64Array];
    for (let bin = 0; bin < this.binCount; bin++) {
      const mirror = bin === 0 ? 0 : size - bin;
      const re = z[2 * bin]!;
      const im = z[2 * bin + 1]!;
      const mirrorRe = z[2 * mirror]!;
      const mirrorIm = z[2 * mirror + 1]!;
      // Twice the spectra: Z = L + iR, so 2L = Z + Z*(−k) and 2R = −i (Z − Z*(−k)).
      const leftRe = re + mirrorRe;
      const leftIm = im - mirrorIm;
      const rightRe = im + mirrorIm;
      const rightIm = mirrorRe - re;
      const midRe = leftRe + rightRe;
      const midIm = leftIm + rightIm;
      const factor = this.#factors[bin]! / 4;
      leftEnergies[bin] = factor * (leftRe * leftRe + leftIm * leftIm);
      rightEnergies[bin] = factor * (rightRe * rightRe + rightIm * rightIm);
      midEnergies[bin] = (factor / 4) * (midRe * midRe + midIm * midIm);
    }
  }
}

/** Sums the bins of one resolution into the bands of a layout. */
export class BandSums {
  /** Bands outside this range never receive anything. */
  readonly firstBand: number;
  readonly endBand: number;
  /** Bins from here on are not needed. */
  readonly endBin: number;
  /** Bin k counts with these factors in bands j and j + 1; bins of one j are `#segments[j]`…`#segments[j + 1]`. */
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #segments: Int32Array;

  constructor({ nodesHz, sampleRate }: BandLayout, { fftSize, share }: BandResolution) {
    const binCount = fftSize / 2 + 1;
    this.#lower = new Float64Array(binCount);
    this.#upper = new Float64Array(binCount);
    this.#segments = new Int32Array(nodesHz.length).fill(binCount);
    this.#segments[0] = 0;
    let firstBand = nodesHz.length;
    let endBand = 0;
    let endBin = 0;
    for (let bin = 0, j = 0; bin < binCount; bin++) {
      const frequencyHz = (bin * sampleRate) / fftSize;
      // Nodes that are meant to lie on a bin may miss it by a rounding error.
      while (j + 2 < nodesHz.length && frequencyHz >= nodesHz[j + 1]! * (1 - 1e-12)) this.#segments[++j] = bin;
      const from = nodesHz[j]!;
      const to = nodesHz[j + 1]!;
      const at = from === 0 ? frequencyHz / to : Math.log(frequencyHz / from) / Math.log(to / from);
      const upper = Math.min(1, Math.max(0, at));
      const counted = share(frequencyHz);
      this.#lower[bin] = counted * (1 - upper);
      this.#upper[bin] = counted * upper;
      if (counted === 0) continue;
      firstBand = Math.min(firstBand, j);
      endBand = j + 2;
      endBin = bin + 1;
    }
    this.firstBand = firstBand;
    this.endBand = endBand;
    this.endBin = endBin;
  }

  /** What a bin puts into bands: the lower of the two, its factor, and the factor of the next band. */
  factorsOf(bin: number): readonly [band: number, lower: number, upper: number] {
    let band = 0;
    while (this.#segments[band + 1]! <= bin) band++;
    return [band, this.#lower[bin]!, this.#upper[bin]!];
  }

  /** Writes bands `firstBand` to `endBand` to `out`, from `at` + `firstBand` on. */
  sum(bins: Float64Array, out: Float64Array, at: number): void {
    let carried = 0;
    for (let j = this.firstBand; j < this.endBand - 1; j++) {
      let lower = 0;
      let upper = 0;
      for (let bin = this.#segments[j]!, end = Math.min(this.endBin, this.#segments[j + 1]!); bin < end; bin++) {
        const energy = bins[bin]!;
        lower += this.#lower[bin]! * energy;
        upper += this.#upper[bin]! * energy;
      }
      out[at + j] = carried + lower;
      carried = upper;
    }
    out[at + this.endBand - 1] = carried;
  }
}
