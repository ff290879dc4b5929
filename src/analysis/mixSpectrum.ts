import { SpectralFrames } from '../dsp/bands';
import type { BandResolution } from '../dsp/bands';
import { fftOfSize } from '../dsp/fft';

/** Frames of the low part: 16384 at an eighth of 44.1 kHz last 3 s, several times as long as any room rings. */
const LOW_FRAME = 16384;
/** A long frame in the low part's rate. */
const LOW_LONG_FRAME = 2048;
/** The low part is whole up to here, as a part of its Nyquist frequency, and gone a little below it. */
const LOW_WHOLE = 0.75;
const LOW_GONE = 0.95;
/** Below {@link LOW_WHOLE} by this factor the low part alone counts, above it the high part. */
const CROSSOVER = 0.8;

/**
 * Energy of a whole mix by plane (left, right, mid; or one for mono) and bin, finely enough to tell what a room makes of
 * it. A room's response is too ragged to be read in the middle of a band: it counts where in the band the partials are.
 *
 * The low part resolves 0.3 Hz, so that even a lasting tone is met by the room at its own frequency, the high part is the
 * long frames of the map.
 */
export interface MixSpectrum {
  readonly low: SpectrumPart;
  readonly high: SpectrumPart;
}

export interface SpectrumPart {
  /** Bin size, and the part of each bin's power that this part stands for; over both it sums to 1. */
  readonly resolution: BandResolution;
  /** By plane, then bin from 0 Hz on; at least as far as the share reaches. */
  readonly energies: readonly (Float64Array | Float32Array)[];
}

/** The two resolutions of the spectrum of mixes whose long frames have this size. */
function resolutions(longSize: number, sampleRate: number): readonly [BandResolution, BandResolution] {
  const decimation = longSize / LOW_LONG_FRAME;
  const endHz = (LOW_WHOLE * sampleRate) / (2 * decimation);
  const shareOfHigh = (frequencyHz: number): number => {
    const x = Math.min(1, Math.max(0, 1 + Math.log(Math.max(1e-3, frequencyHz / endHz)) / -Math.log(CROSSOVER)));
    return x * x * (3 - 2 * x);
  };
  return [
    { fftSize: LOW_FRAME * decimation, share: (frequencyHz) => 1 - shareOfHigh(frequencyHz) },
    { fftSize: longSize, share: shareOfHigh },
  ];
}

/**
 * Adds up a {@link MixSpectrum} from the long frames of a map.
 *
 *     long frames ─┬─ energies ─────────────────────────────────────────────────────── high
 *                  └─ lowest bins ── inverse FFT ── window, overlap-add ── FFT of 3 s ── low
 *
 * The squared sine window sums to 1, so the lowest bins give the mix back at a lower rate, for next to nothing.
 */
export class MixSpectrumBuilder {
  readonly #long: SpectralFrames;
  readonly #isMono: boolean;
  readonly #decimation: number;
  readonly #lowFrames: SpectralFrames;
  readonly #high: readonly Float64Array[];
  readonly #low: readonly Float64Array[];
  readonly #resolutions: readonly [BandResolution, BandResolution];
  readonly #bins = new Float64Array(2 * LOW_LONG_FRAME);
  readonly #time = new Float64Array(2 * LOW_LONG_FRAME);
  readonly #window: Float64Array;
  /** What of each bin is taken along: 1, then falling to 0. */
  readonly #taper: Float64Array;
  readonly #left = new Float32Array(LOW_LONG_FRAME);
  readonly #right = new Float32Array(LOW_LONG_FRAME);

  /** @param long the long frames of a map, all bins; {@link takeFrame} is to be called for each */
  constructor(long: SpectralFrames, sampleRate: number, channelCount: 1 | 2) {
    this.#long = long;
    this.#isMono = channelCount === 1;
    this.#decimation = long.size / LOW_LONG_FRAME;
    this.#resolutions = resolutions(long.size, sampleRate);
    this.#high = long.energies.map((bins) => new Float64Array(bins.length));
    this.#lowFrames = new SpectralFrames(LOW_FRAME, LOW_FRAME / 2 + 1, channelCount, false, () => this.#takeLow());
    this.#low = this.#lowFrames.energies.map((bins) => new Float64Array(bins.length));
    this.#window = Float64Array.from({ length: LOW_LONG_FRAME }, (_, n) => long.window[n * this.#decimation]!);
    const half = LOW_LONG_FRAME / 2;
    this.#taper = Float64Array.from({ length: half }, (_, bin) => {
      const x = Math.min(1, Math.max(0, (bin / half - LOW_WHOLE) / (LOW_GONE - LOW_WHOLE)));
      return 0.5 + 0.5 * Math.cos(Math.PI * x);
    });
  }

  takeFrame(): void {
    this.#high.forEach((sums, plane) => {
      const bins = this.#long.energies[plane]!;
      for (let bin = 0; bin < sums.length; bin++) sums[bin]! += bins[bin]!;
    });
    this.#takeLowBins();
    fftOfSize(LOW_LONG_FRAME).inverseTransform(this.#time, this.#bins);
    const half = LOW_LONG_FRAME / 2;
    const [left, right] = [this.#left, this.#right];
    // The first half is done with this frame, the second waits for the next.
    left.copyWithin(0, half);
    right.copyWithin(0, half);
    left.fill(0, half);
    right.fill(0, half);
    for (let n = 0; n < LOW_LONG_FRAME; n++) {
      const gain = this.#window[n]! / this.#decimation;
      left[n]! += gain * this.#time[2 * n]!;
      right[n]! += gain * this.#time[2 * n + 1]!;
    }
    this.#lowFrames.process(left, right, 0, half);
  }

  #takeLowBins(): void {
    const { spectrum, size } = this.#long;
    const half = LOW_LONG_FRAME / 2;
    this.#bins.fill(0);
    for (let bin = 0; bin < half; bin++) {
      const taper = this.#taper[bin]!;
      const re = taper * spectrum[2 * bin]!;
      const im = taper * spectrum[2 * bin + 1]!;
      this.#bins[2 * bin] = re;
      this.#bins[2 * bin + 1] = im;
      if (bin === 0) continue;
      const at = 2 * (LOW_LONG_FRAME - bin);
      const mirror = 2 * (size - bin);
      this.#bins[at] = this.#isMono ? re : taper * spectrum[mirror]!;
      this.#bins[at + 1] = this.#isMono ? -im : taper * spectrum[mirror + 1]!;
    }
  }

  #takeLow(): void {
    this.#low.forEach((sums, plane) => {
      const bins = this.#lowFrames.energies[plane]!;
      // Of so many samples one is left.
      for (let bin = 0; bin < sums.length; bin++) sums[bin]! += this.#decimation * bins[bin]!;
    });
  }

  /** Ends the stream, after the last long frame. */
  finish(): MixSpectrum {
    this.#lowFrames.flush();
    const [low, high] = this.#resolutions;
    return {
      low: { resolution: low, energies: this.#low },
      high: { resolution: high, energies: this.#high },
    };
  }
}
