// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const SENNHEISER_HD800S: DeviceProfile = {
  ...OPEN,
  id: 'sennheiser-hd-800-s',
  name: 'Sennheiser HD 800 S',
  stages: [
    { kind: 'lowshelf', frequencyHz: 88.7, gainDb: -8.11, q: 0.57 },
    { kind: 'peaking', frequencyHz: 189, gainDb: 1.59, q: 1.34 },
    { kind: 'peaking', frequencyHz: 2360, gainDb: -5.41, q: 0.72 },
    { kind: 'peaking', frequencyHz: 2600, gainDb: 1.96, q: 2.58 },
    { kind: 'peaking', frequencyHz: 5760, gainDb: 3.34, q: 2.66 },
    { kind: 'gain', gainDb: 1.95 },
  ],
};
