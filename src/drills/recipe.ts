import type { ToneStage } from '../devices/DeviceProfile';

/** Where the samples of a passage come from. */
export type MaterialRef =
  /** A track of the library, own or demo. */
  | { readonly kind: 'track'; readonly id: string }
  /** One stem of a set that was recorded or synthesised together; all stems of a set run in step. */
  | { readonly kind: 'stem'; readonly setId: string; readonly id: string }
  /** Stereo pink noise, left and right independent, the same on every machine. */
  | { readonly kind: 'pinkNoise'; readonly seed: number };

/** A stretch of material. Whole milliseconds, so that it is the same on every machine. */
export interface Passage {
  readonly material: MaterialRef;
  readonly startSec: number;
  readonly durationSec: number;
}

/** Recordings go wrong at a moment or throughout. Levels are relative to the passage's loudness, in LU. */
export type FaultStep =
  /** Sinusoids of the mains and its low harmonics, throughout. */
  | { readonly kind: 'hum'; readonly mainsHz: 50 | 60; readonly levelLu: number; readonly seed: number }
  /** A ground loop: many odd harmonics, sharp, throughout. */
  | { readonly kind: 'buzz'; readonly mainsHz: 50 | 60; readonly levelLu: number; readonly seed: number }
  /** A short run of clicks from a bad contact. */
  | FaultAtMoment<'crackle'>
  /** Noise of a preamp, throughout or, with `atSec`, swelling in at a moment. */
  | FaultAtMoment<'hiss'>
  /** A tone that builds up as a microphone hears its own loudspeaker. */
  | (FaultAtMoment<'feedback'> & { readonly frequencyHz: number })
  /** A chair, a pedal, a kick drum's beater. */
  | FaultAtMoment<'squeak'>
  /** A knock against the stand: a low thump with its resonance. */
  | FaultAtMoment<'bump'>
  /** A sleeve or a hand brushing over the microphone. */
  | FaultAtMoment<'brush'>
  /** A mobile phone's time slots (217 Hz) or a stray broadcast, demodulated in the preamp. */
  | FaultAtMoment<'interference'>;

interface FaultAtMoment<K extends string> {
  readonly kind: K;
  /** Second of the passage at which it begins. */
  readonly atSec: number;
  readonly durationSec: number;
  /** Loudness of the fault against the loudness of the passage, LU. */
  readonly levelLu: number;
  readonly seed: number;
}

/** One thing that is done to a stereo signal. Plain data: a stimulus is what its recipe says, on every machine. */
export type Step =
  | ToneStage
  /** Straight line in dB over log frequency, 0 dB at `pivotHz`, levelling out at 20 Hz and 20 kHz. */
  | { readonly kind: 'tilt'; readonly dbPerOctave: number; readonly pivotHz: number }
  | { readonly kind: 'monoSum' }
  | { readonly kind: 'width'; readonly width: number }
  /** −1 is hard left, 1 hard right; the signal is made mono first, constant power. */
  | { readonly kind: 'pan'; readonly position: number }
  /** Turns one channel upside down. */
  | { readonly kind: 'invert'; readonly channel: 'left' | 'right' }
  /** Left and right to each ear as from loudspeakers at ±30°, by a spherical head (standards: Brown & Duda 1998). */
  | { readonly kind: 'loudspeakerImage' }
  /** Feed-forward, peak-detecting in dB, stereo-linked, no make-up gain. */
  | {
      readonly kind: 'compressor';
      /** Full scale, or with `thresholdFrom: 'peak'` the passage's highest peak, is 0 dB. */
      readonly thresholdDb: number;
      readonly thresholdFrom?: 'peak';
      readonly ratio: number;
      readonly attackSec: number;
      readonly releaseSec: number;
      readonly kneeDb: number;
    }
  /** `driveDb` above the point where the passage's highest peak touches the ceiling. Oversampled. */
  | { readonly kind: 'clip'; readonly driveDb: number; readonly shape: 'hard' | 'soft' }
  /** Exponentially decaying diffuse room; `levelDb` is the reverberation against the direct sound. */
  | {
      readonly kind: 'reverb';
      readonly decaySec: number;
      readonly preDelaySec: number;
      readonly levelDb: number;
      readonly seed: number;
    }
  | { readonly kind: 'delay'; readonly timeSec: number; readonly feedback: number; readonly levelDb: number }
  /** Pitch moved without changing the length; between `atSec` and `atSec + durationSec` where given. */
  | { readonly kind: 'detune'; readonly cents: number; readonly atSec?: number; readonly durationSec?: number }
  /** Through a playback device of the catalogue, at its own level. */
  | { readonly kind: 'device'; readonly deviceId: string }
  | FaultStep;

/** One source in a mix of several. */
export interface Layer {
  /** Key into the trial's `sources`. */
  readonly source: string;
  readonly gainDb?: number;
  readonly steps?: readonly Step[];
}

/** What one version of a stimulus is made of: layers added up, then steps on the sum. */
export interface Recipe {
  readonly layers: readonly Layer[];
  readonly steps: readonly Step[];
}
