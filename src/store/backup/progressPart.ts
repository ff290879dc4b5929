import { DRILL_KINDS } from '../../drills/catalogue';
import { createProgressRules } from '../../drills/progress';
import { exportJson } from '../../drills/progressFile';
import type { ProgressPort } from '../../storage/ProgressPort';
import { importProgressFile, type ImportOptions, type ProgressFilePort } from '../train/importProgress';

/** Trials and custom drills as a progress file. */
export async function writeProgress(progress: ProgressPort, now: number): Promise<Blob> {
  return new Blob(await exportJson(progress, now), { type: 'application/json' });
}

/**
 * Adds a progress file as Import progress does.
 * @returns how many trials were new and how many were there
 * @throws AbortError
 */
export async function restoreProgress(
  file: Blob,
  files: ProgressFilePort,
  progress: ProgressPort,
  options: ImportOptions,
): Promise<{ readonly added: number; readonly known: number }> {
  const result = await importProgressFile(file, files, progress, createProgressRules(DRILL_KINDS, 'import'), options);
  return 'reason' in result ? { added: 0, known: 0 } : result;
}
