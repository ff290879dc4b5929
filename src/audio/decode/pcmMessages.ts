import type { ErrorCode } from '../../core/errors';

/** To the worker: begin, or take back arrays that have been copied out. */
export type PcmRequest =
  | { readonly type: 'start'; readonly file: Blob; readonly container: 'wav' | 'aiff'; readonly limitBytes: number }
  | { readonly type: 'giveBack'; readonly planar: Float32Array<ArrayBuffer>[] };

export type PcmReply =
  | {
      readonly type: 'layout';
      readonly formatLabel: string;
      readonly sampleRate: number;
      /** In the file; `outputChannels` after folding. */
      readonly channelCount: number;
      readonly outputChannels: number;
      readonly frameCount: number;
      readonly promisedFrameCount: number | undefined;
    }
  /** The frames from `from` on; the arrays may be longer than `frames`. */
  | {
      readonly type: 'block';
      readonly from: number;
      readonly frames: number;
      readonly planar: Float32Array<ArrayBuffer>[];
    }
  | { readonly type: 'done'; readonly sanitisedSamples: number; readonly isSilent: boolean }
  /** Compressed samples inside a WAV: the browser may know them. */
  | {
      readonly type: 'coded';
      readonly codec: string;
      readonly sampleRate: number;
      readonly channelCount: number;
      readonly durationSec: number | undefined;
    }
  | {
      readonly type: 'error';
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: Readonly<Record<string, string | number>>;
    };
