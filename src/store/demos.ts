/** A mix that comes with the page. */
export interface DemoMix {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly durationSec: number;
  readonly sampleRate: number;
}

/** Where demo mixes come from; the composition root fetches them from the site. */
export interface DemoSource {
  list(): Promise<readonly DemoMix[]>;
  /** @throws AbortError, ElsewhereError `decode-missing` */
  read(demo: DemoMix, signal: AbortSignal): Promise<Blob>;
}
