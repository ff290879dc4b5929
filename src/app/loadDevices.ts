import { ElsewhereError } from '../core/errors';
import { evidenceOf } from '../devices/evidence';
import type { DeviceDesk } from '../store/devices/DeviceDesk';
import { ShelfDesk } from '../store/devices/ShelfDesk';
import type { DeviceParts } from '../store/session';
import { fetchOpra } from './fetchOpra';

/** Builds the device desk. A chunk of its own: nothing of it is fetched before devices are imported, made or searched. */
export async function loadDevices(parts: DeviceParts): Promise<DeviceDesk> {
  const notYet = (): never => {
    throw new ElsewhereError('device-failed', 'not built yet');
  };
  return new ShelfDesk({ ...parts, openFitting: notYet, fetchOpra, evidenceOf, now: Date.now });
}
