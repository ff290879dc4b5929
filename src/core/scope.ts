interface ListenerTarget {
  addEventListener(type: string, listener: (event: never) => void, options?: unknown): void;
  removeEventListener(type: string, listener: (event: never) => void, options?: unknown): void;
}

/**
 * Owns whatever must be given back: listeners, timers, frames, workers, nodes.
 * `close()` releases everything once, last opened first; a closed scope releases new entries at once.
 */
export class Scope {
  #releases: (() => void)[] = [];
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Registers a release and returns a function that runs it now, once. */
  add(release: () => void): () => void {
    if (this.#isClosed) {
      release();
      return () => undefined;
    }
    let isDone = false;
    const once = (): void => {
      if (isDone) return;
      isDone = true;
      const at = this.#releases.indexOf(once);
      if (at >= 0) this.#releases.splice(at, 1);
      release();
    };
    this.#releases.push(once);
    return once;
  }

  /** Adds an event listener that goes with the scope. */
  listen<E>(target: unknown, type: string, listener: (event: E) => void, options?: unknown): () => void {
    const t = target as ListenerTarget;
    const l = listener as (event: never) => void;
    t.addEventListener(type, l, options);
    return this.add(() => t.removeEventListener(type, l, options));
  }

  /** Makes a scope that closes with this one. */
  child(): Scope {
    const scope = new Scope();
    const drop = this.add(() => scope.close());
    scope.add(drop);
    return scope;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const release of this.#releases.toReversed()) release();
    this.#releases = [];
  }
}
