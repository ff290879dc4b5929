import { seededRandom } from '../../core/random';
import { kWeighting, kWeightingPower, lufsToPower } from '../loudness';
import { fftOfSize } from '../fft';
import { NOISE_RANGE_HZ, pointsDb } from './NoiseShape';
import type { NoiseLife, NoiseShape } from './NoiseShape';

/** Block at up to 50 kHz, frames: bins of about 12 Hz, a new block every 43 ms. */
const BLOCK_FRAMES = 4096;
/** Bins of the window's spectrum on either side that matter. */
const SMEAR_BINS = 6;
const SMEAR_ROUNDS = 12;
/** Places of a turn in the sine table; a power of two. */
const TURN = 4096;
/** Distance of two points in a diffuse field whose coherence the ears get, metres; its first zero is at 430 Hz. */
const EAR_DISTANCE_M = 0.4;
const SPEED_OF_SOUND = 343;

/** Bands that voices move in: half octaves from here. */
const LIFE_FROM_HZ = 100;
const LIFE_BANDS = 13;

interface LifeFigures {
  readonly voices: number;
  /** Part of the power that moves. */
  readonly depth: number;
  readonly eventsPerSec: number;
  /** Peak of an event against the RMS of the bed. */
  readonly eventGain: number;
}

const LIVES: Readonly<Record<NoiseLife, LifeFigures>> = {
  voices: { voices: 9, depth: 0.65, eventsPerSec: 0.2, eventGain: 0.5 },
  household: { voices: 4, depth: 0.3, eventsPerSec: 0.35, eventGain: 0.6 },
};

/** Times over which a voice's syllables, phrases and timbre change, seconds. */
const SYLLABLE_SEC = 0.07;
const PHRASE_SEC = 1.2;
const TIMBRE_SEC = 0.2;
/** Over this time the level is held: what dwells in the bass or moves would stray by some tenths of a dB. */
const HOLD_SEC = 0.35;
/** It is taken above this, as the K weighting does. */
const HELD_ABOVE_HZ = 60;
/** Partials of a cup or dish, a damped sine each. */
const PARTIALS = 3;
const EVENTS = 3;

/**
 * Noise of a shape that never repeats, made block by block as sums of plane waves: every bin of a block has the
 * shape's amplitude and a random phase; between the ears it is turned as if it came from a random direction, which
 * gives exactly the coherence of a diffuse field, sin(kd) / kd. Blocks overlap by half under sine windows, whose
 * squares add up to 1, so level and spectrum stand still. With {@link NoiseShape.life} the bins move in bands.
 * Phases come from xoshiro128** (period 2¹²⁸ − 1). `addTo` allocates nothing.
 */
export class NoiseGenerator {
  readonly #size: number;
  readonly #hop: number;
  /** Amplitude of each bin; then between the ears, turns at most by this many places of the table. */
  readonly #amplitudes: Float64Array;
  readonly #turns: Float64Array;
  readonly #cos = new Float64Array(TURN);
  readonly #window: Float64Array;
  readonly #spectrum: Float64Array;
  readonly #time: Float64Array;
  /** What is played now, and the second half of the last block. */
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #tailLeft: Float64Array;
  readonly #tailRight: Float64Array;
  #at: number;
  readonly #state: Int32Array;

  readonly #life: LifeFigures | null;
  /** Life band of each bin; the last gain stands still. */
  readonly #bands: Uint8Array;
  readonly #gains = new Float64Array(LIFE_BANDS + 1).fill(1);
  readonly #syllables: Float64Array;
  readonly #phrases: Float64Array;
  readonly #timbres: Float64Array;
  /** Smoothed power of both channels above {@link HELD_ABOVE_HZ} against what it is meant to be. */
  #heldPower = 1;
  #gain = 1;
  readonly #meantPower: number;
  readonly #lowpass: number;
  #lowLeft = 0;
  #lowRight = 0;
  readonly #rms: number;
  /** Real and imaginary part, rotation's real and imaginary part, for each partial of each event; then its two gains. */
  readonly #events = new Float64Array(EVENTS * PARTIALS * 4);
  readonly #pans = new Float64Array(EVENTS * 2);
  #nextEvent = 0;
  #areEventsHeard = false;

