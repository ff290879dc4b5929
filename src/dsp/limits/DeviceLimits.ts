import { dbToPower } from '../../core/units';
import type { LimitsModel } from './LimitsModel';

/**
 * Runs that differ in what came before agree to −90 dB after this long, seconds: 13 releases of 0.15 s, the longest. Their
 * control steps (16 frames up to 50 kHz) must coincide; else some −50 dB of difference stay.
 */
export const LIMITS_MEMORY_SEC = 2;

/**
 * Which frame begins the first control step: the first that is passed in, so that whoever starts at a known frame of a mix
 * knows where all steps lie; or the first that is not silent, for a stream whose start says nothing.
 */
export type ControlStart = 'first frame' | 'first sound';

/** Gains are worked out this often, frames at up to 50 kHz, and go in straight lines in between. */
const CONTROL_FRAMES = 16;
/** Two one-poles in a row smooth the square: 0.05 dB of ripple are left of a 50 Hz tone. */
const RMS_SEC = 0.012;
/** The highest peak of this long counts, so that a tone from 40 Hz on has one steady gain. */
const HOLD_SEC = 0.0125;
/** Gains move at least this fast, so that they arrive, and at rest are exactly 1. */
const LEAST_DB_PER_SEC = 8;
/** The band that distorts is cut once more above this many times its edge, so that its cube folds nothing back. */
const CUBE_EDGE = 1.5;
/**
 * The cube bends back where the squared sample is this many times the mean square, or an onset would overshoot before
 * its level is known: u³ / (1 + (u² / 8P)²). That takes 8 % off a tone's third harmonic, made up for.
 */
const CUBE_BEND = 8;
const CUBE_MAKE_UP = 1.085;
/** What is not a sample counts as silence. */
const LARGEST_SAMPLE = 1e6;
/** States below this are set to 0 before they become denormal. */
const STATE_FLOOR = 1e-20;
const DB_PER_LOG_POWER = 10 / Math.LN10;
const LOG_AMP_PER_DB = Math.LN10 / 20;

/** A gain in dB on its way to where it should be: falling with one time constant, rising with another. */
class GlidingGain {
  #db = 0;
  readonly #fall: number;
  readonly #rise: number;
  readonly #least: number;

  constructor(attackSec: number, releaseSec: number, stepSec: number) {
    this.#fall = 1 - Math.exp(-stepSec / attackSec);
    this.#rise = 1 - Math.exp(-stepSec / releaseSec);
    this.#least = LEAST_DB_PER_SEC * stepSec;
  }

  /** One step nearer; returns the gain as an amplitude, exactly 1 at rest. */
  glideTo(targetDb: number): number {
    const way = targetDb - this.#db;
    if (way === 0) return this.#db === 0 ? 1 : Math.exp(this.#db * LOG_AMP_PER_DB);
    const length = Math.abs(way);
    const step = Math.max(this.#least, length * (way < 0 ? this.#fall : this.#rise));
    this.#db = step >= length ? targetDb : this.#db + Math.sign(way) * step;
    return this.#db === 0 ? 1 : Math.exp(this.#db * LOG_AMP_PER_DB);
  }

  reset(): void {
    this.#db = 0;
  }
}

/**
 * Protection of a small loudspeaker as {@link LimitsModel} describes it; both channels share the gains. No latency.
 *
 *     x ─┬──────────────────────────── + ── · limiter gain ── y
 *        └─ low-pass ── c ─┬─ · (g − 1) ┘
 *                          └─ cube of g·c ┘
 *
 * The low-pass is of first order: it turns the phase least, so taking the band out by subtracting it leaves least
 * behind, and with g = 1 the sum is the input bit for bit. Instead of driving the signal up and down again, the
 * thresholds are moved. `process` allocates nothing.
 */
export class DeviceLimits {
  readonly #controlFrames: number;
  /** Frames until gains are worked out again; counted over all calls, so blocks may be cut anywhere. */
  #left: number;
  #isResting: boolean;

  readonly #lowpass: number;
  readonly #cubeB: number;
  readonly #cubeA1: number;
  readonly #cubeA2: number;
  readonly #rmsStep: number;
  #bassThresholdDb = 0;
  readonly #bassSlope: number;
  readonly #bassGain: GlidingGain | null;
  /** Third harmonic of a cube c³: this times 1 / A² of the fundamental; 0 where nothing distorts. */
  readonly #third: number;
  #thresholdPower = 0;

  #limiterThresholdDb = 0;
  readonly #limiterGain: GlidingGain | null;
  readonly #peaks: Float64Array;
  #peakAt = 0;
  #peak = 0;
  /** Of {@link #peaks}. */
  #highest = 0;

