// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING_IN_EAR } from './kinds';

export const GALAXY_BUDS3_PRO: DeviceProfile = {
  ...CANCELLING_IN_EAR,
  id: 'galaxy-buds3-pro',
  name: 'Galaxy Buds3 Pro',
  stages: [
    { kind: 'peaking', frequencyHz: 578, gainDb: -2.78, q: 0.54 },
    { kind: 'peaking', frequencyHz: 2270, gainDb: -5.66, q: 0.69 },
    { kind: 'peaking', frequencyHz: 4140, gainDb: -3.8, q: 2.22 },
    { kind: 'highshelf', frequencyHz: 6100, gainDb: -1.59, q: 1.2 },
    { kind: 'gain', gainDb: 4.44 },
  ],
};
