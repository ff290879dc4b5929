/** A buffer source that the page has started: which sound begins when. */
export interface StartedSource {
  readonly context: AudioContext;
  /** Context time of the call. */
  readonly calledSec: number;
  /** Context time at which it begins. */
  readonly atSec: number;
  /** The beginning of its left channel. */
  readonly samples: Float32Array;
}

declare global {
  interface Window {
    startedSources: StartedSource[];
  }
}

/** Put into the page before its scripts: keeps the beginning of every buffer that is started, and starts it as before. */
export const watchStarts = (): void => {
  const KEPT_FRAMES = 24_000;
  window.startedSources = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
    if (this.buffer && this.context instanceof AudioContext) {
      window.startedSources.push({
        context: this.context,
        calledSec: this.context.currentTime,
        atSec: when,
        samples: this.buffer.getChannelData(0).slice(0, KEPT_FRAMES),
      });
    }
    start.call(this, when, ...rest);
  };
};
