import type { IsolationName, NoiseSceneName } from './noiseScenes';
import type { LimitsModel } from '../dsp/limits/LimitsModel';
import type { RoomModel } from '../dsp/room/RoomModel';

/** One second-order EQ section, described by its analog prototype (Audio EQ Cookbook parameters; `q` is linear). */
export type ToneStage =
  | {
      readonly kind: 'peaking';
      readonly frequencyHz: number;
      readonly gainDb: number;
      readonly q: number;
    }
  | {
      readonly kind: 'lowshelf';
      readonly frequencyHz: number;
      readonly gainDb: number;
      readonly q: number;
    }
  | {
      readonly kind: 'highshelf';
      readonly frequencyHz: number;
      readonly gainDb: number;
      readonly q: number;
    }
  | { readonly kind: 'highpass'; readonly frequencyHz: number; readonly q: number }
  | { readonly kind: 'lowpass'; readonly frequencyHz: number; readonly q: number }
  | { readonly kind: 'gain'; readonly gainDb: number };

/** What happens between left and right. */
export type StereoStage =
  /** Both outputs are (L + R) / 2. */
  | { readonly kind: 'monoSum' }
  /** Side signal scaled by `width`: 0 is mono, 1 leaves the image as it is. */
  | { readonly kind: 'width'; readonly width: number };

/** One step of a device, in signal order. */
export type Stage = ToneStage | StereoStage;

/** How well the figures are founded. `own` is what the listener imported or made. */
export type Evidence = 'reference' | 'measured' | 'medianOfSeveral' | 'modelled' | 'own';

/** Families in the order in which the screen lists them. */
export type DeviceFamily =
  | 'reference'
  | 'headphones'
  | 'earbuds'
  | 'monitors'
  | 'smallSpeakers'
  | 'cars'
  | 'venues'
  | 'own';

/** Kinds within a family, in the order in which the screen lists them; `families.ts` has their headings. */
export type DeviceSubfamily =
  | 'reference'
  | 'closed'
  | 'open'
  | 'semiOpen'
  | 'consumer'
  | 'noiseCancelling'
  | 'earbuds'
  | 'inEar'
  | 'nearField'
  | 'farField'
  | 'mixCube'
  | 'hifi'
  | 'laptop'
  | 'phone'
  | 'tablet'
  | 'tv'
  | 'speaker'
  | 'kitchen'
  | 'car'
  | 'venue'
  | 'own';

/** The drawn pictogram of a card. */
export type PictogramName =
  | 'flat'
  | 'nearfield'
  | 'mainMonitor'
  | 'mixCube'
  | 'bookshelf'
  | 'closedHeadphones'
  | 'openHeadphones'
  | 'semiOpenHeadphones'
  | 'onEarHeadphones'
  | 'noiseCancelling'
  | 'bassHeadphones'
  | 'earbuds'
  | 'inEar'
  | 'laptop'
  | 'thinLaptop'
  | 'phone'
  | 'tablet'
  | 'bluetoothSpeaker'
  | 'smartSpeaker'
  | 'kitchenRadio'
  | 'tv'
  | 'soundbar'
  | 'car'
  | 'van'
  | 'club'
  | 'cinema'
  | 'curve';

/** Where figures come from, with what the terms ask to be said. */
export interface DeviceSource {
  /** Who measured or published, in words fit for the screen. */
  readonly credit: string;
  /** SPDX id or the terms in words. */
  readonly licence: string;
  /** Each figure or data set with its origin; for modelled devices one line a figure. */
  readonly references: readonly string[];
}

/** How the fitted chain compares with the published curve; absent for the reference and for models without a curve. */
export interface FitError {
  readonly rmsDb: number;
  readonly worstDb: number;
  readonly fromHz: number;
  readonly toHz: number;
}

/**
 * What only a device's own page and the documents show: where its figures come from and how far they can be believed.
 * The catalogue's is loaded when it is asked for (`evidence/index.ts`); an own device carries its own.
 */
export interface DeviceEvidence {
  readonly source: DeviceSource;
  /** In plain words, what the model leaves out. */
  readonly leavesOut: string;
  /** Standard deviation between published sources, dB, as `[fromHz, toHz, sdDb]`; absent where there is one source. */
  readonly spread?: readonly (readonly [number, number, number])[];
  readonly fit?: FitError;
  /** The published curve the chain was fitted to is valid here, hertz. */
  readonly validRangeHz?: readonly [number, number];
  /**
   * Published curve minus fitted chain, dB, at `20 · 2^(k/6)` Hz for k = 0…59, to 0.05 dB; null outside the valid range.
   * Published curve = stated response + this.
   */
  readonly errorsDb?: readonly (number | null)[];
}

/** A playback device as data: who it is, what it does, and its stages in signal order. */
export interface DeviceProfile extends Partial<DeviceEvidence> {
  /** Stable kebab-case id, stored in settings and file names. */
  readonly id: string;
  /** Name on the card and the radio. */
  readonly name: string;
  /** One short line under the name, e.g. `open-back headphones`. */
  readonly kindLabel: string;
  readonly family: DeviceFamily;
  readonly subfamily: DeviceSubfamily;
  readonly pictogram: PictogramName;
  readonly evidence: Evidence;
  readonly stages: readonly Stage[];
  /** From loudspeaker to ear; absent for what is worn. */
  readonly room?: RoomModel;
  /** What it cannot do when it plays loud; absent where nothing is known or nothing gives way. */
  readonly limits?: LimitsModel;
  /** The noise that is usual where it is heard; absent where it is quiet. */
  readonly scene?: NoiseSceneName;
  /** What of the noise around reaches the ear; absent is all of it. */
  readonly isolation?: IsolationName;
}
