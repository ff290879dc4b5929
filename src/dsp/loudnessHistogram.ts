import { powerToDb } from '../core/units';

/** Width of a bin, dB. */
const BIN_DB = 0.01;
/** The bins reach this far above the floor, dB; louder values go into the top bin. */
const SPAN_DB = 110;
const BIN_COUNT = Math.round(SPAN_DB / BIN_DB);

/**
 * Powers sorted into bins of 0.01 dB, so that gates and percentiles over any length need a fixed amount of memory.
 * Each bin keeps the sum of what fell into it, so means are exact; only a gate that cuts through a bin and a
 * percentile (read as the mean of its bin) are off, by less than 0.01 dB.
 */
export class LoudnessHistogram {
  readonly #counts = new Float64Array(BIN_COUNT);
  readonly #sums = new Float64Array(BIN_COUNT);
  #lowest = BIN_COUNT;
  #highest = -1;
  #count = 0;
  #sum = 0;

  /** @param floorPower powers at or below it are never counted (the absolute gate) */
  constructor(readonly floorPower: number) {}

  /** How many powers passed the floor. */
  get count(): number {
    return this.#count;
  }

  add(power: number): void {
    if (!(power > this.floorPower)) return;
    const bin = Math.min(BIN_COUNT - 1, Math.max(0, Math.floor(powerToDb(power / this.floorPower) / BIN_DB)));
    this.#counts[bin]! += 1;
    this.#sums[bin]! += power;
    this.#count += 1;
    this.#sum += power;
    if (bin < this.#lowest) this.#lowest = bin;
    if (bin > this.#highest) this.#highest = bin;
  }

  /** Mean of everything above the floor; 0 when there is nothing. */
  meanPower(): number {
    return this.#count > 0 ? this.#sum / this.#count : 0;
  }

  /** Mean of what lies above `gatePower`; 0 when there is nothing. */
  meanPowerAbove(gatePower: number): number {
    let count = 0;
    let sum = 0;
    for (let bin = this.#firstBinAbove(gatePower); bin <= this.#highest; bin++) {
      count += this.#counts[bin]!;
      sum += this.#sums[bin]!;
    }
    return count > 0 ? sum / count : 0;
  }

  /**
   * Powers at the given ranks of what lies above `gatePower`, in ascending order of power.
   * @param fractions 0…1 of the way from the lowest to the highest, ascending; the nearest rank is read
   * @returns one power for each fraction; zeros when nothing lies above the gate
   */
  percentilePowers(gatePower: number, fractions: readonly number[]): number[] {
    const first = this.#firstBinAbove(gatePower);
    let count = 0;
    for (let bin = first; bin <= this.#highest; bin++) count += this.#counts[bin]!;
    if (count === 0) return fractions.map(() => 0);
    return fractions.map((fraction) => {
      const rank = Math.floor((count - 1) * fraction + 0.5);
      let passed = 0;
      let bin = first;
      while (passed + this.#counts[bin]! <= rank) passed += this.#counts[bin++]!;
      return this.#sums[bin]! / this.#counts[bin]!;
    });
  }

  reset(): void {
    this.#counts.fill(0);
    this.#sums.fill(0);
    this.#lowest = BIN_COUNT;
    this.#highest = -1;
    this.#count = 0;
    this.#sum = 0;
  }

  /** First occupied bin whose own mean lies above the gate: a bin the gate cuts through is kept or left whole. */
  #firstBinAbove(gatePower: number): number {
    let bin = this.#lowest;
    while (bin <= this.#highest && !(this.#sums[bin]! > gatePower * this.#counts[bin]!)) bin++;
    return bin;
  }
}
