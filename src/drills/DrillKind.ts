import type { Random } from '../core/random';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { MaterialShelf } from './material';
import type { Passage, Recipe, Step } from './recipe';

export type DrillGroup = 'devices' | 'tone' | 'level' | 'space' | 'faults';

export type DrillUnit = 'Hz' | 'dB' | 'ms' | 's' | 'cents' | '%' | 'octaves' | 'LU' | 'dB/oct' | ':1' | '';

/** How the answer is given. */
export type AnswerSpec =
  /** One of several; keys 1–9 in this order. `isVersion` options are the trial's versions themselves. */
  | {
      readonly kind: 'choice';
      readonly options: readonly ChoiceOption[];
      readonly isVersion?: boolean;
    }
  /**
   * A value on a continuous scale; right within `tolerance`. Left out where it follows the strength: then it is part of
   * the secret, because a wide one would tell a catch trial from the others.
   */
  | {
      readonly kind: 'scale';
      readonly name: string;
      readonly unit: DrillUnit;
      readonly min: number;
      readonly max: number;
      /** `log`: tolerance in octaves (log2 of the ratio); `linear`: in the unit. */
      readonly mapping: 'log' | 'linear';
      readonly tolerance?: number;
      /** Words at the ends, e.g. `left`, `right`. */
      readonly ends?: readonly [string, string];
    }
  /** Where in the passage, and what it was. Right when both are. */
  | {
      readonly kind: 'moment';
      readonly durationSec: number;
      readonly toleranceSec: number;
      readonly options: readonly ChoiceOption[];
    }
  /**
   * An EQ band that the listener moves until it sounds right. Its sound is asked of `DrillKind.tryOut` while it moves.
   * Right when the error of the whole curve (RMS over 1/6 octaves, 40 Hz–16 kHz) is within `toleranceDb`. Left out, and
   * part of the secret, where it follows how far off the sound is.
   */
  | {
      readonly kind: 'eq';
      readonly frequencyRangeHz: readonly [number, number];
      readonly gainRangeDb: readonly [number, number];
      readonly q: number;
      readonly toleranceDb?: number;
    };

export interface ChoiceOption {
  readonly id: string;
  readonly label: string;
  /** A few words under the label. */
  readonly hint?: string;
}

export type Answer =
  | { readonly kind: 'choice'; readonly id: string }
  | { readonly kind: 'scale'; readonly value: number }
  | { readonly kind: 'moment'; readonly atSec: number; readonly id: string }
  | { readonly kind: 'eq'; readonly frequencyHz: number; readonly gainDb: number };

/** One of the sounds in a trial. Its name on the screen says nothing about the answer. */
export interface TrialVersion {
  readonly label: string;
  readonly recipe: Recipe;
}

/** One question. Everything the screen may show while the answer is owed is outside `secret`. */
export interface Trial {
  readonly kindId: string;
  readonly question: string;
  readonly sources: Readonly<Record<string, Passage>>;
  /** In the order of the screen; all of one length. */
  readonly versions: readonly TrialVersion[];
  /** False only in level drills: then versions keep the levels their recipes give them. */
  readonly isLevelMatched: boolean;
  readonly answer: AnswerSpec;
  readonly secret: TrialSecret;
}

