import { powerToDb } from '../core/units';
import type { DeviceProfile, StereoStage, ToneStage } from './DeviceProfile';

/** Output left and right as sums of input left and right: `[[ll, rl→l], [l→r, rr]]`, row = output. */
export type StereoMatrix = readonly [readonly [number, number], readonly [number, number]];

const IDENTITY: StereoMatrix = [
  [1, 0],
  [0, 1],
];

/** Squared magnitude of one section as a quotient of polynomials in w² = (f / f₀)², lowest powers first. */
interface SectionPower {
  /** Factor from squared hertz to w². */
  readonly perHz2: number;
  readonly numerator: readonly [number, number, number];
  readonly denominator: readonly [number, number, number];
}

/** A section's analog prototype (Audio EQ Cookbook, H(s) forms). */
function sectionPower(stage: ToneStage): SectionPower {
  if (stage.kind === 'gain') {
    return { perHz2: 0, numerator: [10 ** (stage.gainDb / 10), 0, 0], denominator: [1, 0, 0] };
  }
  const perHz2 = 1 / (stage.frequencyHz * stage.frequencyHz);
  const perQ2 = 1 / (stage.q * stage.q);
  const resonance = [1, perQ2 - 2, 1] as const;
  if (stage.kind === 'highpass') return { perHz2, numerator: [0, 0, 1], denominator: resonance };
  if (stage.kind === 'lowpass') return { perHz2, numerator: [1, 0, 0], denominator: resonance };
  const a = 10 ** (stage.gainDb / 40);
  if (stage.kind === 'peaking') {
    return { perHz2, numerator: [1, perQ2 * a * a - 2, 1], denominator: [1, perQ2 / (a * a) - 2, 1] };
  }
  const linear = a * perQ2 - 2 * a;
  const nearOne = [1, linear, a * a] as const;
  const nearA = [a * a, linear, 1] as const;
  const [top, denominator] = stage.kind === 'lowshelf' ? [nearA, nearOne] : [nearOne, nearA];
  return { perHz2, numerator: [a * a * top[0], a * a * top[1], a * a * top[2]], denominator };
}

/** Multiplies powers by those of one section at given frequencies in hertz. */
function multiplyBySection(power: Float64Array, stage: ToneStage, frequenciesHz: ArrayLike<number>): void {
  const { perHz2, numerator, denominator } = sectionPower(stage);
  const [n0, n1, n2] = numerator;
  const [d0, d1, d2] = denominator;
  for (let i = 0; i < power.length; i++) {
    const frequencyHz = frequenciesHz[i]!;
    const w2 = frequencyHz * frequencyHz * perHz2;
    power[i]! *= (n0 + w2 * (n1 + w2 * n2)) / (d0 + w2 * (d1 + w2 * d2));
  }
}

export function isStereoStage(stage: DeviceProfile['stages'][number]): stage is StereoStage {
  return stage.kind === 'monoSum' || stage.kind === 'width';
}

/** The tone sections of a profile, in signal order. */
export function toneStages(profile: Pick<DeviceProfile, 'stages'>): ToneStage[] {
  return profile.stages.filter((stage): stage is ToneStage => !isStereoStage(stage));
}

/** Below this a response is not told apart from silence. */
const FLOOR_POWER = 1e-20;

/**
 * Stated level of a profile's tone at one frequency.
 * @returns decibels, relative to the input of either channel when both carry the same signal
 */
export function responseDb(profile: Pick<DeviceProfile, 'stages'>, frequencyHz: number): number {
  return responseCurveDb(profile, [frequencyHz])[0]!;
}

/** {@link responseDb} over a list of frequencies in hertz; same length. */
export function responseCurveDb(
  profile: Pick<DeviceProfile, 'stages'>,
  frequenciesHz: ArrayLike<number>,
): Float64Array {
  const power = new Float64Array(frequenciesHz.length).fill(1);
  for (const stage of toneStages(profile)) multiplyBySection(power, stage, frequenciesHz);
  for (let i = 0; i < power.length; i++) power[i] = powerToDb(Math.max(power[i]!, FLOOR_POWER));
  return power;
}

function stereoStageMatrix(stage: StereoStage): StereoMatrix {
  const width = stage.kind === 'monoSum' ? 0 : stage.width;
  const same = (1 + width) / 2;
  const cross = (1 - width) / 2;
  return [
    [same, cross],
    [cross, same],
  ];
}

/** What a profile does between left and right, all its stereo stages multiplied. */
export function stereoMatrix(profile: Pick<DeviceProfile, 'stages'>): StereoMatrix {
  let m = IDENTITY;
  for (const stage of profile.stages) {
    if (!isStereoStage(stage)) continue;
    const s = stereoStageMatrix(stage);
    m = [
      [s[0][0] * m[0][0] + s[0][1] * m[1][0], s[0][0] * m[0][1] + s[0][1] * m[1][1]],
      [s[1][0] * m[0][0] + s[1][1] * m[1][0], s[1][0] * m[0][1] + s[1][1] * m[1][1]],
    ];
  }
  return m;
}
