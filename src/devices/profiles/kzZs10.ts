// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { IN_EAR } from './kinds';

export const KZ_ZS10: DeviceProfile = {
  ...IN_EAR,
  id: 'kz-zs10',
  name: 'KZ ZS10',
  stages: [
    { kind: 'lowshelf', frequencyHz: 111, gainDb: -6.57, q: 0.62 },
    { kind: 'peaking', frequencyHz: 734, gainDb: -8.4, q: 0.49 },
    { kind: 'peaking', frequencyHz: 3260, gainDb: -7.88, q: 2.09 },
    { kind: 'highshelf', frequencyHz: 5320, gainDb: -12, q: 1.2 },
    { kind: 'peaking', frequencyHz: 6080, gainDb: -1.82, q: 3.51 },
    { kind: 'peaking', frequencyHz: 9120, gainDb: 7.63, q: 1.7 },
    { kind: 'gain', gainDb: 6.24 },
  ],
};