  /** Left: low-pass, two of the cube's low-pass; right: the same; mean squares, two stages each. */
  readonly #state = new Float64Array(10);
  #g = 1;
  #gStep = 0;
  #gEnd = 1;
  #limit = 1;
  #limitStep = 0;
  #limitEnd = 1;
  #cubeGain = 0;
  #cubeLinear = 0;
  #cubeBend = 0;

  constructor(
    readonly model: LimitsModel,
    readonly sampleRate: number,
    driveDb: number,
    private readonly controlStart: ControlStart = 'first sound',
  ) {
    this.#isResting = controlStart === 'first sound';
    this.#controlFrames = CONTROL_FRAMES * Math.max(1, Math.round(sampleRate / 48_000));
    this.#left = this.#controlFrames;
    const stepSec = this.#controlFrames / sampleRate;
    const { bass, limiter } = model;

    const edgeHz = Math.min(bass?.belowHz ?? 0, sampleRate / 8);
    this.#lowpass = 1 - Math.exp((-2 * Math.PI * edgeHz) / sampleRate);
    // Butterworth, bilinear; b0 = b2 = b, b1 = 2b.
    const k = Math.tan((Math.PI * Math.min(edgeHz * CUBE_EDGE, sampleRate / 6)) / sampleRate);
    const a0 = 1 + Math.SQRT2 * k + k * k;
    this.#cubeB = (k * k) / a0;
    this.#cubeA1 = (2 * (k * k - 1)) / a0;
    this.#cubeA2 = (1 - Math.SQRT2 * k + k * k) / a0;
    this.#rmsStep = 1 - Math.exp(-1 / (RMS_SEC * sampleRate));
    this.#bassSlope = bass ? 1 / bass.ratio - 1 : 0;
    this.#bassGain = bass ? new GlidingGain(bass.attackSec, bass.releaseSec, stepSec) : null;
    this.#third = bass?.thirdHarmonic ?? 0;
    this.#limiterGain = limiter ? new GlidingGain(limiter.attackSec, limiter.releaseSec, stepSec) : null;
    this.#peaks = new Float64Array(Math.max(1, Math.ceil(HOLD_SEC / stepSec)));
    this.setDriveDb(driveDb);
  }

  /**
   * @param driveDb brings the mix to the loudness that the model's levels are meant at, dB; undone behind. Gains glide to
   *   what it asks for as they do after a change of level
   */
  setDriveDb(driveDb: number): void {
    const { bass, limiter } = this.model;
    this.#bassThresholdDb = (bass?.thresholdDb ?? 0) - driveDb;
    this.#thresholdPower = dbToPower(this.#bassThresholdDb);
    this.#limiterThresholdDb = (limiter?.thresholdDb ?? 0) - driveDb;
  }

