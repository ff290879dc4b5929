// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { BUDS } from './kinds';

export const AIRPODS1: DeviceProfile = {
  ...BUDS,
  id: 'airpods-1',
  name: 'AirPods (1st gen)',
  stages: [
    { kind: 'lowshelf', frequencyHz: 85.5, gainDb: -1.57, q: 1.13 },
    { kind: 'peaking', frequencyHz: 338, gainDb: 2.98, q: 0.74 },
    { kind: 'peaking', frequencyHz: 2080, gainDb: 7.1, q: 0.84 },
    { kind: 'peaking', frequencyHz: 5560, gainDb: 4.34, q: 2.56 },
    { kind: 'peaking', frequencyHz: 9250, gainDb: 3.77, q: 2.63 },
    { kind: 'peaking', frequencyHz: 17500, gainDb: 3.52, q: 2.33 },
    { kind: 'gain', gainDb: -4.32 },
  ],
};
