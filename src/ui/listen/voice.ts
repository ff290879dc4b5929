import { useListen } from '../SessionContext';

/** Which of the two colours a device speaks in: its slot's, or plain ink. */
export type Voice = 'A' | 'B' | 'ink';

export function useVoice(deviceId: string): Voice {
  return useListen(({ slots }) => (slots.A === deviceId ? 'A' : slots.B === deviceId ? 'B' : 'ink'));
}
