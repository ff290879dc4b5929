import type { DeviceProfile } from '../devices/DeviceProfile';

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

/** Loudness figures of a whole mix (ITU-R BS.1770-5, EBU Tech 3341/3342). −Infinity where nothing passes the gate. */
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
  /** Pearson correlation of left and right over the whole mix, −1 to 1; 1 for mono. */
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

export interface AnalysisPort {
  /**
   * One pass over the mix in the worker: waveform, loudness, band-power map.
   * @throws AbortError when `signal` aborts; ElsewhereError `analysis-failed`
   */
  analyse(
    mapId: string,
    reader: SampleReader,
    options?: { signal?: AbortSignal; onProgress?: (fraction: number) => void; onWaveform?: (waveform: Waveform) => void },
  ): Promise<MixAnalysis>;
  /** Loudness of the mix through every profile, from the map. Rejects if the map is not held. */
  levels(mapId: string, profiles: readonly DeviceProfile[]): Promise<DeviceLevel[]>;
  /** Forgets a map. */
  release(mapId: string): void;
  dispose(): void;
}
