import type { RenderedStimulus } from './StimulusPort';

export interface DeckEvents {
  /** The first sample of a stimulus that was asked to play has been rendered. */
  sounding(): void;
  /** The sound was refused or lost. */
  trouble(code: 'audio-start-blocked' | 'audio-no-device' | 'audio-failed'): void;
}

/** Plays one stimulus: all its versions run in step and one of them is heard. Looped until paused. */
export interface DeckPort {
  on<E extends keyof DeckEvents>(event: E, listener: DeckEvents[E]): () => void;
  /** Replaces what is on the deck; while playing, by a short crossfade from the start of the new one. */
  load(stimulus: Pick<RenderedStimulus, 'sampleRate' | 'length' | 'versions'>, version: number): Promise<void>;
  /** Takes a new sound for one version, at the same place in the music; used while an EQ is being moved. */
  replaceVersion(index: number, samples: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>]): void;
  /** Which version is heard; a 12 ms equal-gain fade at the same position. */
  choose(version: number): void;
  play(): Promise<void>;
  pause(): void;
  /** From the start of the passage. */
  restart(): void;
  seek(positionSec: number): void;
  /** dB ≤ 0. */
  setVolume(volumeDb: number): void;
  positionSec(): number;
  readonly isPlaying: boolean;
  readonly version: number;
  readonly durationSec: number;
  /** Ends the sound, drops the versions and closes the audio context; the next `load` opens another. */
  unload(): Promise<void>;
  dispose(): Promise<void>;
}
