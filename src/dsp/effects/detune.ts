import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';

export interface DetuneSettings {
  readonly cents: number;
  /** Frames between which the pitch is moved; everything when left out. */
  readonly from?: number;
  readonly to?: number;
}

/** How far the reading point may run ahead of or behind the signal, seconds: two periods of a low voice. */
const MAX_DRIFT_SEC = 0.016;
/** Length of a splice. */
const SPLICE_SEC = 0.012;
/** Where the pitch begins and ends to move it glides over this time. */
const GLIDE_SEC = 0.03;
/** Stretch of signal over which two places are held against each other. */
const COMPARE_SEC = 0.014;
/** How often in the stretch: every so many frames. */
const COMPARE_STRIDE = 3;
/** Reach of the interpolating sinc on either side, and its table. */
const REACH = 14;
const TABLE_STEPS = 512;

/** Windowed sinc (Kaiser-like cosine power), `[step × 2·REACH + tap]`. */
const SINC = (() => {
  const table = new Float64Array((TABLE_STEPS + 1) * 2 * REACH);
  for (let step = 0; step <= TABLE_STEPS; step++) {
    let sum = 0;
    for (let tap = 0; tap < 2 * REACH; tap++) {
      const x = tap - REACH + 1 - step / TABLE_STEPS;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      const value = sinc * Math.cos((Math.PI * x) / (2 * REACH)) ** 2;
      table[step * 2 * REACH + tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < 2 * REACH; tap++) table[step * 2 * REACH + tap]! /= sum;
  }
  return table;
})();

/** Adds what lies at a place between the frames, times `gain`, to frame `i` of the output; outside is silence. */
function addFrom(input: StereoSamples, position: number, gain: number, out: StereoSamples, i: number): void {
  const [left, right] = input;
  const whole = Math.floor(position);
  const fraction = (position - whole) * TABLE_STEPS;
  const step = Math.floor(fraction);
  const blend = fraction - step;
  const row = step * 2 * REACH;
  const next = row + 2 * REACH;
  const start = whole - REACH + 1;
  let l = 0;
  let r = 0;
  const first = Math.max(0, -start);
  const last = Math.min(2 * REACH, left.length - start);
  for (let tap = first; tap < last; tap++) {
    const here = SINC[row + tap]!;
    const weight = here + blend * (SINC[next + tap]! - here);
    l += weight * left[start + tap]!;
    r += weight * right[start + tap]!;
  }
  out[0][i]! += gain * l;
  out[1][i]! += gain * r;
}

/** How alike the music is around two places: normalised correlation of the middle of the image, −1…1. */
function alikeness(mid: Float32Array, a: number, b: number, frames: number): number {
  let product = 0;
  let powerA = 0;
  let powerB = 0;
  for (let i = -frames; i < frames; i += COMPARE_STRIDE) {
    const x = mid[a + i] ?? 0;
    const y = mid[b + i] ?? 0;
    product += x * y;
    powerA += x * x;
    powerB += y * y;
  }
  return product / (Math.sqrt(powerA * powerB) + 1e-12);
}

/**
 * Moves the pitch by a few cents without changing the length: the signal is read faster or slower (windowed-sinc
 * interpolation), and when the reading point has run 16 ms away it jumps back to the place that is most alike, which
 * for a voice is a whole number of periods away (time-domain harmonic scaling; Malah 1979; Verhelst & Roelands' WSOLA
 * 1993 chooses its places the same way). At 50 cents that is one splice in about half a second, so attacks and
 * sibilants stay whole. Formants move along with the pitch, at 60 cents by 3.5 %: about what the ear can just tell
 * (3–5 %, Flanagan 1955).
 */
export function detune(input: StereoSamples, sampleRate: number, settings: DetuneSettings): StereoSamples {
  const [left, right] = input;
  const length = left.length;
  const { cents, from = -Infinity, to = Infinity } = settings;
  const fastest = 2 ** (cents / 1200) - 1;
  if (fastest === 0) return input;
  const mid = new Float32Array(length);
  for (let i = 0; i < length; i++) mid[i] = left[i]! + right[i]!;
  const maxDrift = MAX_DRIFT_SEC * sampleRate;
  const glide = GLIDE_SEC * sampleRate;
  const splice = Math.round(SPLICE_SEC * sampleRate);
  const compare = Math.round((COMPARE_SEC * sampleRate) / 2);
  const out = silentStereo(length);
  /** Reading point against the writing point, frames; while splicing, that of the place it comes from as well. */
  let drift = 0;
  let oldDrift = 0;
  let spliceAt = splice;
  for (let i = 0; i < length; i++) {
    const amount = Math.max(0, Math.min(1, (i - from) / glide, (to - i) / glide));
    const isOver = i >= to;
    if (spliceAt >= splice) {
      let target = drift;
      if (isOver && drift !== 0) target = 0;
      else if (Math.abs(drift) >= maxDrift) target = bestDrift(mid, i, drift, maxDrift, compare);
      // Back in step at the end: where the two are alike, at the latest when a quarter of a second has passed.
      const isDue = !isOver || i > to + sampleRate / 4 || alikeness(mid, i, i + Math.round(drift), compare) > 0.9;
      if (target !== drift && isDue) {
        oldDrift = drift;
        drift = target;
        spliceAt = 0;
      }
    }
    if (drift === 0 && spliceAt >= splice && amount === 0) {
      out[0][i] = left[i]!;
      out[1][i] = right[i]!;
      continue;
    }
    if (spliceAt < splice) {
      const fade = 0.5 - 0.5 * Math.cos((Math.PI * (spliceAt + 0.5)) / splice);
      addFrom(input, i + oldDrift, 1 - fade, out, i);
      addFrom(input, i + drift, fade, out, i);
      spliceAt += 1;
    } else addFrom(input, i + drift, 1, out, i);
    const step = fastest * amount;
    oldDrift += step;
    drift += step;
  }
  return out;
}

/** The place to go on from: on the other side of the writing point, where the music is most like here. */
function bestDrift(mid: Float32Array, at: number, drift: number, maxDrift: number, compare: number): number {
  const here = at + Math.round(drift);
  let best = drift;
  let bestScore = -Infinity;
  const direction = -Math.sign(drift);
  // At least 4 ms away, so that jumps stay rare; at most to the far end of the range.
  const shortest = Math.round(maxDrift / 4);
  const longest = Math.round(2 * maxDrift) - 1;
  for (let jump = shortest; jump <= longest; jump++) {
    // Among equals the longer jump: fewer splices.
    const score = alikeness(mid, here, here + direction * jump, compare) + (0.05 * jump) / longest;
    if (score > bestScore) {
      bestScore = score;
      best = drift + direction * jump;
    }
  }
  return best;
}
