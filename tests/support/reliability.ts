import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One figure of docs/reliability.md. */
export interface ReliabilityFigure {
  /** What was done or counted, as a reader of the page is told. */
  readonly what: string;
  /** With its unit. */
  readonly value: string | number;
}

/**
 * Keeps what a test counted for docs/reliability.md, where `RELIABILITY_DIR` names a folder; otherwise does nothing.
 * @param section file name without ending, and the heading that the figures stand under; a later run replaces the section
 */
export function keepReliabilityFigures(section: string, figures: readonly ReliabilityFigure[]): void {
  const folder = process.env['RELIABILITY_DIR'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(folder, `${section}.json`), `${JSON.stringify({ section, day, figures }, null, 2)}\n`);
}
