import type { DeviceProfile, DeviceSource, ToneStage } from '../DeviceProfile';
import type { ToneCurve } from '../ToneCurve';

/** Whether figures say what a device does, or what takes it away. */
export type Meaning = 'response' | 'correction';

/** What every reading says about itself. */
interface ReadingFacts {
  /** Plain text of at most 80 characters, from the file's own name. */
  readonly name: string;
  /** In words: `REW text`, `GraphicEQ`. */
  readonly formatLabel: string;
  /** What the contents suggest; null when they suggest nothing. */
  readonly guess: Meaning | null;
  /** Why, as a sentence. */
  readonly guessReason: string;
  /** What was done to the figures on the way in, as short sentences. */
  readonly notes: readonly string[];
  /** Credit and licence where the file states them. */
  readonly source?: Partial<DeviceSource>;
}

/** Points on {@link TONE_GRID_HZ} within the range of the file; mean level from 300 to 3000 Hz is 0 dB. */
export interface CurveReading extends ReadingFacts {
  readonly kind: 'curve';
  readonly curve: ToneCurve;
  /** Other curves of the same file, each named, levelled like the first. */
  readonly alternatives: readonly { readonly label: string; readonly curve: ToneCurve }[];
}

/** Filters that a device can take over as they are, levelled by a last `gain`. */
export interface FiltersReading extends ReadingFacts {
  readonly kind: 'filters';
  readonly stages: readonly ToneStage[];
}

/** A device that was exported here. */
export interface ProfileReading extends ReadingFacts {
  readonly kind: 'profile';
  readonly profile: DeviceProfile;
  /** The curve that its chain was fitted to, where it was kept. */
  readonly curve?: ToneCurve;
}

/** What a file or a text says. */
export type Reading = CurveReading | FiltersReading | ProfileReading;
