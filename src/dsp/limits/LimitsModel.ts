/**
 * How a small loudspeaker protects itself and what the way to it takes off, all of it depending on level or steep, and
 * so no part of the tone curve. Levels are relative to full scale of a mix that has been brought to
 * {@link LIMITS_LUFS}: streaming services play everything about there, and the listener's volume is taken to be high.
 *
 *     mix ── drive ── bass (band gain, distortion) ── limiter ── undo drive ── codec band limit
 */
export interface LimitsModel {
  /** The band that is turned down and distorts when it gets loud. */
  readonly bass?: {
    /** Upper edge of the band, hertz. */
    readonly belowHz: number;
    /** Band level (RMS, dBFS) above which its gain falls. */
    readonly thresholdDb: number;
    /** Input dB for each output dB above the threshold, > 1. */
    readonly ratio: number;
    readonly attackSec: number;
    readonly releaseSec: number;
    /** Third harmonic of a tone at the threshold, as a part of the fundamental, 0…0.3. */
    readonly thirdHarmonic: number;
  };
  readonly limiter?: {
    /** Peak level, dBFS. */
    readonly thresholdDb: number;
    readonly attackSec: number;
    readonly releaseSec: number;
  };
  /** Where the codec or radio link cuts off, hertz. */
  readonly codecHz?: number;
}

/** Loudness of the mix at which {@link LimitsModel} levels are meant, LUFS. */
export const LIMITS_LUFS = -14;
