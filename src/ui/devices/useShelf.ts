import { useMemo } from 'react';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import { FAMILIES, SUBFAMILIES } from '../../devices/families';
import { DRAFT_ID } from '../../store/devices/devicesStore';
import { useDevices, useSession } from '../SessionContext';

const FAMILY_ORDER = new Map(FAMILIES.map(({ family }, index) => [family, index]));
const SUBFAMILY_ORDER = new Map(SUBFAMILIES.map(({ subfamily }, index) => [subfamily, index]));

/** Every device there is, by family and kind; the same list until one comes or goes. */
export function useShelf(): readonly DeviceProfile[] {
  const { catalogue } = useSession();
  const own = useDevices((state) => state.own);
  return useMemo(
    () =>
      [...catalogue, ...own.map(({ profile }) => profile)].toSorted(
        (a, b) =>
          FAMILY_ORDER.get(a.family)! - FAMILY_ORDER.get(b.family)! ||
          SUBFAMILY_ORDER.get(a.subfamily)! - SUBFAMILY_ORDER.get(b.subfamily)!,
      ),
    [catalogue, own],
  );
}

/** The device with this id, and what is kept of it where it is the listener's own. */
export function useDevice(id: string): { readonly device?: DeviceProfile; readonly stored?: StoredDevice } {
  const { catalogue } = useSession();
  const stored = useDevices((state) => state.own.find((entry) => entry.id === id));
  const draft = useDevices((state) => state.draft);
  const device =
    stored?.profile ?? catalogue.find((entry) => entry.id === id) ?? (id === DRAFT_ID ? draft?.profile : undefined);
  return { ...(device && { device }), ...(stored && { stored }) };
}
