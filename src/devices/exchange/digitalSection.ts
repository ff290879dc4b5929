import { powerToDb } from '../../core/units';
import type { BiquadCoefficients } from '../../dsp/loudness';
import type { ToneStage } from '../DeviceProfile';
import { responseCurveDb } from '../response';

type FilterStage = Exclude<ToneStage, { readonly kind: 'gain' }>;

/** Squared magnitude as a ratio of quadratics: n₀ n₁ n₂ over 1 d₁ d₂. */
type Ratio = readonly [number, number, number, number, number];

/** Up to here a section follows its analog prototype; beyond, only roughly. */
const FOLLOWED_TO_HZ = 16_000;
const POINTS = 160;
const ROUNDS = 12;
/** What is nearer than this needs no better. */
const GOOD_DB = 5e-4;

/** The analog prototype in u = (f/f₀)² (Audio EQ Cookbook, H(s) on the imaginary axis), denominator from 1. */
function analogRatio(stage: FilterStage): Ratio {
  const perQ2 = 1 / stage.q ** 2;
  if (stage.kind === 'highpass') return [0, 0, 1, perQ2 - 2, 1];
  if (stage.kind === 'lowpass') return [1, 0, 0, perQ2 - 2, 1];
  const a = 10 ** (stage.gainDb / 40);
  if (stage.kind === 'peaking') return [1, a * a * perQ2 - 2, 1, perQ2 / (a * a) - 2, 1];
  const middle = a * perQ2 - 2 * a;
  // Of a high shelf the denominator begins with a², which is taken out of both.
  return stage.kind === 'lowshelf'
    ? [a ** 4, a * a * middle, a * a, middle, a * a]
    : [1, middle, a * a, middle / (a * a), 1 / (a * a)];
}

/** True when both quadratics stay above zero, so that sections with these magnitudes exist. */
function isRealisable([n0, n1, n2, d1, d2]: Ratio): boolean {
  return n0 >= 0 && n2 >= 0 && n1 >= -2 * Math.sqrt(n0 * n2) && d2 > 0 && d1 > -2 * Math.sqrt(d2);
}

/** The ratio a step on, or as far on the way as sections with such magnitudes exist. */
function reached(from: Ratio, free: readonly number[], step: readonly number[]): Ratio | undefined {
  for (let part = 1; part > 0.01; part /= 2) {
    const next: [number, number, number, number, number] = [...from];
    for (const [r, at] of free.entries()) next[at]! += part * step[r]!;
    // A numerator that would go below zero at the very top is let end there.
    if (next[2] < 0) next[2] = 0;
    if (next.every(Number.isFinite) && isRealisable(next)) return next;
  }
  return undefined;
}

/** Solves a small symmetric system by elimination; undefined when it is singular. */
function solve(matrix: number[][], right: number[]): number[] | undefined {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[best]![c]!)) best = r;
    [rows[c], rows[best]] = [rows[best]!, rows[c]!];
    const pivot = rows[c]!;
    if (Math.abs(pivot[c]!) < 1e-300) return undefined;
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]! / pivot[c]!;
      for (let k = c; k <= n; k++) rows[r]![k]! -= factor * pivot[k]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/**
 * A digital section for an analog one. The bilinear transform bends the curve towards Nyquist (by 2 dB at 16 kHz for a
 * peak at 10 kHz). The squared magnitude of any second-order section is a ratio of quadratics in tan²(ω/2), as the
 * analog one is in f²: that ratio is fitted to the analog level up to 16 kHz by iterated linear least squares
 * (Sanathanan & Koerner, IEEE Trans. Autom. Control 8, 1963), from the bilinear one on, and factored into the
 * minimum-phase section that has it.
 * @param sampleRate hertz, above twice 16 kHz
 */