  /** Frames `from` … `to − 1` of both channels, in place. */
  process(left: Float32Array, right: Float32Array, from: number, to: number): void {
    if (!this.#bassGain && !this.#limiterGain) return;
    let first = from;
    // Nothing has been heard yet.
    if (this.#isResting) {
      while (first < to && left[first] === 0 && right[first] === 0) first++;
      if (first === to) return;
      this.#isResting = false;
    }
    for (let at = first; at < to;) {
      const end = Math.min(to, at + this.#left);
      this.#run(left, right, at, end);
      this.#left -= end - at;
      at = end;
      if (this.#left === 0) {
        this.#left = this.#controlFrames;
        this.#control();
      }
    }
  }

  #run(left: Float32Array, right: Float32Array, from: number, to: number): void {
    const state = this.#state;
    const lowpass = this.#lowpass;
    const b = this.#cubeB;
    const a1 = this.#cubeA1;
    const a2 = this.#cubeA2;
    const rms = this.#rmsStep;
    const cubeGain = this.#cubeGain;
    const cubeLinear = this.#cubeLinear;
    const cubeBend = this.#cubeBend;
    const isBass = this.#bassGain !== null;
    const isCubed = this.#third > 0;
    const gStep = this.#gStep;
    const limitStep = this.#limitStep;
    let g = this.#g;
    let limit = this.#limit;
    let peak = this.#peak;
    let l0 = state[0]!;
    let l1 = state[1]!;
    let l2 = state[2]!;
    let r0 = state[3]!;
    let r1 = state[4]!;
    let r2 = state[5]!;
    let ml1 = state[6]!;
    let ml2 = state[7]!;
    let mr1 = state[8]!;
    let mr2 = state[9]!;
    for (let i = from; i < to; i++) {
      let x = left[i]!;
      let y = right[i]!;
      if (!(x > -LARGEST_SAMPLE && x < LARGEST_SAMPLE)) x = 0;
      if (!(y > -LARGEST_SAMPLE && y < LARGEST_SAMPLE)) y = 0;
      g += gStep;
      limit += limitStep;
      if (isBass) {
        l0 += lowpass * (x - l0);
        r0 += lowpass * (y - r0);
        ml1 += rms * (l0 * l0 - ml1);
        ml2 += rms * (ml1 - ml2);
        mr1 += rms * (r0 * r0 - mr1);
        mr2 += rms * (mr1 - mr2);
        x += (g - 1) * l0;
        y += (g - 1) * r0;
        if (isCubed) {
          const cl = b * l0 + l1;
          l1 = 2 * b * l0 - a1 * cl + l2;
          l2 = b * l0 - a2 * cl;
          const cr = b * r0 + r1;
          r1 = 2 * b * r0 - a1 * cr + r2;
          r2 = b * r0 - a2 * cr;
          const sl = cl * cl;
          const sr = cr * cr;
          const ql = sl * cubeBend;
          const qr = sr * cubeBend;
          const dl = 1 + ql * ql;
          const dr = 1 + qr * qr;
          // One division for both.
          const bent = cubeGain / (dl * dr);
          x += cl * (cubeLinear - sl * dr * bent);
          y += cr * (cubeLinear - sr * dl * bent);
        }
      }
      const size = Math.max(x < 0 ? -x : x, y < 0 ? -y : y);
      if (size > peak) peak = size;
      left[i] = x * limit;
      right[i] = y * limit;
    }
    state[0] = l0;
    state[1] = l1;
    state[2] = l2;
    state[3] = r0;
    state[4] = r1;
    state[5] = r2;
    state[6] = ml1;
    state[7] = ml2;
    state[8] = mr1;
    state[9] = mr2;
    this.#g = g;
    this.#limit = limit;
    this.#peak = peak;
  }

  /** Takes the levels of the last stretch and sets where the gains go in the next. */
  #control(): void {
    const state = this.#state;
    for (let i = 0; i < state.length; i++) if (Math.abs(state[i]!) < STATE_FLOOR) state[i] = 0;

    if (this.#bassGain) {
      this.#g = this.#gEnd;
      const power = Math.max(state[7]!, state[9]!);
      const overDb = power > 0 ? Math.log(power) * DB_PER_LOG_POWER - this.#bassThresholdDb : -1;
      this.#gEnd = this.#bassGain.glideTo(overDb > 0 ? this.#bassSlope * overDb : 0);
      this.#gStep = (this.#gEnd - this.#g) / this.#controlFrames;
      if (this.#third > 0) {
        // For a tone of amplitude A (mean square A²/2) the cube g³c³ makes A³/4 of the third harmonic and 3A³/4 of the
        // fundamental, which is taken off again. The part stays at that of the threshold above it.
        const g = this.#gEnd;
        const distorted = Math.max(this.#thresholdPower, power * g * g);
        this.#cubeGain = ((2 * this.#third * CUBE_MAKE_UP) / distorted) * g * g * g;
        this.#cubeLinear = this.#cubeGain * 1.5 * power;
        this.#cubeBend = (g * g) / (CUBE_BEND * distorted);
      }
    }

    if (this.#limiterGain) {
      this.#limit = this.#limitEnd;
      const gone = this.#peaks[this.#peakAt]!;
      this.#peaks[this.#peakAt] = this.#peak;
      this.#peakAt = (this.#peakAt + 1) % this.#peaks.length;
      let highest = Math.max(this.#highest, this.#peak);
      if (gone === highest) {
        highest = 0;
        for (let i = 0; i < this.#peaks.length; i++) if (this.#peaks[i]! > highest) highest = this.#peaks[i]!;
      }
      this.#highest = highest;
      const overDb = highest > 0 ? 2 * Math.log(highest) * DB_PER_LOG_POWER - this.#limiterThresholdDb : -1;
      this.#limitEnd = this.#limiterGain.glideTo(overDb > 0 ? -overDb : 0);
      this.#limitStep = (this.#limitEnd - this.#limit) / this.#controlFrames;
      this.#peak = 0;
    }
  }

  /** As if silence had gone before. */
  reset(): void {
    this.#state.fill(0);
    this.#peaks.fill(0);
    this.#bassGain?.reset();
    this.#limiterGain?.reset();
    this.#left = this.#controlFrames;
    this.#isResting = this.controlStart === 'first sound';
    this.#peakAt = 0;
    this.#peak = 0;
    this.#highest = 0;
    this.#g = 1;
    this.#gEnd = 1;
    this.#gStep = 0;
    this.#limit = 1;
    this.#limitEnd = 1;
    this.#limitStep = 0;
    this.#cubeGain = 0;
    this.#cubeLinear = 0;
    this.#cubeBend = 0;
  }
}
