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
 * profile are kept by layer as well, and where nothing is taken away it is the profile itself. Noise is no part of the
 * chain, see `noiseBed`.
 * @param isOnLoudspeakers the listener's own room takes the place of crosstalk, reflections and decay
 */
export function withLayers(profile: DeviceProfile, layers: Layers, isOnLoudspeakers = false): DeviceProfile {
  const { room, limits } = profile;
  const isKept = (stage: Stage): boolean => (isStereoStage(stage) ? layers.room : layers.tone);
  const stages = profile.stages.every(isKept) ? profile.stages : profile.stages.filter(isKept);
  const keepsRoom = room === undefined || (layers.room && !isOnLoudspeakers);
  const keepsLimits = limits === undefined || layers.limits;
  if (stages === profile.stages && keepsRoom && keepsLimits) return profile;
  let byKey = effective.get(profile);
  if (!byKey) {
    byKey = new Map();
    effective.set(profile, byKey);
  }
  // What a device does not have cannot make a difference.
  const key = `${stages === profile.stages ? 'all' : `${layers.tone} ${layers.room}`} ${keepsRoom} ${keepsLimits}`;
  let made = byKey.get(key);
  if (!made) {
    const { room: _room, limits: _limits, ...rest } = profile;
    made = { ...rest, stages, ...(room && keepsRoom && { room }), ...(limits && keepsLimits && { limits }) };
    byKey.set(key, made);
  }
  return made;
}
