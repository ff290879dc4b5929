import { ElsewhereError, isAbortError, throwIfAborted } from '../../core/errors';
import { Scope } from '../../core/scope';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { JobOptions } from '../EnginePort';
import { floatWavHeader } from '../wavWriter';
import { pffftBytes } from './pffftBytes';
import type { RenderAnswer, RenderMessage, Rendering } from './renderMessages';

/** Frames that are sent at a time: one and a half seconds, so that copying never holds the page up. */
const STRETCH_FRAMES = 2 ** 16;
/** Stretches that are under way at once, so that the worker need not wait for the page. */
const UNDER_WAY = 4;
/** Frames become a Blob once they add up to this: a Blob may leave memory for the disk, an array may not. */
const PART_BYTES = 4 * 2 ** 20;

/** One life of a render worker: stretches go in, rendered frames come out in the same order. */
class RenderWorker {
  readonly #scope = new Scope();
  readonly #worker: Worker;
  readonly #waiting: {
    readonly resolve: (frames: Float32Array<ArrayBuffer>) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];

  constructor() {
    this.#worker = new Worker(new URL('./render.worker.ts', import.meta.url), { type: 'module' });
    this.#scope.add(() => this.#worker.terminate());
    this.#scope.listen(this.#worker, 'message', ({ data }: MessageEvent<RenderAnswer>) => {
      if ('failure' in data) this.close(new Error(data.failure));
      else this.#waiting.shift()?.resolve(data.frames);
    });
    this.#scope.listen(this.#worker, 'error', (event: ErrorEvent) => this.close(new Error(event.message)));
    this.#scope.listen(this.#worker, 'messageerror', () => this.close(new Error('An answer could not be read')));
  }

  start(message: Extract<RenderMessage, { kind: 'start' }>): void {
    this.#worker.postMessage(message);
  }

  render(left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const message: RenderMessage = { kind: 'stretch', left, right };
      this.#worker.postMessage(message, [left.buffer, right.buffer]);
    });
  }

  /** Ends the worker; what is under way rejects. */
  close(error: unknown): void {
    this.#scope.close();
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

const cut = (mix: AudioBuffer, channel: number, from: number, count: number): Float32Array<ArrayBuffer> => {
  const samples = new Float32Array(count);
  mix.copyFromChannel(samples, Math.min(channel, mix.numberOfChannels - 1), from);
  return samples;
};

/**
 * The whole mix through a device as a 32-bit float WAV at the mix's rate, rendered by a worker; a flat device gives the mix
 * bit for bit.
 * @throws AbortError; ElsewhereError `export-failed`
 */
export async function renderMixToWav(
  mix: AudioBuffer,
  { profile, ...rest }: Omit<Rendering, 'sound'> & { readonly profile: DeviceProfile },
  { signal, onProgress }: JobOptions = {},
): Promise<Blob> {
  throwIfAborted(signal);
  const { sampleRate, length } = mix;
  const { stages, room, limits } = profile;
  const sound = { stages, ...(room && { room }), ...(limits && { limits }) };
  const parts: BlobPart[] = [floatWavHeader(length, 2, sampleRate)];
  const scope = new Scope();
  try {
    const bytes = await pffftBytes();
    throwIfAborted(signal);
    const worker = new RenderWorker();
    scope.add(() => worker.close(new DOMException('Cancelled', 'AbortError')));
    if (signal) scope.listen(signal, 'abort', () => worker.close(signal.reason));
    worker.start({ kind: 'start', pffftBytes: bytes, sampleRate, rendering: { sound, ...rest } });
    const underWay: Promise<Float32Array<ArrayBuffer>>[] = [];
    let taken = 0;
    let waiting: Float32Array<ArrayBuffer>[] = [];
    for (let from = 0; from < length || underWay.length > 0;) {
      while (from < length && underWay.length < UNDER_WAY) {
        const count = Math.min(STRETCH_FRAMES, length - from);
        const rendered = worker.render(cut(mix, 0, from, count), cut(mix, 1, from, count));
        // Where an earlier one fails, nobody asks for this one any more.
        rendered.catch(() => undefined);
        underWay.push(rendered);
        from += count;
      }
      // In order: that is how the file is written.
      // oxlint-disable-next-line no-await-in-loop
      const frames = await underWay.shift()!;
      waiting.push(frames);
      taken += frames.length / 2;
      if (waiting.length * frames.byteLength >= PART_BYTES || taken === length) {
        parts.push(new Blob(waiting));
        waiting = [];
      }
      onProgress?.(taken / length);
    }
    throwIfAborted(signal);
    return new Blob(parts, { type: 'audio/wav' });
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new ElsewhereError('export-failed', 'The mix could not be rendered', {}, { cause: error });
  } finally {
    scope.close();
  }
}
