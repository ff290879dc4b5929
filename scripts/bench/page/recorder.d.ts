/** What recorder.js puts on a page. */
export interface RecorderOnPage {
  /** One for each real-time context; the last that is open is `current`. */
  readonly taps: { readonly context: AudioContext }[];
  readonly current: { readonly context: AudioContext } | null;
  readonly events: {
    type: string;
    key: string;
    happenedMs: number;
    handledMs: number;
    contextSec: number;
    status: string;
  }[];
  readonly longTasks: { startMs: number; durationMs: number }[];
  readonly marks: Record<string, number>;
  ask(what: 'watch' | 'level'): Promise<{
    rms: number;
    frames: number;
    peak: number;
    heardFrame: number;
    heardAtMs: number;
    frame: number;
  } | null>;
  record(seconds: number): Promise<void>;
  take(): Promise<{ firstFrame: number; sampleRate: number; left: Float32Array; right: Float32Array }>;
  send(url: string): Promise<RecorderOnPage['events']>;
  when(name: string, isTrue: () => boolean): void;
}

declare global {
  interface Window {
    outputRecorder: RecorderOnPage;
  }
}