  /**
   * @param shape as it reaches the ear, levels relative to each other
   * @param levelLufs BS.1770 level of both channels together, LUFS; −Infinity is silence
   * @param sampleRate hertz
   * @param seed any integer
   */
  constructor(
    readonly shape: NoiseShape,
    readonly levelLufs: number,
    readonly sampleRate: number,
    readonly seed: number,
  ) {
    const scale = 2 ** Math.max(0, Math.ceil(Math.log2(sampleRate / 50_000)));
    const size = BLOCK_FRAMES * scale;
    const half = size / 2;
    this.#size = size;
    this.#hop = half;
    this.#at = half;
    this.#window = Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size));
    for (let i = 0; i < TURN; i++) this.#cos[i] = Math.cos((2 * Math.PI * i) / TURN);
    this.#spectrum = new Float64Array(2 * size);
    this.#time = new Float64Array(2 * size);
    this.#left = new Float64Array(half);
    this.#right = new Float64Array(half);
    this.#tailLeft = new Float64Array(half);
    this.#tailRight = new Float64Array(half);
    this.#state = new Int32Array(4);
    const random = seededRandom(seed);
    for (let i = 0; i < 4; i++) this.#state[i] = Math.floor(random() * 2 ** 32) | 1;

    const binHz = sampleRate / size;
    const lastBin = Math.min(half - 1, Math.floor(NOISE_RANGE_HZ[1] / binHz));
    const powers = shapedPowers(shape, this.#window, half, binHz, lastBin);
    const weighting = kWeighting(sampleRate);
    this.#bands = new Uint8Array(half).fill(LIFE_BANDS);
    this.#turns = new Float64Array(half);
    let weighted = 0;
    let plain = 0;
    let above = 0;
    this.#lowpass = 1 - Math.exp((-2 * Math.PI * HELD_ABOVE_HZ) / sampleRate);
    for (let k = 1; k <= lastBin; k++) {
      const hz = k * binHz;
      const octaves = Math.log2(hz / LIFE_FROM_HZ);
      const band = octaves < 0 ? LIFE_BANDS : Math.min(LIFE_BANDS, Math.floor(2 * octaves));
      this.#bands[k] = band;
      weighted += powers[k]! * kWeightingPower(weighting, hz, sampleRate);
      above += powers[k]! * highpassPower(this.#lowpass, (2 * Math.PI * hz) / sampleRate);
      plain += powers[k]!;
      this.#turns[k] = ((hz * EAR_DISTANCE_M) / SPEED_OF_SOUND) * TURN;
    }
    // A bin of amplitude a in both halves of the spectrum has a mean square of 2a² / size² in time, in each channel.
    const wanted = weighted > 0 ? lufsToPower(levelLufs) / 2 / weighted : 0;
    this.#amplitudes = powers.map((power) => size * Math.sqrt((wanted * power) / 2));
    this.#rms = Math.sqrt(wanted * plain);
    this.#meantPower = 2 * wanted * above;

    this.#life = shape.life ? LIVES[shape.life] : null;
    const voices = this.#life?.voices ?? 0;
    this.#syllables = new Float64Array(voices);
    this.#phrases = new Float64Array(voices);
    this.#timbres = new Float64Array(voices * LIFE_BANDS);
    for (const values of [this.#syllables, this.#phrases, this.#timbres]) {
      for (let i = 0; i < values.length; i++) values[i] = this.#bell();
    }
    // Two blocks, so that the first frame is as loud as any other.
    this.#nextBlock();
    this.#at = half;
    this.#heldPower = 1;
    this.#gain = 1;
  }

  /** The next `count` frames, added to both channels from `from` on. Never repeats. */
  addTo(left: Float32Array, right: Float32Array, from: number, count: number): void {
    for (let done = 0; done < count;) {
      if (this.#at === this.#hop) this.#nextBlock();
      const here = Math.min(count - done, this.#hop - this.#at);
      const noiseLeft = this.#left;
      const noiseRight = this.#right;
      for (let i = 0, to = from + done, at = this.#at; i < here; i++, to++, at++) {
        left[to]! += noiseLeft[at]!;
        right[to]! += noiseRight[at]!;
      }
      this.#at += here;
      done += here;
    }
  }

  #nextBlock(): void {
    if (this.#life) this.#live(this.#life);
    const size = this.#size;
    const half = this.#hop;
    const amplitudes = this.#amplitudes;
    const turns = this.#turns;
    const bands = this.#bands;
    const gains = this.#gains;
    const cos = this.#cos;
    const spectrum = this.#spectrum;
    const state = this.#state;
    const quarter = TURN * 0.75;
    const gain = this.#gain;
    let s0 = state[0]!;
    let s1 = state[1]!;
    let s2 = state[2]!;
    let s3 = state[3]!;
    for (let k = 1; k < half; k++) {
      const amplitude = gain * amplitudes[k]! * gains[bands[k]!]!;
      // xoshiro128** (D. Blackman & S. Vigna, 2018).
      const times5 = Math.imul(s1, 5);
      const random = Math.imul((times5 << 7) | (times5 >>> 25), 9);
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
      // Twelve bits are a phase, twenty the direction: the sine of its angle to the axis of the ears is uniform.
      const phase = random & (TURN - 1);
      const turned = (phase + Math.round(turns[k]! * ((random >>> 12) / 524_288 - 1))) & (TURN - 1);
      const lr = amplitude * cos[phase]!;
      const li = amplitude * cos[(phase + quarter) & (TURN - 1)]!;
      const rr = amplitude * cos[turned]!;
      const ri = amplitude * cos[(turned + quarter) & (TURN - 1)]!;
      const m = 2 * (size - k);
      // Left is the real part in time, right the imaginary part.
      spectrum[2 * k] = lr - ri;
      spectrum[2 * k + 1] = li + rr;
      spectrum[m] = lr + ri;
      spectrum[m + 1] = rr - li;
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
    const time = this.#time;
    fftOfSize(size).inverseTransform(time, spectrum);
    const window = this.#window;
    const left = this.#left;
    const right = this.#right;
    const tailLeft = this.#tailLeft;
    const tailRight = this.#tailRight;
    const lowpass = this.#lowpass;
    let lowLeft = this.#lowLeft;
    let lowRight = this.#lowRight;
    let power = 0;
    for (let i = 0; i < half; i++) {
      const l = tailLeft[i]! + window[i]! * time[2 * i]!;
      const r = tailRight[i]! + window[i]! * time[2 * i + 1]!;
      left[i] = l;
      right[i] = r;
      lowLeft += lowpass * (l - lowLeft);
      lowRight += lowpass * (r - lowRight);
      power += (l - lowLeft) * (l - lowLeft) + (r - lowRight) * (r - lowRight);
      const j = half + i;
      tailLeft[i] = window[j]! * time[2 * j]!;
      tailRight[i] = window[j]! * time[2 * j + 1]!;
    }
    this.#lowLeft = lowLeft;
    this.#lowRight = lowRight;
    this.#hold(power / half);
    if (this.#areEventsHeard) this.#addEvents();
    this.#at = 0;
  }

  /** People and machines come and go, the level of the place stays. */
  #hold(power: number): void {
    if (!(this.#meantPower > 0)) return;
    const step = 1 - Math.exp(-this.#hop / this.sampleRate / HOLD_SEC);
    this.#heldPower += step * ((power * this.#gain ** -2) / this.#meantPower - this.#heldPower);
    this.#gain = Math.sqrt(1 / this.#heldPower);
  }

  /** Uniform in [0, 1). */
  #random(): number {
    const s = this.#state;
    const times5 = Math.imul(s[1]!, 5);
    const random = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return (random >>> 0) / 4_294_967_296;
  }

  /** Mean 0, variance 1, nearly normal. */
  #bell(): number {
    return 2 * (this.#random() + this.#random() + this.#random() - 1.5);
  }

  /** Moves each value on, so that it forgets over `sec` and keeps its variance of 1. */
  #wander(values: Float64Array, sec: number): void {
    const keep = Math.exp(-this.#hop / this.sampleRate / sec);
    const fresh = Math.sqrt(1 - keep * keep);
    for (let i = 0; i < values.length; i++) values[i] = keep * values[i]! + fresh * this.#bell();
  }

  /** Gains of the bands for the next block, and whether something clinks. */
  #live({ voices, depth, eventsPerSec, eventGain }: LifeFigures): void {
    this.#wander(this.#syllables, SYLLABLE_SEC);
    this.#wander(this.#phrases, PHRASE_SEC);
    this.#wander(this.#timbres, TIMBRE_SEC);
    for (let band = 0; band < LIFE_BANDS; band++) {
      let sum = 0;
      for (let voice = 0; voice < voices; voice++) {
        const loud = this.#syllables[voice]! ** 2 * (0.4 + 0.6 * this.#phrases[voice]! ** 2);
        sum += loud * (0.3 + 0.7 * this.#timbres[voice * LIFE_BANDS + band]! ** 2);
      }
      this.#gains[band] = Math.sqrt(1 - depth + (depth * sum) / voices);
    }
    if (this.#random() < (eventsPerSec * this.#hop) / this.sampleRate) this.#startEvent(eventGain);
  }

  #startEvent(gain: number): void {
    const event = this.#nextEvent;
    this.#nextEvent = (event + 1) % EVENTS;
    const peak = this.#rms * gain * (0.3 + 0.7 * this.#random());
    const baseHz = 1600 + 2600 * this.#random();
    for (let p = 0; p < PARTIALS; p++) {
      const hz = Math.min(baseHz * (1 + p * (0.45 + 0.5 * this.#random())), this.sampleRate / 3);
      const decaySec = (0.02 + 0.05 * this.#random()) / (1 + p);
      const fall = Math.exp(-1 / (decaySec * this.sampleRate));
      const angle = (2 * Math.PI * hz) / this.sampleRate;
      const at = (event * PARTIALS + p) * 4;
      this.#events[at] = peak / (1 + p);
      this.#events[at + 1] = 0;
      this.#events[at + 2] = fall * Math.cos(angle);
      this.#events[at + 3] = fall * Math.sin(angle);
    }
    const pan = 0.2 + 0.6 * this.#random();
    this.#pans[2 * event] = Math.sqrt(1 - pan);
    this.#pans[2 * event + 1] = Math.sqrt(pan);
    this.#areEventsHeard = true;
  }

  #addEvents(): void {
    const events = this.#events;
    const silent = this.#rms * 1e-4;
    this.#areEventsHeard = false;
    for (let event = 0; event < EVENTS; event++) {
      const panLeft = this.#pans[2 * event]!;
      const panRight = this.#pans[2 * event + 1]!;
      for (let p = 0; p < PARTIALS; p++) {
        const at = (event * PARTIALS + p) * 4;
        let re = events[at]!;
        let im = events[at + 1]!;
        if (re === 0 && im === 0) continue;
        const turnRe = events[at + 2]!;
        const turnIm = events[at + 3]!;
        for (let i = 0; i < this.#hop; i++) {
          // The sine part: it begins at 0.
          this.#left[i]! += panLeft * im;
          this.#right[i]! += panRight * im;
          const next = re * turnRe - im * turnIm;
          im = re * turnIm + im * turnRe;
          re = next;
        }
        const isOver = Math.hypot(re, im) < silent;
        events[at] = isOver ? 0 : re;
        events[at + 1] = isOver ? 0 : im;
        if (!isOver) this.#areEventsHeard = true;
      }
    }
  }
}

/** Power gain of x − low-pass(x) at an angle of frequency. */
function highpassPower(lowpass: number, angle: number): number {
  const keep = 1 - lowpass;
  return (keep * keep * (2 - 2 * Math.cos(angle))) / (1 - 2 * keep * Math.cos(angle) + keep * keep);
}

/**
 * Power of each bin such that the spectrum has the shape once the window has smeared it (multiplicative corrections, as
 * in Richardson–Lucy deconvolution).
 */
function shapedPowers(
  shape: NoiseShape,
  window: Float64Array,
  half: number,
  binHz: number,
  lastBin: number,
): Float64Array {
  const size = window.length;
  const smear = Array.from({ length: SMEAR_BINS + 1 }, (_, m) => {
    let re = 0;
    let im = 0;
    for (let i = 0; i < size; i++) {
      re += window[i]! * Math.cos((2 * Math.PI * m * i) / size);
      im += window[i]! * Math.sin((2 * Math.PI * m * i) / size);
    }
    return re * re + im * im;
  });
  const sum = smear.reduce((total, value, m) => total + (m === 0 ? value : 2 * value), 0);
  const wanted = new Float64Array(half);
  for (let k = 1; k <= lastBin; k++) {
    if (k * binHz >= NOISE_RANGE_HZ[0]) wanted[k] = 10 ** (pointsDb(shape, k * binHz) / 10);
  }
  const powers = wanted.slice();
  const smeared = new Float64Array(half);
  for (let round = 0; round < SMEAR_ROUNDS; round++) {
    for (let k = 1; k <= lastBin; k++) {
      let power = 0;
      for (let m = -SMEAR_BINS; m <= SMEAR_BINS; m++) power += (powers[Math.abs(k + m)] ?? 0) * smear[Math.abs(m)]!;
      smeared[k] = power / sum;
    }
    for (let k = 1; k <= lastBin; k++) if (smeared[k]! > 0) powers[k]! *= wanted[k]! / smeared[k]!;
  }
  return powers;
}
