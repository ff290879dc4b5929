import { Scope } from '../../core/scope';
import type { DesignEvent, DesignMessage, WantedFilter } from './rendererMessages';

/** What the page needs of the design worker. */
export interface DesignWorker {
  postMessage(message: DesignMessage, transfer: Transferable[]): void;
  terminate(): void;
}

/** One renderer's line to the design worker. */
export interface DesignLine {
  /** To be handed to the renderer's worklet: designed filters come out of it. */
  readonly port: MessagePort;
  /** Filters the renderer should have, likely ones first; replaces what was wanted before. */
  want(wanted: readonly WantedFilter[]): void;
  /** The filter of what is to be heard, before all others; null where that needs none. */
  hurry(urgent: WantedFilter | null): void;
  close(): void;
}

export interface DesignLineEvents {
  onDesigned(key: string): void;
  /** It could not be designed; other filters are not touched. */
  onFailed(key: string, message: string): void;
}

/**
 * Has filters designed by a worker and handed to renderers without a way over the page. A worker that dies is started
 * again by the next renderer.
 */
export class FilterDesigns {
  #worker: DesignWorker | null = null;
  #scope: Scope | null = null;
  #nextId = 1;
  readonly #lines = new Map<number, DesignLineEvents>();

  constructor(private readonly startWorker: () => DesignWorker) {}

  open(pffftBytes: ArrayBuffer, sampleRate: number, events: DesignLineEvents): DesignLine {
    const worker = this.#start(pffftBytes);
    const rendererId = this.#nextId++;
    const { port1, port2 } = new MessageChannel();
    this.#lines.set(rendererId, events);
    worker.postMessage({ kind: 'open', rendererId, sampleRate, port: port1 }, [port1]);
    return {
      port: port2,
      want: (wanted) => worker.postMessage({ kind: 'want', rendererId, wanted }, []),
      hurry: (urgent) => worker.postMessage({ kind: 'urgent', rendererId, urgent }, []),
      close: () => {
        this.#lines.delete(rendererId);
        worker.postMessage({ kind: 'close', rendererId }, []);
      },
    };
  }

  #start(pffftBytes: ArrayBuffer): DesignWorker {
    if (this.#worker) return this.#worker;
    const worker = this.startWorker();
    const scope = new Scope();
    scope.add(() => worker.terminate());
    scope.listen(worker, 'message', (event: MessageEvent<DesignEvent>) => {
      const { data } = event;
      const line = this.#lines.get(data.rendererId);
      if (data.kind === 'designed') line?.onDesigned(data.key);
      else line?.onFailed(data.key, data.message);
    });
    const die = (message: string): void => {
      this.dispose();
      for (const line of this.#lines.values()) line.onFailed('', message);
      this.#lines.clear();
    };
    scope.listen(worker, 'error', (event: ErrorEvent) => die(event.message || 'The design worker failed'));
    scope.listen(worker, 'messageerror', () => die('A message of the design worker could not be read'));
    this.#worker = worker;
    this.#scope = scope;
    worker.postMessage({ kind: 'start', pffftBytes }, []);
    return worker;
  }

  dispose(): void {
    this.#scope?.close();
    this.#scope = null;
    this.#worker = null;
  }
}
