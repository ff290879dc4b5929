// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { SEMI_OPEN } from './kinds';

export const AKG_K240_STUDIO: DeviceProfile = {
  ...SEMI_OPEN,
  id: 'akg-k240-studio',
  name: 'AKG K240 Studio',
  stages: [
    { kind: 'lowshelf', frequencyHz: 109, gainDb: -8.92, q: 0.87 },
    { kind: 'peaking', frequencyHz: 539, gainDb: -0.83, q: 1.77 },
    { kind: 'peaking', frequencyHz: 1580, gainDb: -6.69, q: 1.91 },
    { kind: 'peaking', frequencyHz: 2720, gainDb: 1.27, q: 4.02 },
    { kind: 'peaking', frequencyHz: 4390, gainDb: -7.51, q: 1.6 },
    { kind: 'highshelf', frequencyHz: 10600, gainDb: -3.43, q: 1.2 },
    { kind: 'gain', gainDb: 2.39 },
  ],
};
