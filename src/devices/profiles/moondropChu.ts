// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { IN_EAR } from './kinds';

export const MOONDROP_CHU: DeviceProfile = {
  ...IN_EAR,
  id: 'moondrop-chu',
  name: 'Moondrop Chu',
  stages: [
    { kind: 'lowshelf', frequencyHz: 113, gainDb: -3.23, q: 0.83 },
    { kind: 'peaking', frequencyHz: 687, gainDb: -1.97, q: 0.92 },
    { kind: 'highshelf', frequencyHz: 2440, gainDb: -1.22, q: 0.96 },
    { kind: 'highshelf', frequencyHz: 12100, gainDb: 2.06, q: 1.2 },
    { kind: 'gain', gainDb: 1.06 },
  ],
};
