import { ampToDb } from '../core/units';

/**
 * Interpolating filter of ITU-R BS.1770-5 Annex 2: phases 0 and 1 of four, 12 taps each.
 * Phase 3 is phase 0 and phase 2 is phase 1 back to front.
 */
const PHASES: readonly (readonly number[])[] = [
  [
    0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875,
    -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
  ],
  [
    -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
    -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  ],
];
const TAPS = 12;
const HISTORY = TAPS - 1;
const HALF = TAPS / 2;
/** No output exceeds the largest input of its window by more than this. */
const GAIN_BOUND = Math.max(...PHASES.map((phase) => phase.reduce((sum, tap) => sum + Math.abs(tap), 0)));
/** Frames looked at together when deciding whether interpolation can matter. */
const GROUP = 8;

/**
 * A phase and its mirror image share their work: with p = Σ (h[i] + h[11−i])·(x[i] + x[11−i]) / 2 and
 * q = Σ (h[i] − h[11−i])·(x[i] − x[11−i]) / 2 over half the taps they are p + q and p − q, so the larger
 * magnitude of the two is |p| + |q|.
 */
const EVEN = PHASES.map((phase) =>
  Float64Array.from({ length: HALF }, (_, i) => (phase[i]! + phase[HISTORY - i]!) / 2),
);
const ODD = PHASES.map((phase) => Float64Array.from({ length: HALF }, (_, i) => (phase[i]! - phase[HISTORY - i]!) / 2));

/** True peak and sample peak of one channel as it streams past. */
export class ChannelPeak {
  #truePeak = 0;
  #samplePeak = 0;
  /** The last 11 samples of the block before, then room for the first 11 of this one. */
  readonly #seam = new Float32Array(2 * HISTORY);

  /** Largest magnitude between or on the samples, full scale = 1. */
  get truePeak(): number {
    return this.#truePeak;
  }

  /** Largest sample magnitude, full scale = 1. */
  get samplePeak(): number {
    return this.#samplePeak;
  }

  /** Measures the first `count` samples; allocates nothing. */
  process(samples: Float32Array, count: number): void {
    const head = Math.min(count, HISTORY);
    for (let i = 0; i < head; i++) this.#seam[HISTORY + i] = samples[i]!;
    this.#scan(this.#seam, HISTORY, HISTORY + head);
    if (count > HISTORY) this.#scan(samples, HISTORY, count);
    if (count >= HISTORY) for (let i = 0; i < HISTORY; i++) this.#seam[i] = samples[count - HISTORY + i]!;
    else this.#seam.copyWithin(0, count, count + HISTORY);
  }

  reset(): void {
    this.#truePeak = 0;
    this.#samplePeak = 0;
    this.#seam.fill(0);
  }

  /** Takes frames `from` to `to`, of which the 11 before `from` are in the same array. */
  #scan(samples: Float32Array, from: number, to: number): void {
    let before2 = 0;
    let before1 = 0;
    for (let i = from - HISTORY; i < from; i++) before1 = Math.max(before1, Math.abs(samples[i]!));
    for (let start = from; start < to; start += GROUP) {
      const end = Math.min(to, start + GROUP);
      let here = 0;
      for (let i = start; i < end; i++) {
        const magnitude = Math.abs(samples[i]!);
        if (magnitude > here) here = magnitude;
      }
      if (here > this.#samplePeak) {
        this.#samplePeak = here;
        // The filter's own gain near a quarter of the rate is a little below 1: the samples themselves count too.
        if (here > this.#truePeak) this.#truePeak = here;
      }
      if (Math.max(here, before1, before2) * GAIN_BOUND > this.#truePeak) this.#interpolate(samples, start, end);
      before2 = before1;
      before1 = here;
    }
  }

  #interpolate(samples: Float32Array, from: number, to: number): void {
    const even0 = EVEN[0]!;
    const even1 = EVEN[1]!;
    const odd0 = ODD[0]!;
    const odd1 = ODD[1]!;
    let peak = this.#truePeak;
    for (let n = from; n < to; n++) {
      let p0 = 0;
      let q0 = 0;
      let p1 = 0;
      let q1 = 0;
      for (let i = 0; i < HALF; i++) {
        const newer = samples[n - i]!;
        const older = samples[n - HISTORY + i]!;
        const sum = newer + older;
        const difference = newer - older;
        p0 += even0[i]! * sum;
        q0 += odd0[i]! * difference;
        p1 += even1[i]! * sum;
        q1 += odd1[i]! * difference;
      }
      const outer = Math.abs(p0) + Math.abs(q0);
      const inner = Math.abs(p1) + Math.abs(q1);
      if (outer > peak) peak = outer;
      if (inner > peak) peak = inner;
    }
    this.#truePeak = peak;
  }
}

/** True peak of one or two channels (ITU-R BS.1770-5 Annex 2: four times oversampled). Samples must be finite. */
export class TruePeakMeter {
  readonly channels: readonly ChannelPeak[];

  constructor(channelCount: 1 | 2 = 2) {
    this.channels = Array.from({ length: channelCount }, () => new ChannelPeak());
  }

  /** Highest of all channels since the start or the last reset, dBTP; −Infinity in silence. */
  get truePeakDbtp(): number {
    return ampToDb(Math.max(...this.channels.map((channel) => channel.truePeak)));
  }

  get samplePeakDbfs(): number {
    return ampToDb(Math.max(...this.channels.map((channel) => channel.samplePeak)));
  }

  /** Measures the first `count` frames; `right` is left aside by a meter of one channel. */
  process(left: Float32Array, right: Float32Array, count: number): void {
    this.channels[0]!.process(left, count);
    this.channels[1]?.process(right, count);
  }

  reset(): void {
    for (const channel of this.channels) channel.reset();
  }
}
