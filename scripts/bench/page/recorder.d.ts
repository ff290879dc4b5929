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
    /** Counted by the browser so far; it brings the count up to date once a second. */
    underruns: number;
    status: string;
    /** The chosen device before the event is handled; empty on other screens. */
    targetId: string;
  }[];
  readonly longTasks: { startMs: number; durationMs: number }[];
  /** `styleMs`: from the start of style and layout to the end of the frame. */
  readonly longFrames: { startMs: number; durationMs: number; styleMs: number; scripts: string[] }[];
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
  /** Chromium 143 and later; the DOM library does not know it yet. */
  interface AudioContext {
    readonly playbackStats?: { readonly underrunEvents: number; readonly underrunDuration: number };
  }
  interface Window {
    outputRecorder: RecorderOnPage;
  }
}
