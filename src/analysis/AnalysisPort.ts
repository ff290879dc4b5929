import type { DeviceProfile } from '../devices/DeviceProfile';
import type { PassageFacts } from './PassageFacts';

/** Random access to decoded samples; mono sources give the same data for both channels. */
export interface SampleReader {
  /** Hertz. */
  readonly sampleRate: number;
  /** Frames. */
  readonly length: number;
  readonly channelCount: 1 | 2;
  /** Copies `count` frames from `startFrame`; fresh arrays, safe to transfer. `right` is absent for mono. */
  read(startFrame: number, count: number): { left: Float32Array<ArrayBuffer>; right?: Float32Array<ArrayBuffer> };
}

/**
 * Loudness figures of a whole mix (ITU-R BS.1770-5, EBU Tech 3341/3342), a mono mix as dual mono. −Infinity where
 * nothing passes the gate; the range is then 0.
 */
export interface LoudnessSummary {
  readonly integratedLufs: number;
  readonly loudnessRangeLu: number;
  readonly maxMomentaryLufs: number;
  readonly maxShortTermLufs: number;
  readonly truePeakDbtp: number;
  readonly samplePeakDbfs: number;
}

/** Waveform at one resolution: for each block of `framesPerPoint` frames the extremes and RMS over both channels. */
export interface WaveformLevel {
  readonly framesPerPoint: number;
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly rms: Float32Array;
}

/** Finest level first; each next is four times coarser. */
export interface Waveform {
  readonly sampleRate: number;
  readonly lengthFrames: number;
  readonly levels: readonly WaveformLevel[];
}

/** What one pass over a mix gives. The band-power map itself stays in the worker, under `mapId`. */
export interface MixAnalysis {
  readonly mapId: string;
  readonly sampleRate: number;
  readonly durationSec: number;
  readonly loudness: LoudnessSummary;
  readonly waveform: Waveform;
  /** Σ LR / √(Σ L² · Σ R²) over the whole mix, −1 to 1; 1 for mono, 0 when a side is silent. */
  readonly correlation: number;
}

/** Loudness of one mix through one device, both read from the band-power map. */
export interface DeviceLevel {
  readonly deviceId: string;
  /** BS.1770 integrated loudness through the device at its own level, LUFS. */
  readonly integratedLufs: number;
  /** Gain that matches it to the flat reference, dB; 0 where loudness is undefined (silence). */
  readonly matchGainDb: number;
}

export interface AnalyseOptions {
  readonly signal?: AbortSignal;
  /** 0…1. */
  readonly onProgress?: (fraction: number) => void;
  /** Called once, after about a tenth of the time. */
  readonly onWaveform?: (waveform: Waveform) => void;
  /**
   * Asked before each block: jobs that say true go first, then those that began first. True when left out.
   * Lets the mix on the screen overtake others that are under way.
   */
  readonly isCurrent?: () => boolean;
}

export interface AnalysisPort {
  /**
   * Waveform, loudness and band-power map of a mix, in the worker. The mix is read twice, in blocks.
   * @throws AbortError when `signal` aborts; ElsewhereError `analysis-failed`
   */
  analyse(mapId: string, reader: SampleReader, options?: AnalyseOptions): Promise<MixAnalysis>;
  /** Loudness of the mix through every profile, from the map. Rejects if the map is not held. */
  levels(mapId: string, profiles: readonly DeviceProfile[]): Promise<DeviceLevel[]>;
  /** Where in the mix there is what, from the map. Rejects if the map is not held. */
  passages(mapId: string): Promise<PassageFacts>;
  /** Forgets a map. An analysis that is under way is stopped by its signal, not by this. */
  release(mapId: string): void;
  dispose(): void;
}
