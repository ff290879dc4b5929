import type { DeckEvents, DeckPort } from '../../src/audio/stimuli/DeckPort';
import type { RenderedStimulus } from '../../src/audio/stimuli/StimulusPort';

type Loaded = Parameters<DeckPort['load']>[0];

/** A deck without sound: keeps what is on it, and says at once that it sounds. */
export class FakeDeck implements DeckPort {
  readonly loads: Loaded[] = [];
  readonly replaced: { readonly index: number; readonly samples: RenderedStimulus['versions'][number] }[] = [];
  isPlaying = false;
  version = 0;
  volumeDb = 0;
  isDisposed = false;
  unloads = 0;
  #sounding: () => void = () => undefined;

  on<E extends keyof DeckEvents>(event: E, listener: DeckEvents[E]): () => void {
    if (event === 'sounding') this.#sounding = listener as () => void;
    return () => undefined;
  }

  get durationSec(): number {
    const last = this.loads.at(-1);
    return last ? last.length / last.sampleRate : 0;
  }

  async load(stimulus: Loaded, version: number): Promise<void> {
    this.loads.push(stimulus);
    this.version = version;
    if (this.isPlaying) this.#sounding();
  }

  replaceVersion(index: number, samples: RenderedStimulus['versions'][number]): void {
    this.replaced.push({ index, samples });
  }

  choose(version: number): void {
    this.version = version;
  }

  async play(): Promise<void> {
    this.isPlaying = true;
    this.#sounding();
  }

  pause(): void {
    this.isPlaying = false;
  }

  restart(): void {}

  seek(): void {}

  setVolume(volumeDb: number): void {
    this.volumeDb = volumeDb;
  }

  positionSec(): number {
    return 0;
  }

  async unload(): Promise<void> {
    this.isPlaying = false;
    this.unloads += 1;
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }
}
