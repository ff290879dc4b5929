import type { DeviceProfile } from '../devices/DeviceProfile';
import type { PassageFacts } from './PassageFacts';

/** Samples of both channels; `right` is absent for mono. */
export interface SampleArrays {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right?: Float32Array<ArrayBuffer>;
}

/** Random access to decoded samples; mono sources give the same data for both channels. */
export interface SampleReader {
  /** Hertz. */
  readonly sampleRate: number;
  /** Frames. */
  readonly length: number;
  readonly channelCount: 1 | 2;
  /**
   * Copies `count` frames from `startFrame`; arrays that nobody else has, safe to transfer.
   * @param into arrays of `count` frames that are written over and given back, for as many channels; fresh ones otherwise
   */
  read(startFrame: number, count: number, into?: SampleArrays): SampleArrays;
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
  /** BS.1770 integrated loudness through the device at its own level, without noise, LUFS. */
  readonly integratedLufs: number;
  /**
   * Gain that matches it to the flat reference, dB, with the noise of {@link LevelOptions} under it counted: then never
   * below −30 dB, which is where it ends when the noise alone is louder. 0 where loudness is undefined (silence).
   */
  readonly matchGainDb: number;
}

/** How targets are heard, as far as it changes their loudness. */
export interface LevelOptions {
  /** BS.1770 level of the noise under each target, LUFS, by device id; none where missing. */
  readonly noiseLufs?: Readonly<Record<string, number>>;
  /**
   * Limits that have not been measured count as found on an excerpt of the mix, mostly within 0.1 dB, 0.3 at worst. The
   * first time this takes a second or two for all targets; without it they do not count at all, which is up to 2 dB off.
   */
  readonly estimatesLimits?: boolean;
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
  /**
   * Loudness of the mix through every profile, with the stages, room and limits that it holds, from the map. Limits
   * that have been measured on this mix ({@link measureLimits}) count as measured, others as {@link LevelOptions} says.
   * Rejects if the map is not held.
   */
  levels(mapId: string, profiles: readonly DeviceProfile[], options?: LevelOptions): Promise<DeviceLevel[]>;
  /**
   * Runs the mix through a device's limits (and what comes before them) and keeps the map of the result, so that
   * {@link levels} knows what they take away. Profiles that share the same limits and image share the result; the last
   * twelve of a mix are kept. Waits behind every analysis. Done at once where nothing depends on level, or it is known.
   * @param integratedLufs of the mix
   * @throws AbortError when `signal` aborts; ElsewhereError `analysis-failed`
   */
  measureLimits(
    mapId: string,
    profile: DeviceProfile,
    reader: SampleReader,
    integratedLufs: number,
    options?: Pick<AnalyseOptions, 'signal'>,
  ): Promise<void>;
  /** Where in the mix there is what, from the map. Rejects if the map is not held. */
  passages(mapId: string): Promise<PassageFacts>;
  /** Forgets a map. An analysis that is under way is stopped by its signal, not by this. */
  release(mapId: string): void;
  /** Forgets what was measured on a mix with {@link measureLimits}; its own map stays. */
  releaseLimits(mapId: string): void;
  dispose(): void;
}
