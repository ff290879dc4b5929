import type { EnginePort, MeterReading } from '../audio/EnginePort';

/** What the screen pulls once per animation frame, past every store. Neutral until the engine is there. */
export interface LiveReadings {
  readonly isPlaying: boolean;
  positionSec(): number;
  meters(): MeterReading | null;
  /** @returns false when there is nothing to read (then `out` is left alone) */
  readSpectrum(tap: 'before' | 'after', out: Float32Array<ArrayBuffer>): boolean;
  /** 0 before the engine is there. */
  readonly fftBins: number;
  readonly sampleRate: number;
}

/** @param restingPositionSec where playback will start while there is no engine yet */
export function createLiveReadings(engine: () => EnginePort | null, restingPositionSec: () => number): LiveReadings {
  return {
    get isPlaying() {
      return engine()?.isPlaying ?? false;
    },
    positionSec: () => engine()?.positionSec() ?? restingPositionSec(),
    meters: () => engine()?.meters() ?? null,
    readSpectrum: (tap, out) => engine()?.readSpectrum(tap, out) ?? false,
    get fftBins() {
      return engine()?.fftBins ?? 0;
    },
    get sampleRate() {
      return engine()?.sampleRate ?? 0;
    },
  };
}
