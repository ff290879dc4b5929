/** Size of the live spectrum's FFT. */
const SPECTRUM_FFT = 8192;
/** Blackman window: a full-scale sine peaks at 20·log10(0.42 / 2); added back so that it reads 0 dBFS. */
const BLACKMAN_SINE_DB = 13.556;

/** Bins of the live spectrum, 0 to Nyquist. */
export const SPECTRUM_BINS = SPECTRUM_FFT / 2;

/** Power spectrum of left plus right: a mono fold would hide what is out of phase. */
export class StereoSpectrum {
  readonly input: ChannelSplitterNode;
  readonly #left: AnalyserNode;
  readonly #right: AnalyserNode;
  readonly #scratch = new Float32Array(SPECTRUM_BINS);

  constructor(native: AudioContext) {
    this.input = new ChannelSplitterNode(native, { numberOfOutputs: 2 });
    const options = {
      fftSize: SPECTRUM_FFT,
      // A memory of about 50 ms: the screen reads some thirty times a second, and every reading is one step of it.
      smoothingTimeConstant: 0.5,
      minDecibels: -120,
      maxDecibels: 0,
    };
    this.#left = new AnalyserNode(native, options);
    this.#right = new AnalyserNode(native, options);
    this.input.connect(this.#left, 0);
    this.input.connect(this.#right, 1);
  }

  /** Mean power of both channels in dBFS (sine), one value a bin. */
  read(out: Float32Array<ArrayBuffer>): void {
    this.#left.getFloatFrequencyData(out);
    this.#right.getFloatFrequencyData(this.#scratch);
    for (let i = 0; i < out.length; i++) {
      const power = (10 ** (out[i]! / 10) + 10 ** (this.#scratch[i]! / 10)) / 2;
      out[i] = 10 * Math.log10(power + 1e-16) + BLACKMAN_SINE_DB;
    }
  }

  dispose(): void {
    this.input.disconnect();
  }
}
