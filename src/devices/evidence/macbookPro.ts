// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceEvidence } from '../DeviceProfile';
import { onErrorGrid } from './errorGrid';

export const MACBOOK_PRO: DeviceEvidence = {
  source: {
    credit: 'The Asahi Linux contributors',
    licence: 'MIT',
    references: [
      'AsahiLinux/asahi-audio at 8d0d1ab (November 2022): trace of a MacBook Pro under macOS, soft room, microphone 30 cm behind and above the keyboard; model not named, 14 or 16 inch',
      'Read off the published graph to about 0.1 dB; below 75 Hz the trace is mains hum, so the fall is continued with its slope',
    ],
  },
  leavesOut:
    'Its loudness processing beyond the limits shown, which changes with volume; buzzes of the case; the desk.',
  fit: { rmsDb: 0.165, worstDb: 0.55, fromHz: 75, toHz: 16000 },
  validRangeHz: [75, 20000],
  errorsDb: onErrorGrid(
    12,
    [
      -0.1, -0.05, 0, 0, -0.05, 0.05, 0, 0, 0.05, 0.2, -0.25, 0.2, -0.15, 0.1, -0.15, 0.15, -0.35, 0.45, -0.1, -0.4,
      0.1, 0.05, 0.2, -0.1, 0, 0.05, 0.05, -0.05, -0.05, -0.05, 0.05, -0.05, 0, 0, 0, -0.05, 0.1, -0.2, 0.3, -0.2, 0.05,
      -0.25, 0.55, -0.2, -0.1, -0.15, 0.5, -0.15,
    ],
  ),
};
