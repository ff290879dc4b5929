import type { PassageFacts } from '../analysis/PassageFacts';
import type { Stem } from '../drills/material';

/** A mix that comes with the page. */
export interface DemoMix {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly durationSec: number;
  readonly sampleRate: number;
}

/** A track of the demo song before the mix. */
export interface DemoStem {
  readonly id: string;
  readonly name: string;
  readonly part: Stem['part'];
  readonly file: string;
  /** Level in the mix, dB. */
  readonly gainDb: number;
}

/** What is where in a demo file, as measured once for every machine. */
export interface DemoPassages extends PassageFacts {
  readonly durationSec: number;
  readonly channelCount: 1 | 2;
  /** False for a stem. */
  readonly isMix: boolean;
}

/** Where demo mixes come from; the composition root fetches them from the site. */
export interface DemoSource {
  list(): Promise<readonly DemoMix[]>;
  /** @throws AbortError, ElsewhereError `decode-missing` */
  read(demo: Pick<DemoMix, 'file'>, signal: AbortSignal): Promise<Blob>;
  listStems(): Promise<readonly DemoStem[]>;
  /** By id of mix or stem. @throws ElsewhereError `decode-missing` */
  passages(): Promise<Readonly<Record<string, DemoPassages>>>;
}
