/** What is in a mix, a row for each 100 ms, coarse enough to keep for every track. Read from the band-power map. */
export interface PassageFacts {
  /** Of the whole mix, LUFS (BS.1770): −Infinity for silence, null where it is not known. */
  readonly integratedLufs: number | null;
  /** Rows. */
  readonly sliceCount: number;
  /**
   * Mean power by slice and octave band (centres 31.25 Hz … 16 kHz), `[slice × 10 + band]`, mean of the channels, in
   * whole dB below full scale; −120 is silence.
   */
  readonly bandDb: Int8Array<ArrayBuffer>;
  /** Share of the side signal in the power, percent 0…100, by slice; 0 for mono. */
  readonly sidePercent: Uint8Array<ArrayBuffer>;
  /** How far a slice rises above the mean of the two before it, whole dB ≥ 0: where attacks are. */
  readonly onsetDb: Uint8Array<ArrayBuffer>;
}
