import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceLevel, MixAnalysis, Waveform } from '../analysis/AnalysisPort';
import type { EngineStatus } from '../audio/EnginePort';

/** The mix the engine holds. */
export interface HeldMix {
  readonly trackId: string;
  readonly durationSec: number;
  readonly sampleRate: number;
  readonly isPartial: boolean;
}

export interface ExportJob {
  readonly fileName: string;
  /** 0 to 1, over all devices. */
  readonly fraction: number;
  /** Where it stands, in an export through several devices. */
  readonly several?: {
    /** Levels are known before the first device is rendered. */
    readonly phase: 'measuring' | 'rendering';
    readonly deviceName: string;
    /** From 1. */
    readonly number: number;
    readonly count: number;
  };
}

/** What is true now, as engine and analysis report it. */
export interface PlaybackFacts {
  // Written by engineSync.
  readonly engine: 'loading' | EngineStatus;
  readonly isPlaying: boolean;
  /** Targets are being got ready: what nobody waits for leaves the processor to that. */
  readonly isPreparing: boolean;
  readonly mix: HeldMix | null;
  // Written by MixExport.
  readonly exportJob: ExportJob | null;
  // Written by the track loader, about the track in `factsOf`.
  readonly factsOf: string | null;
  readonly waveform: Waveform | null;
  readonly analysis: MixAnalysis | null;
  readonly levels: Readonly<Record<string, DeviceLevel>> | null;
}

export type PlaybackStore = StoreApi<PlaybackFacts>;

export function createPlaybackStore(): PlaybackStore {
  return createStore<PlaybackFacts>()(() => ({
    engine: 'loading',
    isPlaying: false,
    isPreparing: true,
    mix: null,
    exportJob: null,
    factsOf: null,
    waveform: null,
    analysis: null,
    levels: null,
  }));
}
