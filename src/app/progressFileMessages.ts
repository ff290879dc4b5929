import type { CheckedProgressFile, ImportTrouble } from '../drills/progressFile';
import type { TrialRecord } from '../drills/records';

/** What the page asks of the worker that reads a progress file. Answered one after another. */
export type ReadingRequest =
  | { readonly kind: 'check'; readonly file: Blob; readonly now: number }
  | { readonly kind: 'next'; readonly file: Blob; readonly checked: CheckedProgressFile; readonly now: number };

export type ReadingAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'checked'; readonly checked: CheckedProgressFile | { readonly reason: ImportTrouble } }
  /** Null after the last. */
  | { readonly kind: 'trials'; readonly trials: readonly TrialRecord[] | null }
  | { readonly kind: 'failed'; readonly message: string };
