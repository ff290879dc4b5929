/**
 * What the convolution needs of PFFFT (Julien Pommier's FFT, here as WebAssembly): real transforms in single precision in
 * the library's own order of bins, and products of such spectra. All positions are indices into {@link heap}, which
 * counts in floats and may be another array after {@link allocate}: never keep it.
 */
export interface Pffft {
  readonly heap: Float32Array;
  /**
   * @param floats how many, at a position that suits SIMD; not cleared
   * @throws RangeError where the browser gives no more memory
   */
  allocate(floats: number): number;
  free(at: number): void;
  /** From `size` samples at `from` to as many floats of spectrum at `to`. @param size of {@link FFT_SIZES} */
  forward(size: number, from: number, to: number): void;
  /** Back again, not scaled: forth and back gives `size` times the input. */
  inverse(size: number, from: number, to: number): void;
  /** As {@link forward}, ordered by frequency: bin 0 and bin size / 2 (both real), then complex bins, interleaved. */
  forwardOrdered(size: number, from: number, to: number): void;
  /** As {@link inverse}, from a spectrum ordered by frequency. */
  inverseOrdered(size: number, from: number, to: number): void;
  /** Adds `scale` times the product of two spectra of `size` floats at `a` and `b` to the one at `to`. */
  multiplyAdd(size: number, a: number, b: number, to: number, scale: number): void;
}
