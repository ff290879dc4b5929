import { DRILL_KINDS } from '../../drills/catalogue';
import { createProgressRules } from '../../drills/progress';
import { exportJson, importProgressFile, readProgressFile } from '../../drills/progressFile';
import { throwIfAborted } from '../../core/errors';
import type { ProgressPort } from '../../storage/ProgressPort';

/** Trials of any number are written a few thousand at a time, between which the page has a turn. */
const breathe = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

/** Trials and custom drills as a progress file. */
export async function writeProgress(progress: ProgressPort, now: number): Promise<Blob> {
  return new Blob(await exportJson(progress, now), { type: 'application/json' });
}

/** True when the file can be imported. */
export async function isProgressSound(file: Blob, now: number): Promise<boolean> {
  return !('reason' in (await readProgressFile(file, { now, breathe })));
}

/** @returns how many trials were new and how many were there */
export async function restoreProgress(
  file: Blob,
  progress: ProgressPort,
  now: number,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
): Promise<{ readonly added: number; readonly known: number }> {
  const result = await importProgressFile(file, progress, createProgressRules(DRILL_KINDS, 'import'), {
    now,
    breathe,
    onProgress: (fraction) => {
      // Chunks that are written stay; the next is not begun.
      throwIfAborted(signal);
      onProgress(fraction);
    },
  });
  return 'reason' in result ? { added: 0, known: 0 } : result;
}
