// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const SENNHEISER_HD280_PRO: DeviceProfile = {
  ...CLOSED,
  id: 'sennheiser-hd-280-pro',
  name: 'Sennheiser HD 280 PRO',
  stages: [
    { kind: 'lowshelf', frequencyHz: 60.5, gainDb: 6.76, q: 1.2 },
    { kind: 'peaking', frequencyHz: 127, gainDb: 4.49, q: 3.36 },
    { kind: 'peaking', frequencyHz: 185, gainDb: -2.13, q: 3.51 },
    { kind: 'peaking', frequencyHz: 424, gainDb: 4.71, q: 0.23 },
    { kind: 'peaking', frequencyHz: 3970, gainDb: -3.66, q: 2.06 },
    { kind: 'peaking', frequencyHz: 6010, gainDb: 2.25, q: 3.3 },
    { kind: 'gain', gainDb: -3.39 },
  ],
};
