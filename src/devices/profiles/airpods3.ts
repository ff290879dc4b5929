// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { BUDS } from './kinds';

export const AIRPODS3: DeviceProfile = {
  ...BUDS,
  id: 'airpods-3',
  name: 'AirPods (3rd gen)',
  stages: [
    { kind: 'lowshelf', frequencyHz: 68.5, gainDb: -8.29, q: 0.82 },
    { kind: 'peaking', frequencyHz: 633, gainDb: -4.26, q: 0.56 },
    { kind: 'peaking', frequencyHz: 1600, gainDb: 2.5, q: 1.25 },
    { kind: 'peaking', frequencyHz: 5350, gainDb: -11.09, q: 0.88 },
    { kind: 'peaking', frequencyHz: 5590, gainDb: 11.06, q: 1.65 },
    { kind: 'gain', gainDb: 2.51 },
  ],
};
