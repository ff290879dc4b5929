// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const SENNHEISER_HD490_PRO: DeviceProfile = {
  ...OPEN,
  id: 'sennheiser-hd-490-pro',
  name: 'Sennheiser HD 490 PRO',
  stages: [
    { kind: 'lowshelf', frequencyHz: 97.8, gainDb: -6.97, q: 0.52 },
    { kind: 'peaking', frequencyHz: 1340, gainDb: 11.25, q: 0.85 },
    { kind: 'peaking', frequencyHz: 1580, gainDb: -11.99, q: 0.54 },
    { kind: 'peaking', frequencyHz: 8870, gainDb: -2.97, q: 2.02 },
    { kind: 'gain', gainDb: 1.81 },
  ],
};
