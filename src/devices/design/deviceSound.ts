import type { InputStage } from '../../dsp/convolution/InputHistory';
import type { LimitsModel } from '../../dsp/limits/LimitsModel';
import type { DeviceProfile } from '../DeviceProfile';
import { stereoMatrix, toneStages } from '../response';
import type { StereoMatrix } from '../response';

/** What of a profile is heard, without noise. */
export type DeviceSound = Pick<DeviceProfile, 'stages' | 'room' | 'limits'>;

/** Equal keys mean equal sound; null where there is nothing to do. */
export interface SoundKeys {
  /** Of the linear part, at any rate. */
  readonly filter: string | null;
  /** Of image and limits, where limits depend on level. */
  readonly stage: string | null;
}

const IDENTITY: StereoMatrix = [
  [1, 0],
  [0, 1],
];
const isIdentity = ([[ll, lr], [rl, rr]]: StereoMatrix): boolean => ll === 1 && lr === 0 && rl === 0 && rr === 1;

/** Whether limits depend on level; a codec's band limit is part of the tone. */
export function bendsLevels(limits: LimitsModel | undefined): limits is LimitsModel {
  return limits?.bass !== undefined || limits?.limiter !== undefined;
}

/** What comes before the filter; null where the filter alone says all. */
export function inputStageOf(sound: DeviceSound): InputStage | null {
  return bendsLevels(sound.limits) ? { matrix: stereoMatrix(sound), limits: sound.limits } : null;
}

/** What happens between left and right within the filter: the image, unless limits come behind it. */
export const filterMatrix = (sound: DeviceSound): StereoMatrix =>
  bendsLevels(sound.limits) ? IDENTITY : stereoMatrix(sound);

const keys = new WeakMap<DeviceSound, SoundKeys>();

export function soundKeys(sound: DeviceSound): SoundKeys {
  let known = keys.get(sound);
  if (!known) {
    const stage = inputStageOf(sound);
    const matrix = filterMatrix(sound);
    const tone = toneStages(sound);
    const isWire = tone.length === 0 && sound.limits?.codecHz === undefined && !sound.room && isIdentity(matrix);
    known = {
      stage: stage && JSON.stringify(stage),
      filter: isWire ? null : JSON.stringify([tone, sound.limits?.codecHz, sound.room, matrix]),
    };
    keys.set(sound, known);
  }
  return known;
}