export function digitalSection(stage: FilterStage, sampleRate: number): BiquadCoefficients {
  const nyquist = sampleRate / 2;
  const scale = Math.tan((Math.PI * Math.min(stage.frequencyHz, 0.9 * nyquist)) / sampleRate) ** 2;
  const [n0, n1, n2, d1, d2] = analogRatio(stage);
  const stretched = (k: number): Ratio => [n0, n1 * k, n2 * k * k, d1 * k, d2 * k * k];
  // One that is right at its own frequency and, where that lies near Nyquist or beyond, one that is right far below.
  const starts = [stretched(1)];
  if (stage.frequencyHz > 0.6 * nyquist) {
    const low = scale / ((Math.PI * stage.frequencyHz) / sampleRate) ** 2;
    starts.push(...[1, 0.5, 0.25].map((part) => stretched(low * part)));
  }

  const top = 0.96 * nyquist;
  const frequenciesHz = Array.from({ length: POINTS }, (_, i) => 10 * (top / 10) ** (i / (POINTS - 1)));
  const levelsDb = responseCurveDb({ stages: [stage] }, frequenciesHz);
  const points = frequenciesHz.map((f, i) => {
    const level = levelsDb[i]!;
    return {
      tau: Math.tan((Math.PI * f) / sampleRate) ** 2 / scale,
      db: level,
      power: 10 ** (level / 10),
      weight: f <= FOLLOWED_TO_HZ ? 1 : 0.03,
      isFollowed: f >= 20 && f <= FOLLOWED_TO_HZ,
    };
  });
  const worstOf = ([m0, m1, m2, e1, e2]: Ratio): number => {
    let worst = 0;
    for (const { tau, db, isFollowed } of points) {
      if (!isFollowed || db < -100) continue;
      const power = (m0 + m1 * tau + m2 * tau * tau) / (1 + e1 * tau + e2 * tau * tau);
      worst = Math.max(worst, Math.abs(powerToDb(Math.max(power, 1e-30)) - db));
    }
    return worst;
  };

  // Zeros at 0 Hz stay there.
  const free = stage.kind === 'highpass' ? [2, 3, 4] : [0, 1, 2, 3, 4];
  let best = starts[0]!;
  let bestWorst = Infinity;
  for (const start of starts) {
    let current = start;
    const startWorst = worstOf(start);
    if (startWorst < bestWorst) {
      best = start;
      bestWorst = startWorst;
    }
    const lean = points.map(({ weight }) => weight);
    for (let round = 0; round < ROUNDS && bestWorst > GOOD_DB; round++) {
      const normal = free.map(() => free.map(() => 0));
      const right = free.map(() => 0);
      for (let i = 0; i < POINTS; i++) {
        const { tau, power } = points[i]!;
        const t2 = tau * tau;
        const w = lean[i]! / (power * (1 + current[3] * tau + current[4] * t2));
        const row = [w, w * tau, w * t2, -w * power * tau, -w * power * t2];
        // What the present ratio leaves to be made up.
        const rest =
          w * (power * (1 + current[3] * tau + current[4] * t2) - current[0] - current[1] * tau - current[2] * t2);
        for (let r = 0; r < free.length; r++) {
          const x = row[free[r]!]!;
          right[r]! += x * rest;
          const into = normal[r]!;
          for (let c = 0; c < free.length; c++) into[c]! += x * row[free[c]!]!;
        }
      }
      for (let r = 0; r < free.length; r++) normal[r]![r]! *= 1 + 1e-10;
      const step = solve(normal, right);
      if (!step) break;
      const ratio = reached(current, free, step);
      if (!ratio) break;
      current = ratio;
      const worst = worstOf(ratio);
      if (worst < bestWorst) {
        best = ratio;
        bestWorst = worst;
      }
      // Lawson's way from the least squares to the least worst: points that are far off count for more.
      for (let i = 0; i < POINTS; i++) {
        const { tau, db, isFollowed } = points[i]!;
        if (!isFollowed) continue;
        const power = (ratio[0] + ratio[1] * tau + ratio[2] * tau * tau) / (1 + ratio[3] * tau + ratio[4] * tau * tau);
        lean[i] = Math.min(
          lean[i]! * (0.7 + (0.6 * Math.abs(powerToDb(Math.max(power, 1e-30)) - db)) / (worst + 1e-9)),
          30,
        );
      }
    }
  }
  return factored(best, scale);
}

/**
 * The minimum-phase section of a magnitude. With p = sin²(ω/2), |b₀ + b₁z⁻¹ + b₂z⁻²|² = B₀(1 − p) + B₁p + 4B₂p(1 − p)
 * (M. Vicanek, *Matched Second Order Digital Filters*, 2016); here in terms of the ratio, without its differences of
 * nearly equal numbers at low frequencies.
 */
function factored([n0, n1, n2, d1, d2]: Ratio, scale: number): BiquadCoefficients {
  const quadratic = (c0: number, c1: number, c2: number): readonly [number, number, number] => {
    const low = Math.sqrt(c0) * scale;
    const high = Math.sqrt(c2);
    const even = (low + high) / 2;
    const odd = Math.sqrt(Math.max(scale * (2 * Math.sqrt(c0 * c2) + c1), 0)) / 2;
    return [(even + odd) / 2, (low - high) / 2, (even - odd) / 2];
  };
  const [b0, b1, b2] = quadratic(n0, n1, n2);
  const [a0, a1, a2] = quadratic(1, d1, d2);
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}
