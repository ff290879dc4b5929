import type { NoiseShape } from '../dsp/noise/NoiseShape';

export interface NoiseProcessorOptions {
  readonly shape: NoiseShape;
  readonly levelLufs: number;
  readonly seed: number;
}
