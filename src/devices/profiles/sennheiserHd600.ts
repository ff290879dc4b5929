// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const SENNHEISER_HD600: DeviceProfile = {
  ...OPEN,
  id: 'sennheiser-hd-600',
  name: 'Sennheiser HD 600',
  stages: [
    { kind: 'lowshelf', frequencyHz: 92.6, gainDb: -10.15, q: 0.64 },
    { kind: 'peaking', frequencyHz: 569, gainDb: -3.77, q: 0.5 },
    { kind: 'peaking', frequencyHz: 2120, gainDb: -2.57, q: 2.26 },
    { kind: 'peaking', frequencyHz: 4310, gainDb: -1.47, q: 6.04 },
    { kind: 'peaking', frequencyHz: 8360, gainDb: -5.88, q: 0.81 },
    { kind: 'gain', gainDb: 3.37 },
  ],
};
