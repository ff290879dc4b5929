import { DRILL_KINDS } from '../../drills/catalogue';
import { createProgressRules } from '../../drills/progress';
import { exportJson } from '../../drills/progressFile';
import type { ProgressPort } from '../../storage/ProgressPort';
import { importProgressFile, type ProgressFilePort } from '../train/importProgress';

/** Trials and custom drills as a progress file. */
export async function writeProgress(progress: ProgressPort, now: number): Promise<Blob> {
  return new Blob(await exportJson(progress, now), { type: 'application/json' });
}

/** True when the file can be imported. */
export async function isProgressSound(
  file: Blob,
  reader: ProgressFilePort,
  now: number,
  signal: AbortSignal,
): Promise<boolean> {
  return !('reason' in (await reader.check(file, now, signal, () => undefined)));
}

/** @returns how many trials were new and how many were there; after a stop, of those that were looked at */
export async function restoreProgress(
  file: Blob,
  reader: ProgressFilePort,
  progress: ProgressPort,
  now: number,
  signal: AbortSignal,
): Promise<{ readonly added: number; readonly known: number }> {
  const rules = createProgressRules(DRILL_KINDS, 'import');
  const result = await importProgressFile(file, reader, progress, rules, { now, signal });
  return 'reason' in result ? { added: 0, known: 0 } : result;
}