export interface TrialSecret {
  readonly truth: Answer;
  /** Strength of the difference, in the kind's scale: what the estimator chose, or the nearest that the devices allow. */
  readonly strength: number;
  /** A trial that any attentive listener gets right; not counted in the threshold. */
  readonly isCatch: boolean;
  /** Item for the confusion matrix and for repeats, e.g. a band or a device id. */
  readonly item: string;
  /** Octave band the trial trains, where it has one. */
  readonly band: number | null;
  /** Probability that a guess is right, where the kind judges answers itself. */
  readonly chance?: number;
  /** How near counts, where the answer's spec does not say it: in the spec's own measure. */
  readonly tolerance?: number;
  /** Levels by octave band of the sources that the kind's own judgement needs, dB. */
  readonly levelsDb?: Readonly<Record<string, readonly number[]>>;
  /** What `reveal` says and the recipes do not hold: names, measured differences. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** After the answer: what it was, to hear and to see. */
export interface Reveal {
  /** One sentence: what it was. */
  readonly truth: string;
  /** One sentence: how the answer compares, with figures; empty when it was right on. */
  readonly comparison: string;
  /** To hear side by side, level-matched like the trial: the truth, the answer if it differs, the original. */
  readonly versions: readonly (TrialVersion & { readonly role: 'truth' | 'yours' | 'original' })[];
  /** Steps whose dB curves the spectrum draws; absent where nothing changed in tone. */
  readonly curves?: { readonly truth: readonly Step[]; readonly yours?: readonly Step[] };
  /** Where in the passage it happened, seconds. */
  readonly moment?: { readonly atSec: number; readonly durationSec: number; readonly yoursSec?: number };
}

/** What makes a kind easier or harder; the estimator works along it. */
export interface StrengthScale {
  /** Completes "you hear … of": e.g. `boost`. */
  readonly name: string;
  readonly unit: DrillUnit;
  /** The strongest (easiest) and the weakest (hardest) value. Either may be the larger number. */
  readonly easiest: number;
  readonly hardest: number;
  /** What practised listeners just hear, where there is a figure; docs/training.md names its source. */
  readonly usual?: number;
  /** Steps are equal ratios or equal differences. */
  readonly mapping: 'log' | 'linear';
}

/** Choices of the listener that change what is asked. All have defaults; unknown ones are ignored. */
export interface DrillSettings {
  /** Octave bands to train (indices); all that the kind uses when left out. */
  readonly bands?: readonly number[];
  /** Third octaves instead of octaves, where the kind names bands. */
  readonly thirdOctaves?: boolean;
  /** Devices to tell apart, where the kind is about devices. */
  readonly deviceIds?: readonly string[];
  /** Strength fixed by the listener instead of adapting. */
  readonly strength?: number;
  /** Pink noise instead of music, where the kind allows it. */
  readonly pinkNoise?: boolean;
  /** Faults to listen for, where the kind offers several; all of them when left out. */
  readonly faults?: readonly string[];
}

export interface TrialContext {
  readonly random: Random;
  /** In the kind's scale; the strongest for a catch trial. */
  readonly strength: number;
  readonly isCatch: boolean;
  /** Playback device that everything is heard through; null is flat. */
  readonly device: DeviceProfile | null;
  readonly catalogue: readonly DeviceProfile[];
  readonly material: MaterialShelf;
  readonly settings: DrillSettings;
  /** Ask for this item again (a missed one, or one that is due); the placement of versions is drawn anew. */
  readonly item?: string;
}

/** A labelled example of the learn mode. */
export interface DrillExample {
  readonly title: string;
  readonly sources: Readonly<Record<string, Passage>>;
  readonly versions: readonly TrialVersion[];
  readonly isLevelMatched: boolean;
}

/** A drill is a pure function of a seed: everything else about it is here, as data. */
export interface DrillKind {
  readonly id: string;
  readonly group: DrillGroup;
  readonly name: string;
  /** What it trains, as a short noun: completes "your threshold for …". */
  readonly skill: string;
  /** One line for the card. */
  readonly summary: string;
  /** What to listen for: short paragraphs. */
  readonly help: readonly string[];
  readonly strength: StrengthScale;
  /** Stems, or music with left and right apart; the drill is offered only where there is some. */
  readonly needs?: { readonly stems?: readonly string[]; readonly stereo?: boolean };
  /** Which settings the screen offers. */
  readonly options: readonly (keyof DrillSettings)[];
  /** What `settings.faults` may name, where the screen offers it. */
  readonly faults?: readonly ChoiceOption[];
  /** Whether everything may be heard through a playback device. */
  readonly canUseDevice: boolean;
  /** Each trial plays one sound, with nothing to switch to. */
  readonly hasOneVersion?: true;
  /** @throws RangeError when the material does not serve; the message is for developers */
  makeTrial(context: TrialContext): Trial;
  /** Versions to hear after the answer. Pure. */
  reveal(trial: Trial, answer: Answer): Reveal;
  /** Decides instead of the spec's tolerance, where another measure says more. Pure; `error` in that measure's unit. */
  judge?(trial: Trial, answer: Answer): { readonly isCorrect: boolean; readonly error: number | null };
  /** For `eq` answers: the sound of the present setting, in place of version `index` of the trial. */
  tryOut?(trial: Trial, answer: Answer): { readonly index: number; readonly recipe: Recipe };
  /** Labelled sounds of the learn mode; deterministic for a `random`. */
  examples(context: Omit<TrialContext, 'strength' | 'isCatch' | 'item'>): readonly DrillExample[];
}
