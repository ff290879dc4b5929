import { ElsewhereError } from '../../core/errors';
import type { Scope } from '../../core/scope';
import type { DecodedMix, DecodeNotes } from '../DecodePort';
import { headSec, makeBuffer } from './limits';
import type { PcmReply, PcmRequest } from './pcmMessages';

export interface DecodeJob {
  readonly file: Blob;
  readonly signal: AbortSignal;
  readonly limitBytes: number;
  readonly onProgress: (fraction: number) => void;
  readonly onHead: (head: { buffer: AudioBuffer; durationSec: number }) => void;
}

export type CodedContent = Extract<PcmReply, { type: 'coded' }>;

/** Keeps a worker waiting, started and with its script compiled: a file need not wait for that (some 30 ms). */
export class PcmWorkers {
  #spare: Worker | undefined;
  #isClosed = false;

  /** Starts the worker for the next file. */
  prepare(): void {
    if (this.#spare || this.#isClosed) return;
    let worker: Worker;
    try {
      worker = startWorker();
    } catch {
      // The file that needs one will try again, and tell.
      return;
    }
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#spare === worker) this.#spare = undefined;
    };
    this.#spare = worker;
  }

  /** A worker of its own for one file, whose duty it is to end it. */
  take(): Worker {
    const worker = this.#spare ?? startWorker();
    this.#spare = undefined;
    return worker;
  }

  close(): void {
    this.#isClosed = true;
    this.#spare?.terminate();
    this.#spare = undefined;
  }
}

const startWorker = (): Worker => new Worker(new URL('./pcm.worker.ts', import.meta.url), { type: 'module' });

/**
 * Has a worker read an uncompressed file and copies its blocks into the AudioBuffer as they come: the file is never
 * held whole, the samples only once, and no copy on this thread takes longer than a block (about a millisecond).
 * @returns the mix, or what a WAV holds instead of plain samples
 * @throws ElsewhereError; the caller leaves on abort, closing `scope` ends the worker
 */
export function decodePcm(
  job: DecodeJob,
  container: 'wav' | 'aiff',
  workers: PcmWorkers,
  scope: Scope,
): Promise<DecodedMix | CodedContent> {
  return new Promise((resolve, reject) => {
    let worker: Worker;
    try {
      worker = workers.take();
    } catch (cause) {
      reject(new ElsewhereError('decode-failed', 'No worker', {}, { cause }));
      return;
    }
    scope.add(() => worker.terminate());
    const fail = (error: unknown): void => {
      worker.terminate();
      reject(error);
    };
    const assembly = new Assembly(job);
    const onReply = (reply: PcmReply): void => {
      switch (reply.type) {
        case 'layout':
          assembly.begin(reply);
          break;
        case 'block': {
          assembly.add(reply);
          const back: PcmRequest = { type: 'giveBack', planar: reply.planar };
          worker.postMessage(
            back,
            reply.planar.map((array) => array.buffer),
          );
          break;
        }
        case 'done':
          worker.terminate();
          resolve(assembly.finish(reply));
          break;
        case 'coded':
          worker.terminate();
          resolve(reply);
          break;
        case 'error':
          fail(new ElsewhereError(reply.code, reply.message, reply.detail));
      }
    };
    worker.onmessage = ({ data }: MessageEvent<PcmReply>) => {
      try {
        onReply(data);
      } catch (error) {
        fail(error);
      }
    };
    // A worker that cannot load or dies says so here and nowhere else.
    worker.onerror = (event) => {
      event.preventDefault();
      fail(new ElsewhereError('decode-failed', `The decoding worker died: ${event.message || 'no message'}`));
    };
    worker.onmessageerror = () =>
      fail(new ElsewhereError('decode-failed', 'The decoding worker sent something unreadable'));
    const start: PcmRequest = { type: 'start', file: job.file, container, limitBytes: job.limitBytes };
    worker.postMessage(start);
  });
}

class Assembly {
  readonly #job: DecodeJob;
  #layout: Extract<PcmReply, { type: 'layout' }> | undefined;
  #buffer: AudioBuffer | undefined;
  #head: AudioBuffer | undefined;

  constructor(job: DecodeJob) {
    this.#job = job;
  }

  begin(layout: Extract<PcmReply, { type: 'layout' }>): void {
    const { frameCount, outputChannels, sampleRate } = layout;
    this.#layout = layout;
    this.#buffer = makeBuffer(frameCount, outputChannels, sampleRate);
    const headFrames = Math.round(headSec * sampleRate);
    if (frameCount > headFrames * 1.5) this.#head = makeBuffer(headFrames, outputChannels, sampleRate);
  }

  add({ from, frames, planar }: Extract<PcmReply, { type: 'block' }>): void {
    const buffer = this.#buffer;
    if (!buffer) return;
    planar.forEach((array, channel) => buffer.copyToChannel(array.subarray(0, frames), channel, from));
    const head = this.#head;
    if (head && from < head.length) {
      const count = Math.min(frames, head.length - from);
      planar.forEach((array, channel) => head.copyToChannel(array.subarray(0, count), channel, from));
      if (from + count === head.length) {
        this.#head = undefined;
        this.#job.onHead({ buffer: head, durationSec: buffer.duration });
      }
    }
    this.#job.onProgress((from + frames) / buffer.length);
  }

  finish({ sanitisedSamples, isSilent }: Extract<PcmReply, { type: 'done' }>): DecodedMix {
    const buffer = this.#buffer;
    const layout = this.#layout;
    if (!buffer || !layout) throw new ElsewhereError('decode-failed', 'The decoding worker sent no samples');
    const notes: DecodeNotes = {
      ...(layout.channelCount > 2 && { downmixedFrom: layout.channelCount }),
      ...(sanitisedSamples > 0 && { sanitisedSamples }),
      ...(layout.promisedFrameCount !== undefined && {
        truncatedAtSec: buffer.duration,
        promisedSec: layout.promisedFrameCount / layout.sampleRate,
      }),
      ...(isSilent && { isSilent }),
      ...(layout.channelCount === 1 && { isMono: true }),
    };
    return { buffer, formatLabel: layout.formatLabel, notes };
  }
}
