// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { BUDS } from './kinds';

export const AIRPODS2: DeviceProfile = {
  ...BUDS,
  id: 'airpods-2',
  name: 'AirPods (2nd gen)',
  stages: [
    { kind: 'lowshelf', frequencyHz: 74.9, gainDb: -8.13, q: 0.77 },
    { kind: 'peaking', frequencyHz: 748, gainDb: -4.73, q: 0.21 },
    { kind: 'peaking', frequencyHz: 2050, gainDb: 5.97, q: 1.18 },
    { kind: 'peaking', frequencyHz: 3940, gainDb: -2.45, q: 2.9 },
    { kind: 'gain', gainDb: 2.16 },
  ],
};
