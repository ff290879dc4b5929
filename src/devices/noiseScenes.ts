/** Surroundings with a noise of their own. */
export type NoiseSceneName = 'road50' | 'road100' | 'road130' | 'cafe' | 'kitchen' | 'airplane';

/** How much of the surroundings a device lets through to the ear. */
export type IsolationName = 'open' | 'closed' | 'inEar' | 'noiseCancelling' | 'noiseCancellingInEar';

/** Noise of the surroundings as it reaches the ear. */
export interface NoiseBed {
  readonly scene: NoiseSceneName;
  readonly isolation: IsolationName | null;
  /** BS.1770 level at the output before the listener's volume, LUFS. */
  readonly levelLufs: number;
}
