// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING_IN_EAR } from './kinds';

export const GALAXY_BUDS2_PRO: DeviceProfile = {
  ...CANCELLING_IN_EAR,
  id: 'galaxy-buds2-pro',
  name: 'Galaxy Buds2 Pro',
  stages: [
    { kind: 'peaking', frequencyHz: 68.7, gainDb: -1.54, q: 0.95 },
    { kind: 'lowshelf', frequencyHz: 582, gainDb: 4.84, q: 0.39 },
    { kind: 'peaking', frequencyHz: 2330, gainDb: -2.99, q: 2.38 },
    { kind: 'peaking', frequencyHz: 3250, gainDb: 5.03, q: 0.77 },
    { kind: 'highshelf', frequencyHz: 10400, gainDb: 4.42, q: 1.2 },
    { kind: 'gain', gainDb: -2.49 },
  ],
};
