export const HEAD_RADIUS_M = 0.0875;
export const SPEED_OF_SOUND = 343;
/** Brown & Duda's constants: the deepest shadow and the angle at which it lies. */
const SHADOW_MIN = 0.1;
const SHADOW_ANGLE_DEG = 150;
/** Pole of the head shadow, 2ω₀ = 2c / a, radians per second; 1248 Hz. */
const SHADOW_POLE = (2 * SPEED_OF_SOUND) / HEAD_RADIUS_M;

/** Angle between where sound comes from and the ear's own axis, 0…180°. */
export function incidenceDeg(azimuthDeg: number, ear: -1 | 1): number {
  const angle = Math.abs(azimuthDeg - 90 * ear) % 360;
  return angle > 180 ? 360 - angle : angle;
}

/** Arrival at an ear against the middle of the head, seconds (Woodworth for a far source: round the sphere in shadow). */
export function earDelaySec(incidence: number): number {
  const angle = (incidence * Math.PI) / 180;
  const path = angle < Math.PI / 2 ? -Math.cos(angle) : angle - Math.PI / 2;
  return (HEAD_RADIUS_M / SPEED_OF_SOUND) * path;
}

/** y[n] = b0 x[n] + b1 x[n−1] + p y[n−1]. */
interface FirstOrder {
  readonly b0: number;
  readonly b1: number;
  readonly p: number;
}

/**
 * A first-order section with an analog pole (rad/s) that is 1 at 0 Hz and has the analog magnitude at a quarter of the
 * rate: the bilinear transform would bend the treble differently at each rate.
 * @param quarterPower squared magnitude at a quarter of the rate
 */
function matchedSection(poleRad: number, quarterPower: number, sampleRate: number): FirstOrder {
  const p = Math.exp(-poleRad / sampleRate);
  const sum = 1 - p;
  const b0 = (sum + Math.sqrt(Math.max(0, 2 * quarterPower * (1 + p * p) - sum * sum))) / 2;
  return { b0, b1: sum - b0, p };
}

/** Head shadow (1 + jαω/2ω₀) / (1 + jω/2ω₀) of C. P. Brown & R. O. Duda, IEEE Trans. Speech Audio Process. 6(5), 1998. */
export function headShadow(incidence: number, sampleRate: number): FirstOrder {
  const alpha = 1 + SHADOW_MIN / 2 + (1 - SHADOW_MIN / 2) * Math.cos((incidence / SHADOW_ANGLE_DEG) * Math.PI);
  const w = (Math.PI * sampleRate) / 2 / SHADOW_POLE;
  return matchedSection(SHADOW_POLE, (1 + (alpha * w) ** 2) / (1 + w * w), sampleRate);
}

export function surfaceLowpass(lowpassHz: number, sampleRate: number): FirstOrder {
  const w = sampleRate / 4 / lowpassHz;
  return matchedSection(2 * Math.PI * lowpassHz, 1 / (1 + w * w), sampleRate);
}

/** Runs a section over frames `from` … `to − 1` of a signal that is silent before, in place. */
export function filterInPlace(x: Float64Array, { b0, b1, p }: FirstOrder, from: number, to: number): void {
  let before = 0;
  let y = 0;
  for (let i = from; i < to; i++) {
    y = b0 * x[i]! + b1 * before + p * y;
    before = x[i]!;
    x[i] = y;
  }
}

/** Taps of a fractional delay. */
export const DELAY_TAPS = 32;
/** A delay is exact up to this part of Nyquist; above, its taps are free to be few. */
const DELAY_BAND = 0.86;
/** Keeps the free band from growing. */
const DELAY_RIDGE = 1e-6;

/** Lower triangle of Cholesky's L for the least-squares problem of {@link fractionalDelay}; the same for all delays. */
const delayFactor: Float64Array[] = [];

const bandSinc = (x: number): number => (x === 0 ? DELAY_BAND : Math.sin(Math.PI * DELAY_BAND * x) / (Math.PI * x));

function factorDelay(): void {
  for (let i = 0; i < DELAY_TAPS; i++) {
    const row = new Float64Array(DELAY_TAPS);
    delayFactor.push(row);
    for (let j = 0; j <= i; j++) {
      let sum = bandSinc(i - j) + (i === j ? DELAY_RIDGE : 0);
      for (let k = 0; k < j; k++) sum -= row[k]! * delayFactor[j]![k]!;
      row[j] = i === j ? Math.sqrt(sum) : sum / delayFactor[j]![j]!;
    }
  }
}

/**
 * Causal taps nearest to a delay in the least-squares sense over 0 … {@link DELAY_BAND} of Nyquist. A windowed sinc would
 * need as many taps before the delay as after it, which the few frames between the ears do not offer.
 */
export function fractionalDelay(frames: number): { readonly first: number; readonly taps: Float64Array } {
  const whole = Math.round(frames);
  if (Math.abs(frames - whole) < 1e-9) return { first: whole, taps: Float64Array.of(1) };
  if (delayFactor.length === 0) factorDelay();
  const first = Math.max(0, Math.floor(frames) - DELAY_TAPS / 2 + 1);
  const taps = Float64Array.from({ length: DELAY_TAPS }, (_, i) => bandSinc(first + i - frames));
  for (let i = 0; i < DELAY_TAPS; i++) {
    for (let k = 0; k < i; k++) taps[i]! -= delayFactor[i]![k]! * taps[k]!;
    taps[i]! /= delayFactor[i]![i]!;
  }
  for (let i = DELAY_TAPS - 1; i >= 0; i--) {
    for (let k = i + 1; k < DELAY_TAPS; k++) taps[i]! -= delayFactor[k]![i]! * taps[k]!;
    taps[i]! /= delayFactor[i]![i]!;
  }
  return { first, taps };
}
