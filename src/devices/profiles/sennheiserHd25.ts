// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED_ON_EAR } from './kinds';

export const SENNHEISER_HD25: DeviceProfile = {
  ...CLOSED_ON_EAR,
  id: 'sennheiser-hd-25',
  name: 'Sennheiser HD 25',
  stages: [
    { kind: 'peaking', frequencyHz: 104, gainDb: 6.45, q: 0.77 },
    { kind: 'peaking', frequencyHz: 232, gainDb: 6.2, q: 1.29 },
    { kind: 'peaking', frequencyHz: 1020, gainDb: 2.31, q: 1.32 },
    { kind: 'peaking', frequencyHz: 2550, gainDb: 5.46, q: 0.65 },
    { kind: 'peaking', frequencyHz: 5010, gainDb: -4.08, q: 1.98 },
    { kind: 'peaking', frequencyHz: 8470, gainDb: 6.49, q: 1.54 },
    { kind: 'gain', gainDb: -4.24 },
  ],
};
