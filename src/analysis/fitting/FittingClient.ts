import { ElsewhereError, throwIfAborted } from '../../core/errors';
import { Scope } from '../../core/scope';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { Reading } from '../../devices/exchange/Reading';
import type { ToneCurve } from '../../devices/ToneCurve';
import type { CurveFit, DeviceText, FittingPort, LoadOptions, OpraHit, OpraSummary } from '../FittingPort';
import { WorkerConnection, type WorkerLike } from '../WorkerConnection';
import type { FittingAnswers, FittingFailure, FittingRequest } from './fittingMessages';

/** What the client needs of a worker. */
export type FittingWorker = WorkerLike<FittingRequest>;

/** The reading worker is ended after this long without a file: what it has worked with is up to 100 MB. */
const READER_IDLE_MS = 2000;

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
  /** Reads files, and is ended to stop it: a text is parsed in one go. */
  #reader: Connection | undefined;
  #readerTimer: ReturnType<typeof setTimeout> | undefined;
  #readCount = 0;
  #lastFit: Promise<unknown> = Promise.resolve();
  /** What a new worker must be told of OPRA. */
  #kept: Blob | undefined;
  #nextLoadId = 1;
  #isDisposed = false;

  constructor(startWorker: () => FittingWorker) {
    this.#startWorker = startWorker;
  }

  async read(source: File | DeviceText, { signal, onProgress }: LoadOptions = {}): Promise<Reading> {
    throwIfAborted(signal);
    if (this.#isDisposed) throw new ElsewhereError('device-failed', 'Fitting has been shut down');
    clearTimeout(this.#readerTimer);
    const reader = (this.#reader ??= this.#open('reading worker', () => this.#forgetReader(reader)));
    const scope = new Scope();
    this.#readCount++;
    try {
      if (signal) {
        scope.listen(signal, 'abort', () => {
          this.#forgetReader(reader);
          reader.close(signal.reason);
        });
      }
      return await reader.request<'read'>({ kind: 'read', source }, [], (fraction) => onProgress?.(fraction));
    } finally {
      scope.close();
      if (--this.#readCount === 0) this.#readerTimer = setTimeout(() => this.#endReader(), READER_IDLE_MS);
    }
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
    this.#endReader();
    this.#connection?.close(new DOMException('Fitting was shut down', 'AbortError'));
    this.#connection = undefined;
  }

  #forgetReader(reader: Connection): void {
    if (this.#reader === reader) this.#reader = undefined;
  }

  #endReader(): void {
    clearTimeout(this.#readerTimer);
    this.#reader?.close(new DOMException('Reading was shut down', 'AbortError'));
    this.#reader = undefined;
  }

  #open(name: string, onDeath: () => void): Connection {
    return new WorkerConnection(this.#startWorker(), {
      name,
      toError: errorOf,
      toDeath: (message) => new ElsewhereError('device-failed', message),
      onDeath,
    });
  }

  #connect(): Connection {
    if (this.#isDisposed) throw new ElsewhereError('device-failed', 'Fitting has been shut down');
    if (!this.#connection) {
      const connection = this.#open('fitting worker', () => {
        this.#connection = undefined;
      });
      this.#connection = connection;
      // Answered before whatever is asked for next; a failure shows as a database that finds nothing.
      if (this.#kept) connection.tell({ kind: 'restoreOpra', kept: this.#kept });
    }
    return this.#connection;
  }
}
