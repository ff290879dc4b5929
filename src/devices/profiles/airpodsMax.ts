// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const AIRPODS_MAX: DeviceProfile = {
  ...CANCELLING,
  id: 'airpods-max',
  name: 'AirPods Max',
  stages: [
    { kind: 'lowshelf', frequencyHz: 67.1, gainDb: 1.79, q: 0.69 },
    { kind: 'peaking', frequencyHz: 205, gainDb: 1.84, q: 1.27 },
    { kind: 'peaking', frequencyHz: 1040, gainDb: 2.74, q: 1.29 },
    { kind: 'peaking', frequencyHz: 6550, gainDb: -4.31, q: 0.2 },
    { kind: 'highshelf', frequencyHz: 9920, gainDb: 7.09, q: 0.9 },
    { kind: 'gain', gainDb: 0.54 },
  ],
};
