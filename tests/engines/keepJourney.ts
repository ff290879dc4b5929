import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type StepOutcome = 'ok' | 'not' | 'not run';

export interface JourneyStep {
  readonly name: string;
  readonly outcome: StepOutcome;
  /** What went wrong, or why it was not run. */
  readonly note?: string;
}

/** What one engine did with the main journey: a row of the README's table. */
export interface Journey {
  readonly engine: string;
  /** Of the browser; null when it was not there. */
  readonly version: string | null;
  readonly day: string;
  readonly steps: readonly JourneyStep[];
  /** Largest difference of the five devices from what was expected, decibels; absent where nothing was measured. */
  readonly worstToneDb?: number;
  readonly worstWholeDb?: number;
}

/** Keeps a journey for the README and docs/reliability.md, where `RELIABILITY_DIR` names a folder. */
export function keepJourney(journey: Journey): void {
  const folder = process.env['RELIABILITY_DIR'];
  if (folder === undefined || folder === '') return;
  mkdirSync(join(folder, 'engines'), { recursive: true });
  const name = `${journey.engine.toLowerCase()}.json`;
  writeFileSync(join(folder, 'engines', name), `${JSON.stringify(journey, null, 2)}\n`);
}
