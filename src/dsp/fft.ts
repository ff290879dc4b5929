import FFT from 'fft.js';

const ffts = new Map<number, FFT>();

/** One complex FFT plan a size, held for the life of the program (a plan is a few tables). */
export function fftOfSize(size: number): FFT {
  let fft = ffts.get(size);
  if (!fft) {
    fft = new FFT(size);
    ffts.set(size, fft);
  }
  return fft;
}

/**
 * Transforms of real signals, each as a complex one of half the size with even frames as real and odd ones as imaginary
 * part (Press et al., *Numerical Recipes*, §12.3). Spectra are interleaved complex, bins 0 … size / 2.
 */
export class RealFft {
  readonly #half: number;
  readonly #fft: FFT;
  /** cos and −sin of 2π k / size. */
  readonly #twiddles: Float64Array;
  readonly #packed: Float64Array;
  readonly #result: Float64Array;

  /** @param size power of two, at least 4 */
  constructor(readonly size: number) {
    this.#half = size / 2;
    this.#fft = fftOfSize(this.#half);
    this.#packed = new Float64Array(size);
    this.#result = new Float64Array(size);
    this.#twiddles = new Float64Array(this.#half + 2);
    for (let k = 0; k <= this.#half / 2; k++) {
      const angle = (2 * Math.PI * k) / size;
      this.#twiddles[2 * k] = Math.cos(angle);
      this.#twiddles[2 * k + 1] = -Math.sin(angle);
    }
  }

  /**
   * @param spectrum size + 2 numbers, written
   * @param signal size numbers
   */
  forward(spectrum: Float64Array, signal: Float64Array): void {
    const half = this.#half;
    const twiddles = this.#twiddles;
    const z = this.#result;
    this.#fft.transform(z, signal);
    spectrum[0] = z[0]! + z[1]!;
    spectrum[1] = 0;
    spectrum[2 * half] = z[0]! - z[1]!;
    spectrum[2 * half + 1] = 0;
    for (let k = 1, a = 2, b = 2 * half - 2; k <= half / 2; k++, a += 2, b -= 2) {
      const evenRe = 0.5 * (z[a]! + z[b]!);
      const evenIm = 0.5 * (z[a + 1]! - z[b + 1]!);
      const oddRe = 0.5 * (z[a + 1]! + z[b + 1]!);
      const oddIm = 0.5 * (z[b]! - z[a]!);
      const re = oddRe * twiddles[a]! - oddIm * twiddles[a + 1]!;
      const im = oddRe * twiddles[a + 1]! + oddIm * twiddles[a]!;
      spectrum[a] = evenRe + re;
      spectrum[a + 1] = evenIm + im;
      spectrum[b] = evenRe - re;
      spectrum[b + 1] = im - evenIm;
    }
  }

  /**
   * Scaled: gives back what {@link forward} was given.
   * @param signal size numbers, written
   * @param spectrum size + 2 numbers; the imaginary parts at 0 Hz and Nyquist do not count
   */
  inverse(signal: Float64Array, spectrum: Float64Array): void {
    const half = this.#half;
    const twiddles = this.#twiddles;
    // With real and imaginary parts exchanged before and after, a forward transform is an inverse one.
    const z = this.#packed;
    const scale = 0.5 / half;
    z[0] = scale * (spectrum[0]! - spectrum[2 * half]!);
    z[1] = scale * (spectrum[0]! + spectrum[2 * half]!);
    for (let k = 1, a = 2, b = 2 * half - 2; k <= half / 2; k++, a += 2, b -= 2) {
      const evenRe = scale * (spectrum[a]! + spectrum[b]!);
      const evenIm = scale * (spectrum[a + 1]! - spectrum[b + 1]!);
      const re = scale * (spectrum[a]! - spectrum[b]!);
      const im = scale * (spectrum[a + 1]! + spectrum[b + 1]!);
      const oddRe = re * twiddles[a]! + im * twiddles[a + 1]!;
      const oddIm = im * twiddles[a]! - re * twiddles[a + 1]!;
      z[a] = evenIm + oddRe;
      z[a + 1] = evenRe - oddIm;
      z[b] = oddRe - evenIm;
      z[b + 1] = evenRe + oddIm;
    }
    this.#fft.transform(this.#result, z);
    const swapped = this.#result;
    for (let n = 0; n < this.size; n += 2) {
      signal[n] = swapped[n + 1]!;
      signal[n + 1] = swapped[n]!;
    }
  }
}

const realFfts = new Map<number, RealFft>();

/** One real FFT a size, as {@link fftOfSize}. */
export function realFftOfSize(size: number): RealFft {
  let fft = realFfts.get(size);
  if (!fft) {
    fft = new RealFft(size);
    realFfts.set(size, fft);
  }
  return fft;
}
