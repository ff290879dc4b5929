/** What the meter worklet says about ten times a second. */
export interface MeterMessage {
  readonly momentaryLufs: number;
  readonly shortTermLufs: number;
  readonly integratedLufs: number;
  readonly loudnessRangeLu: number;
  readonly truePeakDbtp: number;
  readonly correlation: number;
}

/** What the limiter says after it worked. */
export interface LimiterMessage {
  readonly reductionDb: number;
}
