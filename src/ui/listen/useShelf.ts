import type { DeviceProfile } from '../../devices/DeviceProfile';
import { useDevices, useListen, useSession } from '../SessionContext';

/** Every device there is: the catalogue, then one's own. */
export function useShelf(): readonly DeviceProfile[] {
  const { shelf } = useSession();
  return useDevices(() => shelf());
}

/** The device with this id as it is now: a draft changes under the same id. */
export function useDevice(id: string): DeviceProfile | undefined {
  const { deviceById } = useSession();
  return useDevices(() => deviceById(id));
}

/** The device the mix is heard through. */
export const useTarget = (): DeviceProfile | undefined => useDevice(useListen((state) => state.targetId));
