import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, AnswerSpec, Reveal, TrialVersion } from '../../drills/DrillKind';
import type {
  CustomDrill,
  DaySummary,
  DrillMode,
  DrillSpec,
  OpenSession,
  SkillState,
  ThresholdEstimate,
} from '../../drills/records';
import type { WorkoutBlock } from '../../drills/workout';
import type { RepairCounts, WaitingCounts } from '../../storage/ProgressPort';
import type { LinkTrouble, SharedDrill } from '../../drills/shareLink';

/** A version as the screen may know it: its label, and nothing of how it is made. */
export type VersionLabel = Pick<TrialVersion, 'label'>;

/** What a trial looks like while its answer is owed. The truth is not in here, nor anything it follows from. */
export interface AskedTrial {
  readonly question: string;
  readonly versions: readonly VersionLabel[];
  readonly answer: AnswerSpec;
  readonly durationSec: number;
}

/** What may be shown once it has been answered. */
export interface RevealedTrial {
  readonly isCorrect: boolean;
  readonly yours: Answer;
  readonly truth: Answer;
  readonly truthSentence: string;
  readonly comparison: string;
  readonly versions: readonly (VersionLabel & { readonly role: 'truth' | 'yours' | 'original' })[];
  readonly curves?: Reveal['curves'];
  readonly moment?: Reveal['moment'];
  /** Estimate of this skill so far, when it is worth stating. */
  readonly threshold?: ThresholdEstimate;
}

export interface BlockResult {
  readonly spec: DrillSpec;
  readonly trialCount: number;
  readonly correctCount: number;
  readonly chance: number;
  /** Wilson interval of the share of right answers. */
  readonly interval: readonly [number, number];
  readonly threshold: ThresholdEstimate | null;
  readonly catchCount: number;
  readonly catchCorrectCount: number;
  /** Answered trials in order, for the list with everything to hear again. */
  readonly trials: readonly RevealedTrial[];
}

export type Activity =
  | { readonly kind: 'home' }
  | {
      readonly kind: 'learn';
      readonly kindId: string;
      readonly deviceId: string | null;
      readonly examples: readonly { readonly title: string; readonly versions: readonly VersionLabel[] }[];
      /** Which example is on the deck. */
      readonly example: number;
    }
  | {
      readonly kind: 'trial';
      readonly title: string;
      readonly spec: DrillSpec;
      readonly blockIndex: number;
      readonly blockCount: number;
      /** 0-based, within the block. */
      readonly index: number;
      readonly phase: 'preparing' | 'asking' | 'revealed';
      readonly asked: AskedTrial | null;
      readonly revealed: RevealedTrial | null;
      /** Right answers of the block so far; null in a test, where nothing is said before the end. */
      readonly correctSoFar: number | null;
      /** What one version of an `eq` answer is set to. */
      readonly trying: Answer | null;
    }
  | {
      readonly kind: 'summary';
      readonly title: string;
      readonly mode: DrillMode;
      readonly blocks: readonly BlockResult[];
      readonly practiceMs: number;
    };

/** Stored rows that hold nothing this version can read; they are left out of everything that is shown. */
export interface DamageCounts {
  readonly skills: number;
  readonly days: number;
  readonly drills: number;
  readonly hasSession: boolean;
}

/** How far an import is. */
export interface ImportProgress {
  readonly phase: 'checking' | 'storing';
  /** 0…1 */
  readonly share: number;
}

export interface TrainFacts {
  /** False until storage has answered. */
  readonly isReady: boolean;
  readonly skills: readonly SkillState[];
  readonly days: readonly DaySummary[];
  readonly customDrills: readonly CustomDrill[];
  readonly workout: readonly WorkoutBlock[];
  /** A sitting that was not finished. */
  readonly openSession: OpenSession | null;
  /** Another tab is training: starting here has to wait or take over. */
  readonly isBusyElsewhere: boolean;
  readonly activity: Activity;
  readonly isPlaying: boolean;
  /** Version of the trial, example or reveal that is heard. */
  readonly version: number;
  /** A drill that came by link and waits for the listener's yes. */
  readonly invitation: SharedDrill | null;
  /** What has been counted here but could not be written yet. */
  readonly waiting: WaitingCounts;
  /** Null when every stored row that was read is sound. */
  readonly damage: DamageCounts | null;
  /** Null when no file is being imported. */
  readonly importing: ImportProgress | null;
  /** A sentence for an alert, or null. */
  readonly notice: TrainNotice | null;
}

export type TrainNotice =
  | { readonly code: 'material-too-short' | 'material-too-quiet' | 'material-missing'; readonly subject: string }
  | { readonly code: 'sound-trouble' | 'stimulus-failed' | 'storage-failed' | 'clock-set-back' }
  | {
      readonly code: 'import-done';
      readonly added: number;
      readonly known: number;
      readonly clockTroubleCount: number;
      readonly movedCount: number;
      readonly isStopped: boolean;
    }
  | ({ readonly code: 'repair-done' } & RepairCounts)
  | { readonly code: 'link-failed'; readonly reason: LinkTrouble }
  | { readonly code: 'import-failed'; readonly reason: 'foreign' | 'broken' | 'newer' | 'too-large' | 'unreadable' };

export type TrainStore = StoreApi<TrainFacts>;

export function createTrainStore(): TrainStore {
  return createStore<TrainFacts>()(() => ({
    isReady: false,
    skills: [],
    days: [],
    customDrills: [],
    workout: [],
    openSession: null,
    isBusyElsewhere: false,
    activity: { kind: 'home' },
    isPlaying: false,
    version: 0,
    invitation: null,
    waiting: { trials: 0, drills: 0, hasSession: false, cause: null },
    damage: null,
    importing: null,
    notice: null,
  }));
}
