import type { DeviceProfile } from '../devices/DeviceProfile';
import { isStereoStage } from '../devices/response';

/** Profiles with the same limits and the same image before them share what was measured; undefined without limits. */
export function limitsKey({ limits, stages }: DeviceProfile): string | undefined {
  // A codec alone is linear and read from the map like any tone.
  if (!limits?.bass && !limits?.limiter) return undefined;
  return JSON.stringify([limits, stages.filter(isStereoStage)]);
}

export const hasLimits = (profile: DeviceProfile): boolean => limitsKey(profile) !== undefined;
