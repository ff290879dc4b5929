import type { Answer, DrillKind } from '../../drills/DrillKind';
import type { CustomDrill, DrillSpec } from '../../drills/records';
import type { TrainStore } from './trainStore';

/** Everything the Train and Progress screens may ask for. Facts come back through the store. */
export interface Training {
  readonly store: TrainStore;
  readonly kinds: readonly DrillKind[];
  readonly kindById: (id: string) => DrillKind | undefined;
  /** Why a kind cannot be trained on the present material, in words; null when it can. */
  whyNot(kindId: string, trackIds: readonly string[]): string | null;
  /** Reads what was kept. Called whenever Train or Progress is shown; quick when nothing is new. */
  open(): Promise<void>;

  /** Labelled, free listening. @param trackIds the demo song when left out or empty */
  learn(kindId: string, deviceId: string | null, trackIds?: readonly string[]): Promise<void>;
  showExample(index: number): Promise<void>;
  /** Another passage for the same examples. */
  anotherPassage(): Promise<void>;

  /** Starts a sitting of one or several blocks. Must be called inside a click or a key press, so that it may sound. */
  start(title: string, blocks: readonly DrillSpec[]): Promise<void>;
  /** @param trackIds for blocks that name no tracks of their own */
  startWorkout(trackIds?: readonly string[]): Promise<void>;
  resume(): Promise<void>;
  discardOpenSession(): Promise<void>;
  /** Takes over from another tab. */
  takeOver(): void;

  /** Hears a version of what is on the deck; also starts the sound when it stands still. */
  hear(version: number): void;
  togglePlay(): void;
  /** Plays the passage from its start. */
  replay(): void;
  seek(positionSec: number): void;
  positionSec(): number;
  /** Sets the EQ of an `eq` answer without giving it; heard at once. */
  tryOut(answer: Answer): void;
  answer(answer: Answer): Promise<void>;
  /** On to the next trial, or to the summary. */
  next(): Promise<void>;
  /** Puts an answered trial of the summary back on the deck, to hear it again. */
  hearAgain(block: number, trial: number, version: number): Promise<void>;
  /** Leaves the sitting; it can be gone on with later unless it is over. */
  leave(): void;

  /** A fresh seed for a new sitting. */
  newSeed(): number;
  saveCustomDrill(drill: Omit<CustomDrill, 'id' | 'createdAt'> & { readonly id?: string }): Promise<void>;
  removeCustomDrill(id: string): Promise<void>;
  /** A link that gives anybody the same trials on the demo song. */
  linkTo(title: string, blocks: readonly DrillSpec[]): string;
  acceptInvitation(): Promise<void>;
  declineInvitation(): void;

  exportProgress(format: 'json' | 'csv'): Promise<void>;
  importProgress(file: File): Promise<void>;
  /** Ends an import that is under way; what has been stored of it stays. */
  stopImport(): void;
  /** Removes stored rows that cannot be read, and makes the sums anew from the trials. */
  repairProgress(): Promise<void>;
  /** Tries to write what could not be written yet, now. */
  writeWaiting(): Promise<void>;
  clearProgress(): Promise<void>;
  /** Reads again what was kept: something else has added to it. */
  reread(): Promise<void>;
  dismissNotice(): void;
  /** dB ≤ 0; −60 and below is silence. */
  setVolume(volumeDb: number): void;
  /** Pauses the sound, whatever is going on. */
  quiet(): void;
  /** Takes up a drill from a link; it waits in the store until the listener says yes. @returns false for a foreign link */
  invite(hash: string): boolean;
  close(): Promise<void>;
}
