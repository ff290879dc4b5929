import { powerToDb } from '../core/units';
import type { DeviceProfile, StereoStage, ToneStage } from './DeviceProfile';

/** Output left and right as sums of input left and right: `[[ll, rl→l], [l→r, rr]]`, row = output. */
export type StereoMatrix = readonly [readonly [number, number], readonly [number, number]];

const IDENTITY: StereoMatrix = [
  [1, 0],
  [0, 1],
];

/** Squared magnitude of one section's analog prototype (Audio EQ Cookbook, H(s) forms) at `frequencyHz`. */
function stagePower(stage: ToneStage, frequencyHz: number): number {
  if (stage.kind === 'gain') return 10 ** (stage.gainDb / 10);
  const w = frequencyHz / stage.frequencyHz;
  const w2 = w * w;
  const damping = w2 / (stage.q * stage.q);
  switch (stage.kind) {
    case 'highpass':
      return (w2 * w2) / ((1 - w2) ** 2 + damping);
    case 'lowpass':
      return 1 / ((1 - w2) ** 2 + damping);
    case 'peaking': {
      const a = 10 ** (stage.gainDb / 40);
      return ((1 - w2) ** 2 + damping * a * a) / ((1 - w2) ** 2 + damping / (a * a));
    }
    case 'lowshelf': {
      const a = 10 ** (stage.gainDb / 40);
      return (a * a * ((a - w2) ** 2 + a * damping)) / ((1 - a * w2) ** 2 + a * damping);
    }
    case 'highshelf': {
      const a = 10 ** (stage.gainDb / 40);
      return (a * a * ((1 - a * w2) ** 2 + a * damping)) / ((a - w2) ** 2 + a * damping);
    }
  }
}

export function isStereoStage(stage: DeviceProfile['stages'][number]): stage is StereoStage {
  return stage.kind === 'monoSum' || stage.kind === 'width';
}

/** The tone sections of a profile, in signal order. */
export function toneStages(profile: Pick<DeviceProfile, 'stages'>): ToneStage[] {
  return profile.stages.filter((stage): stage is ToneStage => !isStereoStage(stage));
}

/**
 * Stated level of a profile's tone at one frequency.
 * @returns decibels, relative to the input of either channel when both carry the same signal
 */
export function responseDb(profile: Pick<DeviceProfile, 'stages'>, frequencyHz: number): number {
  let power = 1;
  for (const stage of profile.stages) if (!isStereoStage(stage)) power *= stagePower(stage, frequencyHz);
  return powerToDb(Math.max(power, 1e-20));
}

/** {@link responseDb} over a list of frequencies in hertz; same length. */
export function responseCurveDb(profile: Pick<DeviceProfile, 'stages'>, frequenciesHz: ArrayLike<number>): Float64Array {
  return Float64Array.from(frequenciesHz, (frequencyHz) => responseDb(profile, frequencyHz));
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
