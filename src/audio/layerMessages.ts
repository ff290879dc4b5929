import type { LimitsModel } from '../dsp/limits/LimitsModel';
import type { NoiseShape } from '../dsp/noise/NoiseShape';

export interface LimitsProcessorOptions {
  readonly model: LimitsModel;
  readonly driveDb: number;
}

export interface NoiseProcessorOptions {
  readonly shape: NoiseShape;
  readonly levelLufs: number;
  readonly seed: number;
}
