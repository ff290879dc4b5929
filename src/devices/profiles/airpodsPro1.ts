// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING_IN_EAR } from './kinds';

export const AIRPODS_PRO1: DeviceProfile = {
  ...CANCELLING_IN_EAR,
  id: 'airpods-pro-1',
  name: 'AirPods Pro (1st gen)',
  stages: [
    { kind: 'peaking', frequencyHz: 778, gainDb: 10.03, q: 0.44 },
    { kind: 'peaking', frequencyHz: 931, gainDb: -5.49, q: 1.06 },
    { kind: 'peaking', frequencyHz: 4630, gainDb: -2.02, q: 2.96 },
    { kind: 'highshelf', frequencyHz: 10800, gainDb: 3.52, q: 1.2 },
    { kind: 'gain', gainDb: -4.73 },
  ],
};
