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

/** How well the figures are founded. */
export type Evidence = 'reference' | 'measured' | 'medianOfSeveral' | 'modelled';

/** Families in the order in which the screen lists them. */
export type DeviceFamily = 'reference' | 'headphones' | 'earbuds' | 'monitors' | 'smallSpeakers' | 'cars';

/** The drawn pictogram of a card. */
export type PictogramName =
  | 'flat'
  | 'nearfield'
  | 'mainMonitor'
  | 'mixCube'
  | 'closedHeadphones'
  | 'openHeadphones'
  | 'semiOpenHeadphones'
  | 'noiseCancelling'
  | 'bassHeadphones'
  | 'earbuds'
  | 'inEar'
  | 'laptop'
  | 'thinLaptop'
  | 'phone'
  | 'bluetoothSpeaker'
  | 'tv'
  | 'car';

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

/** A playback device as data: who it is, where its figures come from, and its stages in signal order. */
export interface DeviceProfile {
  /** Stable kebab-case id, stored in settings and file names. */
  readonly id: string;
  /** Name on the card and the radio. */
  readonly name: string;
  /** One short line under the name, e.g. `open-back headphones`. */
  readonly kindLabel: string;
  readonly family: DeviceFamily;
  readonly pictogram: PictogramName;
  readonly evidence: Evidence;
  readonly source: DeviceSource;
  /** In plain words, what the model leaves out. */
  readonly leavesOut: string;
  readonly stages: readonly Stage[];
  readonly fit?: FitError;
  /** The published curve the chain was fitted to is valid here, hertz. */
  readonly validRangeHz?: readonly [number, number];
}
