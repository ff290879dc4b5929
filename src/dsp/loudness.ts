import { assertInRange } from '../core/errors';
import { dbToPower, powerToDb } from '../core/units';
import { LoudnessHistogram } from './loudnessHistogram';

/** Second-order section with a0 = 1. */
export interface BiquadCoefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** The two sections of the K weighting, in signal order. */
export interface KWeighting {
  /** Stage 1: the head as a high shelf of +4 dB. */
  readonly shelf: BiquadCoefficients;
  /** Stage 2: the RLB high-pass. */
  readonly highpass: BiquadCoefficients;
}

/**
 * K weighting of ITU-R BS.1770-5 Annex 1 at any sample rate. The standard prints 48 kHz only and asks for "the same
 * frequency response" elsewhere; these are the analog parameters whose bilinear transform gives its tables 1 and 2.
 * @param sampleRate hertz, 8000…384000
 */
export function kWeighting(sampleRate: number): KWeighting {
  assertInRange('sampleRate', sampleRate, 8000, 384000);
  const shelfHz = 1681.974450955533;
  const shelfQ = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const k = Math.tan((Math.PI * shelfHz) / sampleRate);
  const a0 = 1 + k / shelfQ + k * k;
  const shelf: BiquadCoefficients = {
    b0: (high + (band * k) / shelfQ + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / shelfQ + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / shelfQ + k * k) / a0,
  };
  const passHz = 38.13547087602444;
  const passQ = 0.5003270373238773;
  const p = Math.tan((Math.PI * passHz) / sampleRate);
  const p0 = 1 + p / passQ + p * p;
  // The standard leaves this numerator at 1, −2, 1: the gain of 1.005 that remains belongs to the −0.691 dB offset.
  return { shelf, highpass: { b0: 1, b1: -2, b2: 1, a1: (2 * (p * p - 1)) / p0, a2: (1 - p / passQ + p * p) / p0 } };
}

function sectionPower(c: BiquadCoefficients, cos1: number, cos2: number): number {
  const { b0, b1, b2, a1, a2 } = c;
  const numerator = b0 * b0 + b1 * b1 + b2 * b2 + 2 * (b0 * b1 + b1 * b2) * cos1 + 2 * b0 * b2 * cos2;
  const denominator = 1 + a1 * a1 + a2 * a2 + 2 * (a1 + a1 * a2) * cos1 + 2 * a2 * cos2;
  return Math.max(0, numerator) / denominator;
}

/** Power gain of the K weighting at one frequency (hertz, up to Nyquist). */
export function kWeightingPower(weighting: KWeighting, frequencyHz: number, sampleRate: number): number {
  const w = (2 * Math.PI * frequencyHz) / sampleRate;
  const cos1 = Math.cos(w);
  const cos2 = Math.cos(2 * w);
  return sectionPower(weighting.shelf, cos1, cos2) * sectionPower(weighting.highpass, cos1, cos2);
}

/** Weights of BS.1770-5 Annex 1 table 3 for left, right, centre, left surround, right surround. */
export const FIVE_CHANNEL_WEIGHTS: readonly number[] = [1, 1, 1, 1.41, 1.41];

/** BS.1770-5 Annex 1 eq. 2: weighted sum of K-weighted mean squares to LUFS; 0 gives −Infinity. */
export const powerToLufs = (power: number): number => powerToDb(power) - 0.691;
/** The inverse of {@link powerToLufs}. */
export const lufsToPower = (lufs: number): number => dbToPower(lufs + 0.691);

/** BS.1770-5 Annex 1 eq. 5. */
export const ABSOLUTE_GATE_POWER = lufsToPower(-70);
/** BS.1770-5 Annex 1 eq. 6: 10 LU below the mean of what passed the absolute gate. */
const RELATIVE_GATE = dbToPower(-10);
/** EBU Tech 3342 §3: 20 LU below the same mean, for the loudness range. */
const RANGE_GATE = dbToPower(-20);

