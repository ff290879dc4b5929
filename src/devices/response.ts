import { powerToDb } from '../core/units';
import type { DeviceProfile, StereoStage, ToneStage } from './DeviceProfile';

/** Output left and right as sums of input left and right: `[[ll, rl→l], [l→r, rr]]`, row = output. */
export type StereoMatrix = readonly [readonly [number, number], readonly [number, number]];

const IDENTITY: StereoMatrix = [
  [1, 0],
  [0, 1],
];

/** Squared magnitude of one section's analog prototype (Audio EQ Cookbook, H(s) forms) as a function of hertz. */
function stagePower(stage: ToneStage): (frequencyHz: number) => number {
  if (stage.kind === 'gain') {
    const power = 10 ** (stage.gainDb / 10);
    return () => power;
  }
  const perHz = 1 / stage.frequencyHz;
  const perQ2 = 1 / (stage.q * stage.q);
  if (stage.kind === 'highpass' || stage.kind === 'lowpass') {
    const isHighpass = stage.kind === 'highpass';
    return (frequencyHz) => {
      const w2 = (frequencyHz * perHz) ** 2;
      return (isHighpass ? w2 * w2 : 1) / ((1 - w2) ** 2 + w2 * perQ2);
    };
  }
  const a = 10 ** (stage.gainDb / 40);
  if (stage.kind === 'peaking') {
    return (frequencyHz) => {
      const w2 = (frequencyHz * perHz) ** 2;
      const edge = (1 - w2) ** 2;
      return (edge + w2 * perQ2 * a * a) / (edge + (w2 * perQ2) / (a * a));
    };
  }
  const isLow = stage.kind === 'lowshelf';
  return (frequencyHz) => {
    const w2 = (frequencyHz * perHz) ** 2;
    const nearOne = (1 - a * w2) ** 2 + a * w2 * perQ2;
    const nearA = (a - w2) ** 2 + a * w2 * perQ2;
    return isLow ? (a * a * nearA) / nearOne : (a * a * nearOne) / nearA;
  };
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
  let power = 1;
  for (const stage of toneStages(profile)) power *= stagePower(stage)(frequencyHz);
  return powerToDb(Math.max(power, FLOOR_POWER));
}

/** {@link responseDb} over a list of frequencies in hertz; same length. */
export function responseCurveDb(
  profile: Pick<DeviceProfile, 'stages'>,
  frequenciesHz: ArrayLike<number>,
): Float64Array {
  const power = new Float64Array(frequenciesHz.length).fill(1);
  for (const stage of toneStages(profile)) {
    const at = stagePower(stage);
    for (let i = 0; i < power.length; i++) power[i]! *= at(frequenciesHz[i]!);
  }
  return power.map((p) => powerToDb(Math.max(p, FLOOR_POWER)));
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
