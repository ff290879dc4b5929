import { PROGRESS_FILE_LIMIT_BYTES, type CheckedProgressFile, type ImportTrouble } from '../../drills/progressFile';
import type { CustomDrill, TrialRecord } from '../../drills/records';

/** Reads files beside the page, so that the largest of them holds nothing up. */
export interface ProgressFilePort {
  /** @param onProgress share that has been read */
  check(
    file: Blob,
    now: number,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<CheckedProgressFile | { readonly reason: ImportTrouble }>;
  /** Trials of a file that has been checked, oldest first, as fast as they are asked for. */
  trials(file: Blob, checked: CheckedProgressFile, now: number): AsyncIterable<readonly TrialRecord[]>;
}

/** Where an import goes: part of `ProgressPort`. */
export interface ProgressKeeper<Rules> {
  importTrials(records: readonly TrialRecord[], rules: Rules): Promise<number>;
  listCustomDrills(): Promise<readonly CustomDrill[]>;
  putCustomDrill(drill: CustomDrill): Promise<void>;
}

export interface ImportResult {
  /** Trials that were new. */
  readonly added: number;
  /** Trials that were there already. */
  readonly known: number;
  readonly clockTroubleCount: number;
  readonly movedCount: number;
  /** Stopped by the listener before everything was in. */
  readonly isStopped: boolean;
}

export interface ImportOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (phase: 'checking' | 'storing', share: number) => void;
}

/**
 * Adds what a file holds. The same file twice adds nothing the second time; breaking off in the middle leaves whole
 * trials, and doing it again adds the rest.
 * @param rules `createProgressRules(kinds, 'import')`
 * @throws `AbortError` when it is stopped before anything was stored
 */
export async function importProgressFile<Rules>(
  file: Blob,
  reader: ProgressFilePort,
  keeper: ProgressKeeper<Rules>,
  rules: Rules,
  { now, signal, onProgress }: ImportOptions,
): Promise<ImportResult | { readonly reason: ImportTrouble }> {
  if (file.size > PROGRESS_FILE_LIMIT_BYTES) return { reason: 'too-large' };
  const checked = await reader.check(file, now, signal, (share) => onProgress?.('checking', share));
  if ('reason' in checked) return checked;
  signal.throwIfAborted();
  const { trialCount, clockTroubleCount, movedCount, customDrills } = checked;
  onProgress?.('storing', 0);
  let added = 0;
  let done = 0;
  let isStopped = false;
  for await (const batch of reader.trials(file, checked, now)) {
    added += await keeper.importTrials(batch, rules);
    done += batch.length;
    onProgress?.('storing', done / trialCount);
    isStopped = signal.aborted && done < trialCount;
    if (isStopped) break;
  }
  if (!isStopped) {
    // One that is there may have been changed since the file was written.
    const known = new Set((await keeper.listCustomDrills()).map(({ id }) => id));
    await Promise.all(customDrills.filter(({ id }) => !known.has(id)).map((drill) => keeper.putCustomDrill(drill)));
  }
  return { added, known: done - added, clockTroubleCount, movedCount, isStopped };
}
