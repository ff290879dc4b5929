// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { BUDS } from './kinds';

export const AIRPODS4: DeviceProfile = {
  ...BUDS,
  id: 'airpods-4',
  name: 'AirPods 4 ANC',
  stages: [
    { kind: 'lowshelf', frequencyHz: 39.7, gainDb: -6.59, q: 0.86 },
    { kind: 'peaking', frequencyHz: 251, gainDb: 0.77, q: 4.26 },
    { kind: 'peaking', frequencyHz: 1730, gainDb: 8.97, q: 0.76 },
    { kind: 'peaking', frequencyHz: 3230, gainDb: -9.95, q: 0.32 },
    { kind: 'highshelf', frequencyHz: 6230, gainDb: 5.38, q: 1.05 },
    { kind: 'gain', gainDb: 0.76 },
  ],
};
