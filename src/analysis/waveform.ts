import { assertInRange } from '../core/errors';
import type { Waveform, WaveformLevel } from './AnalysisPort';

/** Frames of a point at the finest level, at 44.1 and 48 kHz: 5.8 ms. */
const FINEST_FRAMES = 256;
const COARSENING = 4;
/** The coarsest level has no more points than this. */
const COARSEST_POINTS = 512;

/** Frames of a point at the finest level. */
export function finestFramesPerPoint(sampleRate: number): number {
  return FINEST_FRAMES * 2 ** Math.max(0, Math.ceil(Math.log2(sampleRate / 48000)));
}

/** Builds a {@link Waveform} from a stream of blocks of any size. */
export class WaveformBuilder {
  readonly #framesPerPoint: number;
  #min: Float32Array;
  #max: Float32Array;
  #rms: Float32Array;
  #points = 0;
  #length = 0;
  #lowest = Infinity;
  #highest = -Infinity;
  #energy = 0;
  #inPoint = 0;

  /**
   * @param sampleRate hertz
   * @param expectedFrames length of the mix if known, so that memory is taken once
   */
  constructor(
    readonly sampleRate: number,
    expectedFrames = 0,
  ) {
    assertInRange('sampleRate', sampleRate, 1, Number.MAX_SAFE_INTEGER);
    this.#framesPerPoint = finestFramesPerPoint(sampleRate);
    const points = Math.ceil(expectedFrames / this.#framesPerPoint) + 1;
    this.#min = new Float32Array(points);
    this.#max = new Float32Array(points);
    this.#rms = new Float32Array(points);
  }

  /** Takes the first `count` frames of both arrays; give mono as both. */
  process(left: Float32Array, right: Float32Array, count: number): void {
    let from = 0;
    while (from < count) {
      const to = Math.min(count, from + this.#framesPerPoint - this.#inPoint);
      let lowest = this.#lowest;
      let highest = this.#highest;
      let energy = 0;
      for (let i = from; i < to; i++) {
        const l = left[i]!;
        const r = right[i]!;
        if (l < lowest) lowest = l;
        if (r < lowest) lowest = r;
        if (l > highest) highest = l;
        if (r > highest) highest = r;
        energy += l * l + r * r;
      }
      this.#lowest = lowest;
      this.#highest = highest;
      this.#energy += energy;
      this.#inPoint += to - from;
      from = to;
      if (this.#inPoint === this.#framesPerPoint) this.#endPoint();
    }
    this.#length += count;
  }

  /** Ends the stream; a last incomplete block becomes a point of its own. */
  finish(): Waveform {
    if (this.#inPoint > 0) this.#endPoint();
    const levels: WaveformLevel[] = [
      {
        framesPerPoint: this.#framesPerPoint,
        min: this.#min.slice(0, this.#points),
        max: this.#max.slice(0, this.#points),
        rms: this.#rms.slice(0, this.#points),
      },
    ];
    while (levels.at(-1)!.min.length > COARSEST_POINTS) levels.push(coarsen(levels.at(-1)!, this.#length));
    return { sampleRate: this.sampleRate, lengthFrames: this.#length, levels };
  }

  #endPoint(): void {
    if (this.#points === this.#min.length) {
      const grow = (old: Float32Array): Float32Array => {
        const grown = new Float32Array(2 * old.length);
        grown.set(old);
        return grown;
      };
      this.#min = grow(this.#min);
      this.#max = grow(this.#max);
      this.#rms = grow(this.#rms);
    }
    this.#min[this.#points] = this.#lowest;
    this.#max[this.#points] = this.#highest;
    this.#rms[this.#points] = Math.sqrt(this.#energy / (2 * this.#inPoint));
    this.#points += 1;
    this.#lowest = Infinity;
    this.#highest = -Infinity;
    this.#energy = 0;
    this.#inPoint = 0;
  }
}

function coarsen(fine: WaveformLevel, lengthFrames: number): WaveformLevel {
  const points = Math.ceil(fine.min.length / COARSENING);
  const min = new Float32Array(points);
  const max = new Float32Array(points);
  const rms = new Float32Array(points);
  for (let point = 0; point < points; point++) {
    let lowest = Infinity;
    let highest = -Infinity;
    let energy = 0;
    let frames = 0;
    for (let i = point * COARSENING; i < Math.min(fine.min.length, (point + 1) * COARSENING); i++) {
      const inPoint = Math.min(fine.framesPerPoint, lengthFrames - i * fine.framesPerPoint);
      lowest = Math.min(lowest, fine.min[i]!);
      highest = Math.max(highest, fine.max[i]!);
      energy += fine.rms[i]! ** 2 * inPoint;
      frames += inPoint;
    }
    min[point] = lowest;
    max[point] = highest;
    rms[point] = Math.sqrt(energy / frames);
  }
  return { framesPerPoint: fine.framesPerPoint * COARSENING, min, max, rms };
}
