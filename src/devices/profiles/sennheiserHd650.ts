// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const SENNHEISER_HD650: DeviceProfile = {
  ...OPEN,
  id: 'sennheiser-hd-650',
  name: 'Sennheiser HD 650',
  stages: [
    { kind: 'lowshelf', frequencyHz: 83.2, gainDb: -10.73, q: 0.61 },
    { kind: 'peaking', frequencyHz: 602, gainDb: -3.64, q: 0.53 },
    { kind: 'peaking', frequencyHz: 2060, gainDb: -3.43, q: 1.76 },
    { kind: 'peaking', frequencyHz: 4180, gainDb: -2.28, q: 4.43 },
    { kind: 'peaking', frequencyHz: 8710, gainDb: -7.39, q: 1.02 },
    { kind: 'gain', gainDb: 3.61 },
  ],
};
