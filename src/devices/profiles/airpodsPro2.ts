// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING_IN_EAR } from './kinds';

export const AIRPODS_PRO2: DeviceProfile = {
  ...CANCELLING_IN_EAR,
  id: 'airpods-pro-2',
  name: 'AirPods Pro 2',
  stages: [
    { kind: 'peaking', frequencyHz: 76.8, gainDb: -2.52, q: 1.23 },
    { kind: 'peaking', frequencyHz: 506, gainDb: 3.3, q: 0.57 },
    { kind: 'peaking', frequencyHz: 1240, gainDb: -2.69, q: 0.33 },
    { kind: 'peaking', frequencyHz: 4990, gainDb: -3.12, q: 1.82 },
    { kind: 'peaking', frequencyHz: 6420, gainDb: 1.82, q: 4.32 },
    { kind: 'peaking', frequencyHz: 9040, gainDb: -1.99, q: 3.01 },
    { kind: 'gain', gainDb: 0.38 },
  ],
};
