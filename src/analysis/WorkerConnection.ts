import { Scope } from '../core/scope';

/** What the page sends. Nothing waits for the answer to request 0. */
export interface RequestMessage<Request> {
  readonly requestId: number;
  readonly request: Request;
}

/** What the worker sends: any number of times how far it is, then the answer or why there is none. */
export type AnswerMessage<Answer, Failure> =
  | { readonly requestId: number; readonly fraction: number }
  | { readonly requestId: number; readonly answer: Answer }
  | { readonly requestId: number; readonly failure: Failure };

/** What a connection needs of a worker. */
export interface WorkerLike<Request> {
  postMessage(message: RequestMessage<Request>, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

/** What a connection must be told of the worker at its other end. */
export interface WorkerTerms<Failure> {
  /** As in `The ${name} failed`. */
  readonly name: string;
  /** The error that a caller sees for what the worker sent. */
  readonly toError: (failure: Failure) => Error;
  /** The error that a caller sees when the worker has died. */
  readonly toDeath: (message: string) => Error;
  readonly onDeath: () => void;
}

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

/**
 * A worker that gives no answer for so many ticks in a row is taken for dead: not every way a worker can end raises an
 * event. Ticks are counted, not time, since a machine that slept must not look like a dead worker.
 */
const WATCH_TICK_MS = 10_000;
const SILENT_TICKS = 3;

/** One life of a worker. Every request settles: with its answer, its failure, or the error that the worker ended with. */
export class WorkerConnection<
  Request extends { readonly kind: string },
  Answers extends Record<Request['kind'], unknown>,
  Failure,
> {
  readonly #scope = new Scope();
  readonly #worker: WorkerLike<Request>;
  readonly #terms: WorkerTerms<Failure>;
  readonly #pending = new Map<number, Pending>();
  #nextRequestId = 1;
  #silentTicks = 0;
  #closedWith: unknown;

  constructor(worker: WorkerLike<Request>, terms: WorkerTerms<Failure>) {
    this.#worker = worker;
    this.#terms = terms;
    this.#scope.add(() => worker.terminate());
    this.#scope.listen(
      worker,
      'message',
      (event: MessageEvent<AnswerMessage<Answers[Request['kind']], Failure>>): void => this.#receive(event.data),
    );
    this.#scope.listen(worker, 'error', (event: ErrorEvent) => this.#die(event.message || `The ${terms.name} failed`));
    this.#scope.listen(worker, 'messageerror', () => this.#die(`An answer of the ${terms.name} could not be read`));
    const timer = setInterval(() => this.#watch(), WATCH_TICK_MS);
    this.#scope.add(() => clearInterval(timer));
  }

  get isClosed(): boolean {
    return this.#scope.isClosed;
  }

  request<K extends Request['kind']>(
    request: Extract<Request, { kind: K }>,
    transfer: ArrayBuffer[] = [],
    onProgress?: (fraction: number) => void,
  ): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      const requestId = this.#nextRequestId++;
      this.#pending.set(requestId, { resolve, reject, onProgress });
      if (this.#scope.isClosed) this.#rejectPending();
      else this.#worker.postMessage({ requestId, request }, transfer);
    });
  }

  /** Sends without waiting: nothing depends on the answer. */
  tell(request: Request): void {
    if (!this.#scope.isClosed) this.#worker.postMessage({ requestId: 0, request }, []);
  }

  /** Ends the worker; whatever waits rejects with `error`. */
  close(error: unknown): void {
    this.#closedWith = error;
    this.#scope.close();
    this.#rejectPending();
  }

  #rejectPending(): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(this.#closedWith);
  }

  #receive(message: AnswerMessage<Answers[Request['kind']], Failure>): void {
    this.#silentTicks = 0;
    const pending = this.#pending.get(message.requestId);
    if (!pending) return;
    if ('fraction' in message) {
      pending.onProgress?.(message.fraction);
      return;
    }
    this.#pending.delete(message.requestId);
    if ('answer' in message) pending.resolve(message.answer as never);
    else pending.reject(this.#terms.toError(message.failure));
  }

  #watch(): void {
    this.#silentTicks = this.#pending.size > 0 ? this.#silentTicks + 1 : 0;
    if (this.#silentTicks >= SILENT_TICKS) this.#die(`The ${this.#terms.name} does not answer`);
  }

  #die(message: string): void {
    if (this.#scope.isClosed) return;
    this.#terms.onDeath();
    this.close(this.#terms.toDeath(message));
  }
}
