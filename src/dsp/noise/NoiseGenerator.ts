/** Not there yet: silence. */
export class NoiseGenerator {
  constructor(
    /** Level over frequency of the noise as it reaches the ear: a density, dB per hertz, relative to each other. */
    readonly shape: { readonly frequenciesHz: ArrayLike<number>; readonly levelsDb: ArrayLike<number> },
    /** BS.1770 level of both channels, LUFS. */
    readonly levelLufs: number,
    readonly sampleRate: number,
    readonly seed: number,
  ) {}

  /** The next `count` frames, added to both channels from `from` on. Never repeats. */
  addTo(_left: Float32Array, _right: Float32Array, _from: number, _count: number): void {}
}
