import type { DeviceProfile } from '../devices/DeviceProfile';
import type { NoiseBed } from '../devices/noiseScenes';
import type { ToneCurve } from '../devices/ToneCurve';

/** Seconds, whole frames once inside the engine; `endSec` > `startSec`. */
export interface LoopRegion {
  readonly startSec: number;
  readonly endSec: number;
}

/** A decoded mix ready to play. One or two channels at the mix's own rate. */
export interface PlayableMix {
  readonly id: string;
  readonly buffer: AudioBuffer;
  /** True while only the first seconds are decoded; {@link EnginePort.replaceMix} brings the whole. */
  readonly isPartial: boolean;
  /** Length of the whole mix, seconds (the partial buffer may be shorter). */
  readonly durationSec: number;
}

/** What can be heard now, read once per animation frame; never stored in React state. */
export interface MeterReading {
  readonly momentaryLufs: number;
  readonly shortTermLufs: number;
  /** Since the last reset or start of playback. */
  readonly integratedLufs: number;
  readonly loudnessRangeLu: number;
  /** Highest since the last reset, dBTP. */
  readonly truePeakDbtp: number;
  /** Pearson correlation of left and right over the last 400 ms, −1 to 1; NaN in silence. */
  readonly correlation: number;
  /** Largest gain reduction of the safety limiter since the last reading, dB ≥ 0. */
  readonly limiterReductionDb: number;
}

export type EngineStatus = 'idle' | 'running' | 'blocked' | 'interrupted' | 'failed';

export interface EngineEvents {
  /** The context's state changed. */
  status(status: EngineStatus): void;
  /** Playback ran off the end of the mix (no loop). */
  ended(): void;
  /** The target that is now audible (fade done). */
  targetSettled(deviceId: string): void;
  /** A device could not be rendered (no memory, a filter that is not finite, the worklet stopped): what sounded goes on. */
  rendererFailed(): void;
  /** What makes background noise did not load: the music goes on without it, and the next noise tries again. */
  noiseFailed(): void;
}

/** Progress 0…1 and cancelling for long work. */
export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

export interface ExportOptions extends JobOptions {
  readonly noise?: NoiseBed | null;
}

/** The one door to sound. Everything else of `src/audio` stays behind it. */
export interface EnginePort {
  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): () => void;
  readonly status: EngineStatus;
  /**
   * Makes this mix the current one. While playing at the same sample rate the change is a short crossfade
   * at the same position (`keepPosition`) or from `positionSec`; at another rate the context is rebuilt.
   */
  setMix(mix: PlayableMix | null, options?: { readonly positionSec?: number }): Promise<void>;
  /** Brings the whole of a mix that was partial; playback hands over to the sample. */
  replaceMix(mix: PlayableMix): void;
  /** Starts sound from the current position. @throws ElsewhereError `audio-start-blocked`, `audio-no-device` */
  play(): Promise<void>;
  pause(): void;
  seek(positionSec: number): void;
  setLoop(loop: LoopRegion | null): void;
  /** Switches the playback target: only the sound changes. */
  setTarget(profile: DeviceProfile): void;
  /** Prepares targets so that the first visit switches as fast as any other. */
  prepareTargets(profiles: readonly DeviceProfile[]): void;
  /** Gain of each device, dB (loudness match); devices that are missing play at 0 dB. Moves smoothly. */
  setMatchGains(gainsDb: Readonly<Record<string, number>>): void;
  /** Integrated loudness of the current mix, LUFS, which device limits are driven by; null while it is not known. */
  setProgrammeLoudness(integratedLufs: number | null): void;
  /** Noise of the surroundings under every target, from now on; fades. Null is quiet. It sounds while the mix plays. */
  setNoise(bed: NoiseBed | null): void;
  /**
   * What is common to all targets: listening level and the correction of the listener's own headphones, as one
   * minimum-phase filter behind the switcher. Null passes samples bit for bit. Fades.
   */
  setPlaybackCurve(curve: ToneCurve | null): void;
  /** Listening volume, dB ≤ 0; −Infinity mutes. Never changes by itself. */
  setVolume(volumeDb: number): void;
  /** Position that can be heard now, seconds. */
  positionSec(): number;
  readonly isPlaying: boolean;
  meters(): MeterReading;
  resetMeters(): void;
  /**
   * Latest spectrum in dBFS, `fftBins` values from 0 to Nyquist, before or after the device.
   * @returns false when nothing is running (then `out` is left alone)
   */
  readSpectrum(tap: 'before' | 'after', out: Float32Array<ArrayBuffer>): boolean;
  readonly fftBins: number;
  readonly sampleRate: number;
  /**
   * Renders the whole current mix through `profile` at `gainDb`, as a 32-bit float WAV at the mix's rate, with `noise`
   * under it if given. What belongs to the listener (volume, playback curve) is not in it.
   * @throws AbortError, ElsewhereError `export-failed`
   */
  exportWav(profile: DeviceProfile, gainDb: number, options?: ExportOptions): Promise<Blob>;
  dispose(): Promise<void>;
}
