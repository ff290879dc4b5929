// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { WIRELESS_ON_EAR } from './kinds';

export const BEATS_SOLO4: DeviceProfile = {
  ...WIRELESS_ON_EAR,
  id: 'beats-solo-4',
  name: 'Beats Solo 4',
  stages: [
    { kind: 'lowshelf', frequencyHz: 38.3, gainDb: 1.07, q: 1.2 },
    { kind: 'peaking', frequencyHz: 78, gainDb: 2.28, q: 1.74 },
    { kind: 'peaking', frequencyHz: 1060, gainDb: 3.95, q: 1.18 },
    { kind: 'peaking', frequencyHz: 3940, gainDb: 6.08, q: 1.74 },
    { kind: 'peaking', frequencyHz: 8260, gainDb: 3.69, q: 1.42 },
    { kind: 'gain', gainDb: -2.21 },
  ],
};
