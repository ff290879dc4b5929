// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING_IN_EAR } from './kinds';

export const GALAXY_BUDS_FE: DeviceProfile = {
  ...CANCELLING_IN_EAR,
  id: 'galaxy-buds-fe',
  name: 'Galaxy Buds FE',
  stages: [
    { kind: 'peaking', frequencyHz: 123, gainDb: -2.71, q: 0.67 },
    { kind: 'peaking', frequencyHz: 716, gainDb: -5.76, q: 0.59 },
    { kind: 'peaking', frequencyHz: 3470, gainDb: -5.54, q: 0.86 },
    { kind: 'lowshelf', frequencyHz: 7850, gainDb: 3.9, q: 1.1 },
    { kind: 'gain', gainDb: 1.22 },
  ],
};