/**
 * Integrated loudness of gating blocks, both gates applied (BS.1770-5 Annex 1 eq. 5–7).
 * @param blockPowers weighted mean square of each 400 ms block
 * @returns LUFS; −Infinity when no block passes
 */
export function gatedLoudness(blockPowers: ArrayLike<number>): number {
  const meanAbove = (gate: number): number => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < blockPowers.length; i++) {
      const power = blockPowers[i]!;
      if (power > gate) {
        sum += power;
        count += 1;
      }
    }
    return count > 0 ? sum / count : 0;
  };
  return powerToLufs(meanAbove(Math.max(ABSOLUTE_GATE_POWER, meanAbove(ABSOLUTE_GATE_POWER) * RELATIVE_GATE)));
}

/** Frame at which 100 ms step `step` begins: blocks are 400 ms "to the nearest sample" at any rate. */
export const gatingStepFrame = (step: number, sampleRate: number): number => Math.round((step * sampleRate) / 10);

/**
 * 400 ms block powers, one every 100 ms, from the energies of the 100 ms steps; an incomplete last block is dropped.
 * @param stepEnergies weighted sum of squares of each whole step
 */
export function gatingBlocks(stepEnergies: ArrayLike<number>, sampleRate: number): Float64Array {
  const blocks = new Float64Array(Math.max(0, stepEnergies.length - 3));
  // Steps of whole frames are all equally long.
  const frames = sampleRate % 10 === 0 ? (4 * sampleRate) / 10 : null;
  for (let i = 0; i < blocks.length; i++) {
    const energy = stepEnergies[i]! + stepEnergies[i + 1]! + stepEnergies[i + 2]! + stepEnergies[i + 3]!;
    blocks[i] = energy / (frames ?? gatingStepFrame(i + 4, sampleRate) - gatingStepFrame(i, sampleRate));
  }
  return blocks;
}

/**
 * 400 ms block powers of a whole recording of any number of channels, for {@link gatedLoudness}. Turning the recording
 * up or down by a factor multiplies them by its square.
 * @param channels samples at full scale ±1, equal lengths, LFE left out
 * @param weights one for each channel, BS.1770-5 table 3
 */
export function loudnessBlocks(
  channels: readonly ArrayLike<number>[],
  sampleRate: number,
  weights: readonly number[] = channels.map(() => 1),
): Float64Array {
  if (weights.length !== channels.length) {
    throw new RangeError(`weights must have one entry for each of ${channels.length} channels, got ${weights.length}`);
  }
  const { shelf, highpass } = kWeighting(sampleRate);
  const length = channels[0]?.length ?? 0;
  let stepCount = Math.floor((length * 10) / sampleRate);
  while (stepCount > 0 && gatingStepFrame(stepCount, sampleRate) > length) stepCount--;
  const energies = new Float64Array(stepCount);
  channels.forEach((samples, channel) => {
    const state = new Float64Array(4);
    for (let step = 0, from = 0; step < stepCount; step++) {
      let energy = 0;
      for (const end = gatingStepFrame(step + 1, sampleRate); from < end; from += FLUSH_FRAMES) {
        energy += kWeightedEnergy(samples, from, Math.min(end, from + FLUSH_FRAMES), shelf, highpass, state);
      }
      from = gatingStepFrame(step + 1, sampleRate);
      energies[step]! += weights[channel]! * energy;
    }
  });
  return gatingBlocks(energies, sampleRate);
}

/** Filter states below this are set to 0 before they become denormal: far below one 32-bit step. */
const STATE_FLOOR = 1e-30;
/** After silence of this length no state has had time to become denormal. */
const FLUSH_FRAMES = 256;

