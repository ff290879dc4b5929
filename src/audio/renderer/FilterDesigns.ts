import { Scope } from '../../core/scope';
import type { DesignEvent, DesignMessage, WantedFilter } from './rendererMessages';

/** What the page needs of the design worker. */
export interface DesignWorker {
  postMessage(message: DesignMessage, transfer: Transferable[]): void;
  terminate(): void;
}

/** One renderer's line to the design worker. */
export interface DesignLine {
  /** Filters the renderer should have, likely ones first; replaces what was wanted before. */
  want(wanted: readonly WantedFilter[]): void;
  /** The filter of what is to be heard, before all others; null where that needs none. */
  hurry(urgent: WantedFilter | null): void;
  close(): void;
}

export interface DesignLineEvents {
  /** To be handed to the renderer's worklet, in the place of the one before: designed filters come out of it. */
  onPort(port: MessagePort): void;
  /** A filter could not be designed; others are not touched. */
  onFailed(message: string): void;
}

interface Line {
  readonly rendererId: number;
  readonly sampleRate: number;
  readonly events: DesignLineEvents;
  /** Filters that the renderer has, or that cannot be designed. */
  readonly held: Set<string>;
  wanted: readonly WantedFilter[];
  urgent: WantedFilter | null;
}

/** A worker with nothing to do is ended after this long, milliseconds: what it has worked with is tens of megabytes. */
const IDLE_MS = 3000;

/**
 * Has filters designed by a worker, which hands them to the renderers' worklets without a way over the page. The worker is
 * started when a filter is missing, and ended when none has been for a while; one that dies takes nothing with it but the
 * filter it was at.
 */
export class FilterDesigns {
  #worker: { readonly worker: DesignWorker; readonly scope: Scope } | null = null;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #nextId = 1;
  readonly #lines = new Map<number, Line>();

  constructor(
    private readonly startWorker: () => DesignWorker,
    private readonly bytes: () => Promise<ArrayBuffer>,
    /** Called when there is something to design, and when all of it is done. */
    private readonly onBusy: (isBusy: boolean) => void = () => undefined,
  ) {}

  open(sampleRate: number, events: DesignLineEvents): DesignLine {
    const line: Line = {
      rendererId: this.#nextId++,
      sampleRate,
      events,
      held: new Set(),
      wanted: [],
      urgent: null,
    };
    this.#lines.set(line.rendererId, line);
    if (this.#worker) this.#connect(this.#worker.worker, line);
    return {
      want: (wanted) => {
        line.wanted = wanted;
        this.#ask(line, 'want');
      },
      hurry: (urgent) => {
        line.urgent = urgent;
        this.#ask(line, 'urgent');
      },
      close: () => {
        this.#lines.delete(line.rendererId);
        this.#worker?.worker.postMessage({ kind: 'close', rendererId: line.rendererId }, []);
      },
    };
  }

  /** Starts the worker ahead of the first wish: that takes a while. */
  warm(): void {
    this.#start();
  }

  #isMissing(line: Line): boolean {
    const isMissing = (wanted: WantedFilter | null): boolean => wanted !== null && !line.held.has(wanted.key);
    return isMissing(line.urgent) || line.wanted.some(isMissing);
  }

  #ask(line: Line, kind: 'want' | 'urgent'): void {
    if (!this.#isMissing(line)) return;
    this.onBusy(true);
    if (!this.#worker) {
      // All that is wanted goes with the start.
      this.#start();
      return;
    }
    clearTimeout(this.#idleTimer);
    this.#send(this.#worker.worker, line, kind);
  }

  #send(worker: DesignWorker, { rendererId, wanted, urgent, held }: Line, kind: 'want' | 'urgent'): void {
    if (kind === 'urgent') worker.postMessage({ kind, rendererId, urgent }, []);
    else worker.postMessage({ kind, rendererId, wanted: wanted.filter(({ key }) => !held.has(key)) }, []);
  }

  #connect(worker: DesignWorker, line: Line): void {
    const { port1, port2 } = new MessageChannel();
    const { rendererId, sampleRate, held } = line;
    worker.postMessage({ kind: 'open', rendererId, sampleRate, held: [...held], port: port1 }, [port1]);
    line.events.onPort(port2);
    this.#send(worker, line, 'want');
    if (line.urgent) this.#send(worker, line, 'urgent');
  }

  #start(): void {
    if (this.#worker) return;
    const worker = this.startWorker();
    const scope = new Scope();
    this.#worker = { worker, scope };
    scope.add(() => worker.terminate());
    scope.listen(worker, 'message', ({ data }: MessageEvent<DesignEvent>) => this.#receive(data));
    const die = (message: string): void => {
      this.#end();
      this.onBusy(false);
      for (const { events } of this.#lines.values()) events.onFailed(message);
    };
    scope.listen(worker, 'error', (event: ErrorEvent) => die(event.message || 'The design worker failed'));
    scope.listen(worker, 'messageerror', () => die('A message of the design worker could not be read'));
    void this.#begin(worker, scope);
  }

  async #begin(worker: DesignWorker, scope: Scope): Promise<void> {
    try {
      const pffftBytes = await this.bytes();
      if (scope.isClosed) return;
      worker.postMessage({ kind: 'start', pffftBytes }, []);
      for (const line of this.#lines.values()) this.#connect(worker, line);
    } catch {
      // The graph that asks for the same bytes says so; the next wish tries again.
      if (!scope.isClosed) this.#end();
    }
  }

  #receive(event: DesignEvent): void {
    if (event.kind === 'idle') {
      clearTimeout(this.#idleTimer);
      this.#idleTimer = setTimeout(() => this.#end(), IDLE_MS);
      this.onBusy(false);
      return;
    }
    const line = this.#lines.get(event.rendererId);
    if (!line) return;
    if (event.kind === 'removed') {
      for (const key of event.keys) line.held.delete(key);
    } else {
      line.held.add(event.key);
      if (event.kind === 'failed') line.events.onFailed(event.message);
    }
  }

  #end(): void {
    clearTimeout(this.#idleTimer);
    this.#worker?.scope.close();
    this.#worker = null;
  }

  dispose(): void {
    this.#end();
    this.#lines.clear();
  }
}
