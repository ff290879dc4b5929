import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { SlotName } from '../../store/listenStore';
import { useListen, useSession } from '../SessionContext';

/** Which of the two colours a device speaks in: its slot's, or plain ink. */
export type Voice = 'A' | 'B' | 'ink';

/** The anchor is ink in any slot: every other curve is read against it. The slot's own chip keeps its colour. */
export const voiceOf = (device: DeviceProfile, slot: SlotName | null): Voice =>
  device.family === 'reference' ? 'ink' : (slot ?? 'ink');

export function useVoice(deviceId: string): Voice {
  const device = useSession().deviceById(deviceId);
  const slot = useListen(({ slots }) => (slots.A === deviceId ? 'A' : slots.B === deviceId ? 'B' : null));
  return device ? voiceOf(device, slot) : 'ink';
}
