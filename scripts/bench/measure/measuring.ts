import type { Browser } from 'playwright';
import type { Row } from '../rows';
import type { BenchServer } from '../server';

/** What every measurement gets. */
export interface Measuring {
  readonly browser: Browser;
  /** Serves the built app. */
  readonly server: BenchServer;
  /** Address of the workbench page. */
  readonly workbenchUrl: string;
  /** Minutes instead of tens of minutes, while something is being worked on; what is measured says so. */
  readonly isShort: boolean;
  /** Figures that are worth keeping but are no row. */
  note(name: string, value: unknown): void;
}

export interface Measurement {
  readonly name: string;
  /** Ids of the rows that it gives. */
  readonly rows: readonly string[];
  run(measuring: Measuring): Promise<Row[]>;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
