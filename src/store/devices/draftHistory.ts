import type { Stage } from '../../devices/DeviceProfile';

const MOST_STEPS = 200;

/** The states a chain went through, and where in them one is. What belongs to one gesture is one step. */
export class DraftHistory {
  readonly #past: (readonly Stage[])[] = [];
  readonly #future: (readonly Stage[])[] = [];
  #gesture: string | undefined;

  constructor(private now: readonly Stage[]) {}

  get stages(): readonly Stage[] {
    return this.now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  change(stages: readonly Stage[], gesture?: string): void {
    const goesOn = gesture !== undefined && gesture === this.#gesture && this.canUndo;
    if (!goesOn) {
      this.#past.push(this.now);
      if (this.#past.length > MOST_STEPS) this.#past.shift();
    }
    this.#future.length = 0;
    this.#gesture = gesture;
    this.now = stages;
  }

  undo(): void {
    this.#move(this.#past, this.#future);
  }

  redo(): void {
    this.#move(this.#future, this.#past);
  }

  #move(from: (readonly Stage[])[], to: (readonly Stage[])[]): void {
    const next = from.pop();
    if (!next) return;
    to.push(this.now);
    this.now = next;
    this.#gesture = undefined;
  }
}
