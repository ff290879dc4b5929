// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const SENNHEISER_HD6XX: DeviceProfile = {
  ...OPEN,
  id: 'sennheiser-hd-6xx',
  name: 'Sennheiser HD 6XX',
  stages: [
    { kind: 'lowshelf', frequencyHz: 86.3, gainDb: -11.08, q: 0.61 },
    { kind: 'peaking', frequencyHz: 592, gainDb: -4.15, q: 0.47 },
    { kind: 'peaking', frequencyHz: 2090, gainDb: -3.42, q: 1.57 },
    { kind: 'peaking', frequencyHz: 4240, gainDb: -1.55, q: 3.33 },
    { kind: 'peaking', frequencyHz: 8460, gainDb: -7.23, q: 0.92 },
    { kind: 'gain', gainDb: 4.19 },
  ],
};