/** K-weights frames `from` to `to` of one channel in doubles, on and to `state`, and returns their energy. */
function kWeightedEnergy(
  samples: ArrayLike<number>,
  from: number,
  to: number,
  { b0, b1, b2, a1, a2 }: BiquadCoefficients,
  { a1: c1, a2: c2 }: BiquadCoefficients,
  state: Float64Array,
): number {
  let s1 = state[0]!;
  let s2 = state[1]!;
  let t1 = state[2]!;
  let t2 = state[3]!;
  let energy = 0;
  for (let i = from; i < to; i++) {
    const x = samples[i]!;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    const z = y + t1;
    t1 = t2 - 2 * y - c1 * z;
    t2 = y - c2 * z;
    energy += z * z;
  }
  state[0] = Math.abs(s1) < STATE_FLOOR ? 0 : s1;
  state[1] = Math.abs(s2) < STATE_FLOOR ? 0 : s2;
  state[2] = Math.abs(t1) < STATE_FLOOR ? 0 : t1;
  state[3] = Math.abs(t2) < STATE_FLOOR ? 0 : t2;
  return energy;
}

/**
 * Integrated loudness of a whole recording of any number of channels, every block kept (no histogram).
 * @param channels samples at full scale ±1, equal lengths, LFE left out
 * @param weights one for each channel, BS.1770-5 table 3
 * @returns LUFS; −Infinity when nothing passes the gates
 */
export const integratedLoudness = (
  channels: readonly ArrayLike<number>[],
  sampleRate: number,
  weights?: readonly number[],
): number => gatedLoudness(loudnessBlocks(channels, sampleRate, weights));

const HOPS_PER_SEC = 100;
/** Momentary 0.4 s, short-term 3 s (EBU Tech 3341 §2.2). */
const MOMENTARY_HOPS = 40;
const SHORT_TERM_HOPS = 300;
/** Gating blocks overlap by 75 %; the loudness range wants at least ten values a second (Tech 3342 §3). */
const BLOCK_HOPS = 10;

/**
 * EBU Mode loudness of a stereo stream (BS.1770-5, EBU Tech 3341 and 3342), for any block size.
 *
 *     left  ─ K ─ ( )² ┐
 *                      + ─ 10 ms hops ─┬─ 0.4 s ── momentary ── every 100 ms: histogram ── integrated
 *     right ─ K ─ ( )² ┘               └─ 3 s ──── short-term ─ every 100 ms: histogram ── range
 *
 * Windows move by 10 ms, so their maxima are found wherever they lie. Memory does not grow; the histograms are off
 * by less than 0.01 LU. `process` allocates nothing. Feed a mono signal as both channels (dual mono). Samples
 * must be finite.
 */
export class LoudnessMeter {
  readonly #shelf: BiquadCoefficients;
  readonly #highpass: BiquadCoefficients;
  /** Shelf then high-pass, two states each; left, right. */
  readonly #states = [new Float64Array(4), new Float64Array(4)] as const;
  /** Energies of the last 3 s in hops. */
  readonly #hops = new Float64Array(SHORT_TERM_HOPS);
  readonly #blocks = new LoudnessHistogram(ABSOLUTE_GATE_POWER);
  readonly #shortTerms = new LoudnessHistogram(ABSOLUTE_GATE_POWER);
  #hopEnergy = 0;
  #hopIndex = 0;
  #frame = 0;
  #hopEnd: number;
  #momentary = 0;
  #shortTerm = 0;
  #maxMomentary = 0;
  #maxShortTerm = 0;
  #integratedAt = -1;
  #integrated = -Infinity;
  #rangeAt = -1;
  #range = 0;

  /** @param sampleRate hertz, 8000…384000 */
  constructor(readonly sampleRate: number) {
    const { shelf, highpass } = kWeighting(sampleRate);
    this.#shelf = shelf;
    this.#highpass = highpass;
    this.#hopEnd = this.#hopFrame(1);
  }

