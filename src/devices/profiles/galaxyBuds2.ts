// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING_IN_EAR } from './kinds';

export const GALAXY_BUDS2: DeviceProfile = {
  ...CANCELLING_IN_EAR,
  id: 'galaxy-buds2',
  name: 'Galaxy Buds2',
  stages: [
    { kind: 'lowshelf', frequencyHz: 72.1, gainDb: -0.72, q: 0.91 },
    { kind: 'peaking', frequencyHz: 827, gainDb: -1.76, q: 1.44 },
    { kind: 'peaking', frequencyHz: 4860, gainDb: -7.08, q: 1.04 },
    { kind: 'highshelf', frequencyHz: 7180, gainDb: -1.8, q: 0.96 },
    { kind: 'peaking', frequencyHz: 7470, gainDb: 4.99, q: 1.64 },
    { kind: 'gain', gainDb: 1.21 },
  ],
};
