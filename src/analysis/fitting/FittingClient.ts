import { ElsewhereError, throwIfAborted } from '../../core/errors';
import { Scope } from '../../core/scope';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { ToneCurve } from '../../devices/ToneCurve';
import type { CurveFit, FittingPort, LoadOptions, OpraHit, OpraSummary } from '../FittingPort';
import { WorkerConnection, type WorkerLike } from '../WorkerConnection';
import type { FittingAnswers, FittingFailure, FittingRequest } from './fittingMessages';

/** What the client needs of a worker. */
export type FittingWorker = WorkerLike<FittingRequest>;

type Connection = WorkerConnection<FittingRequest, FittingAnswers, FittingFailure>;

function errorOf({ name, message, code, detail }: FittingFailure): Error {
  if (code) return new ElsewhereError(code, message, detail);
  if (name === 'RangeError') return new RangeError(message);
  if (name === 'AbortError') return new DOMException(message, name);
  return new ElsewhereError('device-failed', message);
}

/** Settles as `work` does, or rejects as soon as the signal aborts; `work` then goes on unheard. */
async function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  const scope = new Scope();
  try {
    return await new Promise<T>((resolve, reject) => {
      const check = (): void => {
        try {
          throwIfAborted(signal);
        } catch (error) {
          reject(error);
        }
      };
      scope.listen(signal, 'abort', check);
      check();
      work.then(resolve, reject);
    });
  } finally {
    scope.close();
  }
}

/**
 * Asks the fitting worker. Curves are fitted one after another, so that one given up while it waits is never begun. A
 * worker that dies rejects what was under way; the next call starts another, which is given OPRA's database again.
 */
export class FittingClient implements FittingPort {
  readonly #startWorker: () => FittingWorker;
  #connection: Connection | undefined;
  #lastFit: Promise<unknown> = Promise.resolve();
  /** What a new worker must be told of OPRA. */
  #kept: Blob | undefined;
  #nextLoadId = 1;
  #isDisposed = false;

  constructor(startWorker: () => FittingWorker) {
    this.#startWorker = startWorker;
  }

  async fit(curve: ToneCurve, { signal }: { readonly signal?: AbortSignal } = {}): Promise<CurveFit> {
    throwIfAborted(signal);
    const fitted = this.#lastFit.then(() => {
      throwIfAborted(signal);
      return this.#connect().request<'fit'>({ kind: 'fit', curve });
    });
    this.#lastFit = fitted.catch(() => undefined);
    return unlessAborted(signal, fitted);
  }

  async loadOpra(file: Blob, { signal, onProgress }: LoadOptions = {}): Promise<FittingAnswers['loadOpra']> {
    throwIfAborted(signal);
    const connection = this.#connect();
    const loadId = this.#nextLoadId++;
    const scope = new Scope();
    if (signal) scope.listen(signal, 'abort', () => connection.tell({ kind: 'cancelLoad', loadId }));
    try {
      const loading = connection.request<'loadOpra'>({ kind: 'loadOpra', loadId, file }, [], (fraction) => {
        if (!signal?.aborted) onProgress?.(fraction);
      });
      const loaded = await unlessAborted(signal, loading);
      this.#kept = loaded.kept;
      return loaded;
    } finally {
      scope.close();
    }
  }

  async restoreOpra(kept: Blob): Promise<OpraSummary> {
    const summary = await this.#connect().request<'restoreOpra'>({ kind: 'restoreOpra', kept });
    this.#kept = kept;
    return summary;
  }

  async searchOpra(query: string, limit: number): Promise<readonly OpraHit[]> {
    return this.#connect().request<'searchOpra'>({ kind: 'searchOpra', query, limit });
  }

  async opraDevice(id: string): Promise<DeviceProfile | undefined> {
    return this.#connect().request<'opraDevice'>({ kind: 'opraDevice', id });
  }

  forgetOpra(): void {
    this.#kept = undefined;
    this.#connection?.tell({ kind: 'forgetOpra' });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#connection?.close(new DOMException('Fitting was shut down', 'AbortError'));
    this.#connection = undefined;
  }

  #connect(): Connection {
    if (this.#isDisposed) throw new ElsewhereError('device-failed', 'Fitting has been shut down');
    if (!this.#connection) {
      const connection: Connection = new WorkerConnection(this.#startWorker(), {
        name: 'fitting worker',
        toError: errorOf,
        toDeath: (message) => new ElsewhereError('device-failed', message),
        onDeath: () => {
          this.#connection = undefined;
        },
      });
      this.#connection = connection;
      // Answered before whatever is asked for next; a failure shows as a database that finds nothing.
      if (this.#kept) connection.tell({ kind: 'restoreOpra', kept: this.#kept });
    }
    return this.#connection;
  }
}
