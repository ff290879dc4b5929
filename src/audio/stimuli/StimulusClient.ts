import { ElsewhereError, throwIfAborted } from '../../core/errors';
import { Scope } from '../../core/scope';
import type { MaterialRef } from '../../drills/recipe';
import { buffersOf, cutStimulusJob } from './StimulusJob';
import type { StimulusJob } from './StimulusJob';
import type { StimulusAnswerMessage, StimulusRequestMessage } from './stimulusMessages';
import type { MaterialReader, RenderedStimulus, StimulusPort, StimulusRequest } from './StimulusPort';

/** What the client needs of a worker. */
export interface StimulusWorker {
  postMessage(message: StimulusRequestMessage, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

/**
 * A worker that gives no answer for so many ticks in a row is taken for dead: not every way a worker can end raises an
 * event. Ticks are counted, not time, since a machine that slept must not look like a dead worker.
 */
const WATCH_TICK_MS = 10_000;
const SILENT_TICKS = 3;
/** A worker with nothing to do for so many ticks is ended: it holds some 40 MB, and another starts in a moment. */
const IDLE_TICKS = 3;

interface Waiting {
  readonly requestId: number;
  /** Cuts the passage only when its turn has come: what is given up before costs nothing. */
  readonly cut: () => StimulusJob;
  readonly resolve: (stimulus: RenderedStimulus) => void;
  readonly reject: (error: unknown) => void;
}

const failed = (message: string, cause?: unknown): ElsewhereError =>
  new ElsewhereError('stimulus-failed', message, {}, { cause });

/** One life of a worker. It has one job at a time, so that a job given up while it waits is never begun. */
class Connection {
  readonly #scope = new Scope();
  readonly #worker: StimulusWorker;
  readonly #onEnd: () => void;
  #queue: Waiting[] = [];
  #underWay: Waiting | undefined;
  /** Since a job began or ended. */
  #ticks = 0;

  /** @param onEnd called before it ends by itself */
  constructor(worker: StimulusWorker, onEnd: () => void) {
    this.#worker = worker;
    this.#onEnd = onEnd;
    this.#scope.add(() => worker.terminate());
    this.#scope.listen(worker, 'message', (event: MessageEvent<StimulusAnswerMessage>) => this.#receive(event.data));
    this.#scope.listen(worker, 'error', (event: ErrorEvent) => {
      this.#die(event.message || 'The stimulus worker failed');
    });
    this.#scope.listen(worker, 'messageerror', () => this.#die('An answer of the stimulus worker could not be read'));
    const timer = setInterval(() => this.#watch(), WATCH_TICK_MS);
    this.#scope.add(() => clearInterval(timer));
  }

  add(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.#next();
  }

  /** Forgets a job that nobody waits for any more. One under way is finished by the worker, and its answer dropped. */
  drop(requestId: number): void {
    this.#queue = this.#queue.filter((waiting) => waiting.requestId !== requestId);
  }

  /** Ends the worker; whatever waits rejects with `error`. */
  close(error: unknown): void {
    this.#scope.close();
    const waiting = [...(this.#underWay ? [this.#underWay] : []), ...this.#queue];
    this.#underWay = undefined;
    this.#queue = [];
    for (const { reject } of waiting) reject(error);
  }

  #next(): void {
    while (!this.#underWay && !this.#scope.isClosed) {
      const next = this.#queue.shift();
      if (!next) return;
      try {
        const job = next.cut();
        this.#underWay = next;
        this.#ticks = 0;
        this.#worker.postMessage({ requestId: next.requestId, job }, buffersOf(job));
      } catch (error) {
        this.#underWay = undefined;
        next.reject(failed('The passage could not be read', error));
      }
    }
  }

  #receive(message: StimulusAnswerMessage): void {
    const answered = this.#underWay;
    if (answered?.requestId !== message.requestId) return;
    this.#underWay = undefined;
    this.#ticks = 0;
    if ('stimulus' in message) answered.resolve(message.stimulus);
    else answered.reject(failed(message.failure));
    this.#next();
  }

  #watch(): void {
    this.#ticks += 1;
    if (this.#underWay && this.#ticks >= SILENT_TICKS) this.#die('The stimulus worker does not answer');
    if (!this.#underWay && this.#ticks > IDLE_TICKS) this.#die('The stimulus worker had nothing to do');
  }

  #die(message: string): void {
    if (this.#scope.isClosed) return;
    this.#onEnd();
    this.close(failed(message));
  }
}

/**
 * Has stimuli rendered by a worker, in the order in which they were asked for. Passages are copied out of their material
 * here and handed over. A worker that dies rejects what was under way; the next call starts another.
 */
export class StimulusClient implements StimulusPort {
  readonly #startWorker: () => StimulusWorker;
  #connection: Connection | undefined;
  #nextRequestId = 1;
  #isDisposed = false;

  constructor(startWorker: () => StimulusWorker) {
    this.#startWorker = startWorker;
  }

  async render(
    request: StimulusRequest,
    material: (ref: MaterialRef) => MaterialReader | undefined,
    signal?: AbortSignal,
  ): Promise<RenderedStimulus> {
    throwIfAborted(signal);
    const connection = this.#connect();
    const requestId = this.#nextRequestId++;
    const scope = new Scope();
    try {
      return await new Promise<RenderedStimulus>((resolve, reject) => {
        if (signal) {
          scope.listen(signal, 'abort', () => {
            connection.drop(requestId);
            try {
              throwIfAborted(signal);
            } catch (error) {
              reject(error);
            }
          });
        }
        connection.add({ requestId, cut: () => cutStimulusJob(request, material), resolve, reject });
      });
    } finally {
      scope.close();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#connection?.close(new DOMException('Rendering was shut down', 'AbortError'));
    this.#connection = undefined;
  }

  #connect(): Connection {
    if (this.#isDisposed) throw failed('Rendering has been shut down');
    this.#connection ??= new Connection(this.#startWorker(), () => {
      this.#connection = undefined;
    });
    return this.#connection;
  }
}
