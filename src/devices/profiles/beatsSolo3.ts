// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { WIRELESS_ON_EAR } from './kinds';

export const BEATS_SOLO3: DeviceProfile = {
  ...WIRELESS_ON_EAR,
  id: 'beats-solo3',
  name: 'Beats Solo3',
  stages: [
    { kind: 'lowshelf', frequencyHz: 120, gainDb: 2.1, q: 0.87 },
    { kind: 'peaking', frequencyHz: 208, gainDb: 7.21, q: 0.59 },
    { kind: 'peaking', frequencyHz: 644, gainDb: -5.66, q: 0.83 },
    { kind: 'peaking', frequencyHz: 2450, gainDb: -4.35, q: 1.48 },
    { kind: 'peaking', frequencyHz: 3550, gainDb: 12, q: 1 },
    { kind: 'peaking', frequencyHz: 4160, gainDb: -9.05, q: 1.45 },
    { kind: 'gain', gainDb: 0.8 },
  ],
};