  /** Loudness of the last 0.4 s, LUFS; what came before the start counts as silence. */
  get momentaryLufs(): number {
    return powerToLufs(this.#momentary);
  }

  /** Loudness of the last 3 s, LUFS. */
  get shortTermLufs(): number {
    return powerToLufs(this.#shortTerm);
  }

  get maxMomentaryLufs(): number {
    return powerToLufs(this.#maxMomentary);
  }

  get maxShortTermLufs(): number {
    return powerToLufs(this.#maxShortTerm);
  }

  /** Gated loudness since the start or the last reset, LUFS; −Infinity until a block passes the gates. */
  get integratedLufs(): number {
    if (this.#integratedAt !== this.#blocks.count) {
      this.#integratedAt = this.#blocks.count;
      this.#integrated = powerToLufs(this.#blocks.meanPowerAbove(this.#blocks.meanPower() * RELATIVE_GATE));
    }
    return this.#integrated;
  }

  /** EBU Tech 3342 loudness range, LU; 0 until there are 3 s above −70 LUFS. */
  get loudnessRangeLu(): number {
    if (this.#rangeAt !== this.#shortTerms.count) {
      this.#rangeAt = this.#shortTerms.count;
      const gate = this.#shortTerms.meanPower() * RANGE_GATE;
      const [low = 0, high = 0] = this.#shortTerms.percentilePowers(gate, [0.1, 0.95]);
      this.#range = low > 0 ? powerToDb(high / low) : 0;
    }
    return this.#range;
  }

  /**
   * Measures the first `count` frames of both arrays.
   * @param right the same array as `left` for mono, which then costs half
   */
  process(left: Float32Array, right: Float32Array, count: number): void {
    let from = 0;
    while (from < count) {
      const to = Math.min(count, from + this.#hopEnd - this.#frame);
      if (left === right) {
        this.#hopEnergy += 2 * this.#filter(left, from, to, 0);
        this.#states[1].set(this.#states[0]);
      } else {
        this.#hopEnergy += this.#filter(left, from, to, 0) + this.#filter(right, from, to, 1);
      }
      this.#frame += to - from;
      from = to;
      if (this.#frame === this.#hopEnd) this.#endHop();
    }
  }

  reset(): void {
    for (const state of this.#states) state.fill(0);
    this.#hops.fill(0);
    this.#blocks.reset();
    this.#shortTerms.reset();
    this.#hopEnergy = 0;
    this.#hopIndex = 0;
    this.#frame = 0;
    this.#hopEnd = this.#hopFrame(1);
    this.#momentary = 0;
    this.#shortTerm = 0;
    this.#maxMomentary = 0;
    this.#maxShortTerm = 0;
    this.#integratedAt = -1;
    this.#rangeAt = -1;
  }

  #hopFrame(hop: number): number {
    return Math.round((hop * this.sampleRate) / HOPS_PER_SEC);
  }

  #filter(samples: Float32Array, from: number, to: number, channel: 0 | 1): number {
    return kWeightedEnergy(samples, from, to, this.#shelf, this.#highpass, this.#states[channel]);
  }

  #endHop(): void {
    this.#hops[this.#hopIndex % SHORT_TERM_HOPS] = this.#hopEnergy;
    this.#hopEnergy = 0;
    this.#hopIndex += 1;
    this.#hopEnd = this.#hopFrame(this.#hopIndex + 1);
    this.#momentary = this.#windowPower(MOMENTARY_HOPS);
    this.#shortTerm = this.#windowPower(SHORT_TERM_HOPS);
    this.#maxMomentary = Math.max(this.#maxMomentary, this.#momentary);
    this.#maxShortTerm = Math.max(this.#maxShortTerm, this.#shortTerm);
    if (this.#hopIndex % BLOCK_HOPS !== 0) return;
    if (this.#hopIndex >= MOMENTARY_HOPS) this.#blocks.add(this.#momentary);
    if (this.#hopIndex >= SHORT_TERM_HOPS) this.#shortTerms.add(this.#shortTerm);
  }

  /** Mean over the last `count` hops. Summed anew each time: a running sum would keep the rounding of loud passages. */
  #windowPower(count: number): number {
    let sum = 0;
    let at = (this.#hopIndex + SHORT_TERM_HOPS - count) % SHORT_TERM_HOPS;
    for (let i = 0; i < count; i++) {
      sum += this.#hops[at]!;
      at = at + 1 === SHORT_TERM_HOPS ? 0 : at + 1;
    }
    return sum / (this.#hopFrame(this.#hopIndex) - this.#hopFrame(this.#hopIndex - count));
  }
}
