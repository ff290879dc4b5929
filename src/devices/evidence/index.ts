import type { DeviceEvidence, DeviceProfile } from '../DeviceProfile';

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
