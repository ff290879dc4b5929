/** A level over frequency as points: what is measured, published, corrected or drawn. */
export interface ToneCurve {
  /** Hertz, rising strictly. */
  readonly frequenciesHz: Float64Array;
  /** Decibels, as many. */
  readonly levelsDb: Float64Array;
}
