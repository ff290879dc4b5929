import { Scope } from '../core/scope';
import type { CheckedProgressFile, ImportTrouble } from '../drills/progressFile';
import type { TrialRecord } from '../drills/records';
import type { ProgressFilePort } from '../store/train/importProgress';
import type { ReadingAnswer, ReadingRequest } from './progressFileMessages';

type Settled = Exclude<ReadingAnswer, { kind: 'progress' }>;

/** One life of the worker: every request settles, with its answer, an error, or the signal's `AbortError`. */
class Reading {
  readonly #scope = new Scope();
  readonly #worker = new Worker(new URL('./progressFile.worker.ts', import.meta.url), { type: 'module' });

  constructor(private readonly signal: AbortSignal) {
    this.#scope.add(() => this.#worker.terminate());
  }

  ask(request: ReadingRequest, onProgress?: (share: number) => void): Promise<Settled> {
    const { signal } = this;
    const scope = this.#scope.child();
    return new Promise<Settled>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      scope.add(() => reject(new Error('the reading has been ended')));
      scope.listen(signal, 'abort', () => reject(signal.reason as Error));
      scope.listen(this.#worker, 'error', ({ message }: ErrorEvent) => reject(new Error(message)));
      scope.listen(this.#worker, 'messageerror', () => reject(new Error('an answer could not be read')));
      scope.listen(this.#worker, 'message', ({ data }: MessageEvent<ReadingAnswer>) => {
        if (data.kind === 'progress') onProgress?.(data.share);
        else if (data.kind === 'failed') reject(new Error(data.message));
        else resolve(data);
      });
      this.#worker.postMessage(request);
    }).finally(() => scope.close());
  }

  close(): void {
    this.#scope.close();
  }
}

/** Reads progress files in a worker, which lives as long as one pass over one file. */
export class WorkerProgressFile implements ProgressFilePort {
  async check(
    file: Blob,
    now: number,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<CheckedProgressFile | { readonly reason: ImportTrouble }> {
    const reading = new Reading(signal);
    try {
      const answer = await reading.ask({ kind: 'check', file, now }, onProgress);
      if (answer.kind !== 'checked') throw new Error(`${answer.kind} is no answer to this`);
      return answer.checked;
    } finally {
      reading.close();
    }
  }

  async *trials(file: Blob, checked: CheckedProgressFile, now: number): AsyncGenerator<readonly TrialRecord[]> {
    // Stopping is the reader's business here: what has been handed over is stored whole.
    const reading = new Reading(new AbortController().signal);
    try {
      // The next batch is read while this one is stored.
      let next = reading.ask({ kind: 'next', file, checked, now });
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop
        const answer = await next;
        if (answer.kind !== 'trials') throw new Error(`${answer.kind} is no answer to this`);
        if (answer.trials === null) return;
        next = reading.ask({ kind: 'next', file, checked, now });
        // The caller may never ask for it.
        next.catch(() => undefined);
        yield answer.trials;
      }
    } finally {
      reading.close();
    }
  }
}
