import type { DeviceProfile, Stage } from './DeviceProfile';
import { isStereoStage } from './response';

/** Which parts of a device are heard. */
export interface Layers {
  readonly tone: boolean;
  /** Image, crosstalk, reflections and decay. */
  readonly room: boolean;
  readonly limits: boolean;
  readonly noise: boolean;
}

export type LayerName = keyof Layers;

export const LAYER_NAMES: readonly LayerName[] = ['tone', 'room', 'limits', 'noise'];

const effective = new WeakMap<DeviceProfile, Map<string, DeviceProfile>>();

/**
 * The profile with only the wanted layers in it; equal questions get the same object, so designs that are kept by
 * profile are kept by layer as well. Noise is no part of the chain, see `noiseBed`.
 * @param isOnLoudspeakers the listener's own room takes the place of crosstalk, reflections and decay
 */
export function withLayers(profile: DeviceProfile, layers: Layers, isOnLoudspeakers = false): DeviceProfile {
  const key = `${layers.tone} ${layers.room} ${layers.limits} ${isOnLoudspeakers}`;
  let byKey = effective.get(profile);
  if (!byKey) {
    byKey = new Map();
    effective.set(profile, byKey);
  }
  let made = byKey.get(key);
  if (!made) {
    const isKept = (stage: Stage): boolean => (isStereoStage(stage) ? layers.room : layers.tone);
    const { room, limits, ...rest } = profile;
    made = {
      ...rest,
      stages: profile.stages.filter(isKept),
      ...(room && layers.room && !isOnLoudspeakers && { room }),
      ...(limits && layers.limits && { limits }),
    };
    byKey.set(key, made);
  }
  return made;
}
