/**
 * Memory of one design at a time: a room takes some ten megabytes on the way, too much to be collected after each.
 * What is taken holds until the next {@link release}.
 */
class Scratch {
  readonly #arrays: Float64Array[] = [];
  #taken = 0;

  /** @returns zeros */
  take(length: number): Float64Array {
    let array = this.#arrays[this.#taken];
    if (!array || array.length < length) {
      array = new Float64Array(length);
      this.#arrays[this.#taken] = array;
    } else {
      array.fill(0, 0, length);
    }
    this.#taken += 1;
    return array.subarray(0, length);
  }

  /** Makes everything that was taken available again. */
  release(): void {
    this.#taken = 0;
  }
}

export const scratch = new Scratch();
