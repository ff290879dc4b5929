// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const DT990_PRO: DeviceProfile = {
  ...OPEN,
  id: 'dt-990-pro',
  name: 'DT 990 Pro',
  stages: [
    { kind: 'lowshelf', frequencyHz: 33.3, gainDb: -8.23, q: 0.5 },
    { kind: 'peaking', frequencyHz: 153, gainDb: 2.91, q: 0.83 },
    { kind: 'peaking', frequencyHz: 578, gainDb: -2.18, q: 1.02 },
    { kind: 'peaking', frequencyHz: 6170, gainDb: 2.7, q: 3.75 },
    { kind: 'highshelf', frequencyHz: 7000, gainDb: 4.24, q: 1.13 },
    { kind: 'gain', gainDb: 0.83 },
  ],
};
