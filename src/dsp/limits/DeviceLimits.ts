import type { LimitsModel } from './LimitsModel';

/** Runs that differ in what came before agree to −90 dB after this long, seconds. */
export const LIMITS_MEMORY_SEC = 1;

/** Not there yet: nothing is limited. */
export class DeviceLimits {
  constructor(
    readonly model: LimitsModel,
    readonly sampleRate: number,
    /** Brings the mix to the loudness that the model's levels are meant at, dB; undone behind. */
    readonly driveDb: number,
  ) {}

  /** Frames `from` … `to − 1` of both channels, in place. */
  process(_left: Float32Array, _right: Float32Array, _from: number, _to: number): void {}

  /** As if silence had gone before. */
  reset(): void {}
}
