import { ElsewhereError } from '../../core/errors';
import type {
  FittingAnswerMessage,
  FittingAnswers,
  FittingFailure,
  FittingRequest,
  FittingRequestMessage,
} from './fittingMessages';
import { fitCurve } from './fitCurve';
import { OpraDatabase } from './OpraDatabase';
import { readOpra } from './readOpra';

/** The worker's side: fits, and OPRA's database. Knows nothing of how requests reach it. */
export class FittingSession {
  #opra: OpraDatabase | undefined;
  /** Whatever concerns the database happens in the order in which it was asked for. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #loads = new Map<number, AbortController>();

  /** Answers with any number of fractions, then once more. */
  async handle(
    { requestId, request }: FittingRequestMessage,
    answerWith: (message: FittingAnswerMessage) => void,
  ): Promise<void> {
    try {
      const answer = await this.#answer(request, (fraction) => answerWith({ requestId, fraction }));
      answerWith({ requestId, answer });
    } catch (error) {
      answerWith({ requestId, failure: failureOf(error) });
    }
  }

  async #answer(
    request: FittingRequest,
    onProgress: (fraction: number) => void,
  ): Promise<FittingAnswers[FittingRequest['kind']]> {
    switch (request.kind) {
      case 'read': {
        // Most visits only fit or search.
        const { readDevice, readDeviceFile } = await import('../../devices/exchange/readDevice');
        const { source } = request;
        return source instanceof Blob
          ? readDeviceFile(source, onProgress)
          : readDevice({ kind: 'text', text: source.text }, source.name, onProgress);
      }
      case 'fit':
        return fitCurve(request.curve);
      case 'loadOpra':
        return this.#load(request.loadId, request.file, onProgress);
      case 'cancelLoad':
        this.#loads.get(request.loadId)?.abort();
        return null;
      case 'restoreOpra':
        return this.#inTurn(async () => {
          this.#opra = await OpraDatabase.unpack(request.kept);
          return this.#opra.summary;
        });
      case 'searchOpra':
        return this.#inTurn(() => this.#opra?.search(request.query, request.limit) ?? []);
      case 'opraDevice':
        return this.#inTurn(() => this.#opra?.device(request.id));
      case 'forgetOpra':
        return this.#inTurn(() => {
          this.#opra = undefined;
          return null;
        });
    }
  }

  async #load(loadId: number, file: Blob, onProgress: (fraction: number) => void): Promise<FittingAnswers['loadOpra']> {
    const controller = new AbortController();
    this.#loads.set(loadId, controller);
    try {
      return await this.#inTurn(async () => {
        const database = await readOpra(file, { signal: controller.signal, onProgress });
        this.#opra = database;
        return { summary: database.summary, kept: database.pack() };
      });
    } finally {
      this.#loads.delete(loadId);
    }
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function failureOf(error: unknown): FittingFailure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  return error instanceof ElsewhereError
    ? { name, message, code: error.code, detail: error.detail }
    : { name, message };
}
