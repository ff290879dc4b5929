import type { DecodedMix } from '../audio/DecodePort';

/** Bytes of samples a buffer holds in memory. */
export const bufferBytes = (buffer: { readonly length: number; readonly numberOfChannels: number }): number =>
  buffer.length * buffer.numberOfChannels * 4;

/**
 * Decoded mixes by track, the least recently used dropped first. Lives outside the stores: samples are not state.
 * The one that was put or used last always stays, however large.
 */
export class BufferShelf {
  readonly #mixes = new Map<string, DecodedMix>();

  /** @param onDrop called with the track of every mix that is dropped, for whatever reason */
  constructor(
    private readonly capacityBytes: number,
    private readonly onDrop: (id: string) => void = () => undefined,
  ) {}

  /** Whether a mix is held; does not count as use. */
  has(id: string): boolean {
    return this.#mixes.has(id);
  }

  get(id: string): DecodedMix | undefined {
    const mix = this.#mixes.get(id);
    if (mix) {
      this.#mixes.delete(id);
      this.#mixes.set(id, mix);
    }
    return mix;
  }

  /** @param isInUse true for the mix being heard; a mix that is merely kept ready must not push it out */
  put(id: string, mix: DecodedMix, isInUse: boolean): void {
    this.#mixes.delete(id);
    if (isInUse || this.#mixes.size === 0) {
      this.#mixes.set(id, mix);
    } else {
      const newest = [...this.#mixes.keys()].at(-1)!;
      const inUse = this.#mixes.get(newest)!;
      this.#mixes.delete(newest);
      this.#mixes.set(id, mix);
      this.#mixes.set(newest, inUse);
    }
    let total = 0;
    for (const held of this.#mixes.values()) total += bufferBytes(held.buffer);
    for (const [oldest, held] of this.#mixes) {
      if (total <= this.capacityBytes || this.#mixes.size === 1) break;
      total -= bufferBytes(held.buffer);
      this.drop(oldest);
    }
  }

  drop(id: string): void {
    if (this.#mixes.delete(id)) this.onDrop(id);
  }

  /** Drops every mix that is not wanted any more. */
  dropUnless(isWanted: (id: string) => boolean): void {
    for (const id of this.#mixes.keys()) if (!isWanted(id)) this.drop(id);
  }
}
