import type { DeviceProfile } from '../../devices/DeviceProfile';
import { DRAFT_ID, type DevicesStore } from './devicesStore';

/** Every device that can be asked for by its id. */
export interface Shelf {
  /** The catalogue, then the listener's own devices by order of arrival; the same list until one of them changes. */
  all(): readonly DeviceProfile[];
  /** Knows the draft as well. */
  byId(id: string): DeviceProfile | undefined;
}

export function createShelf(catalogue: readonly DeviceProfile[], devices: DevicesStore): Shelf {
  const builtIn = new Map(catalogue.map((device) => [device.id, device]));
  let own = devices.getState().own;
  let all = catalogue;
  return {
    all() {
      const now = devices.getState().own;
      if (now !== own) {
        own = now;
        all = own.length === 0 ? catalogue : [...catalogue, ...own.map((device) => device.profile)];
      }
      return all;
    },
    byId(id) {
      const { own: mine, draft } = devices.getState();
      if (id === DRAFT_ID) return draft?.profile;
      return builtIn.get(id) ?? mine.find((device) => device.id === id)?.profile;
    },
  };
}
