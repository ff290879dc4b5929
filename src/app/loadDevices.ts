import { createFitting } from '../analysis/fitting/createFitting';
import { evidenceOf } from '../devices/evidence';
import type { DeviceDesk } from '../store/devices/DeviceDesk';
import { ShelfDesk } from '../store/devices/ShelfDesk';
import type { DeviceParts } from '../store/session';
import { fetchOpra } from './fetchOpra';

/** Builds the device desk. A chunk of its own: nothing of it is fetched before devices are imported, made or searched. */
export function loadDevices(parts: DeviceParts): DeviceDesk {
  return new ShelfDesk({ ...parts, openFitting: createFitting, fetchOpra, evidenceOf, now: Date.now });
}
