import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { MaterialRef, Passage, Recipe } from '../../drills/recipe';

/** Gives decoded material by reference. Buffers stay where they are; only the passages asked for are copied out. */
export interface MaterialReader {
  readonly sampleRate: number;
  readonly lengthFrames: number;
  /** Fresh arrays, safe to transfer; `right` is absent for mono. */
  read(startFrame: number, count: number): { left: Float32Array<ArrayBuffer>; right?: Float32Array<ArrayBuffer> };
}

export interface StimulusRequest {
  readonly sources: Readonly<Record<string, Passage>>;
  readonly recipes: readonly Recipe[];
  readonly isLevelMatched: boolean;
  /** Profiles that `device` steps name. */
  readonly devices: readonly DeviceProfile[];
  /** Common level, LUFS: the first recipe is brought here, the others to it (matched) or along with it. */
  readonly loudnessLufs: number;
  /**
   * Integrated loudness of the whole mix that the passages are cut from, LUFS: drives the limits of devices, as on Listen
   * and in Export audio. Where it is left out, the passage's own loudness does.
   */
  readonly programmeLufs?: number;
  /** Loudness of the first recipe before levelling, if it is known from an earlier request: keeps levels the same. */
  readonly reference?: StimulusLevel;
}

/** How a request was levelled, to render one more version of the same trial at the same level. */
export interface StimulusLevel {
  readonly gainDb: number;
  readonly loudnessLufs: number;
  /** What limits were driven by, LUFS; absent where nothing asked for it. */
  readonly programmeLufs?: number;
}

export interface RenderedStimulus {
  readonly sampleRate: number;
  /** Frames; the same for every version. */
  readonly length: number;
  /** One pair for each recipe: left, right. */
  readonly versions: readonly (readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>])[];
  /** Integrated loudness of each version as delivered, LUFS (BS.1770). */
  readonly loudnessLufs: readonly number[];
  readonly level: StimulusLevel;
}

export interface StimulusPort {
  /**
   * Renders the versions of a stimulus in a worker. All versions have the same length, start and end in a 15 ms
   * raised-cosine fade, and peak below −1 dBFS.
   * @param material finds the samples of a source; asked once for each source
   * @throws AbortError; ElsewhereError `stimulus-failed`
   */
  render(
    request: StimulusRequest,
    material: (ref: MaterialRef) => MaterialReader | undefined,
    signal?: AbortSignal,
  ): Promise<RenderedStimulus>;
  dispose(): void;
}
