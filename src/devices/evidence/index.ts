import type { DeviceEvidence, DeviceProfile } from '../DeviceProfile';
import type { DeviceAccuracy } from './accuracyTypes';

/** Evidence of every device of the catalogue, by id. A chunk of its own: nothing of it is needed to listen. */
export async function loadEvidence(): Promise<Readonly<Record<string, DeviceEvidence>>> {
  const { EVIDENCE } = await import('./table');
  return EVIDENCE;
}

/** Evidence of one device: its own where it carries one, else the catalogue's; undefined when neither has any. */
export async function evidenceOf(profile: DeviceProfile): Promise<DeviceEvidence | undefined> {
  const { source, leavesOut } = profile;
  if (source && leavesOut !== undefined) return { ...profile, source, leavesOut };
  return (await loadEvidence())[profile.id];
}

/** What rendered audio showed of every device of the catalogue, by id. */
export async function loadAccuracy(): Promise<Readonly<Record<string, DeviceAccuracy>>> {
  const { ACCURACY } = await import('./accuracy');
  return ACCURACY;
}
