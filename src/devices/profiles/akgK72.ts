// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const AKG_K72: DeviceProfile = {
  ...CLOSED,
  id: 'akg-k72',
  name: 'AKG K72',
  stages: [
    { kind: 'peaking', frequencyHz: 69.7, gainDb: -9.96, q: 1.26 },
    { kind: 'peaking', frequencyHz: 93.1, gainDb: 12, q: 0.44 },
    { kind: 'peaking', frequencyHz: 182, gainDb: 2.73, q: 1.7 },
    { kind: 'peaking', frequencyHz: 548, gainDb: 2.7, q: 1.34 },
    { kind: 'peaking', frequencyHz: 1510, gainDb: -5.69, q: 1.68 },
    { kind: 'peaking', frequencyHz: 3100, gainDb: -5.6, q: 1.73 },
    { kind: 'peaking', frequencyHz: 4200, gainDb: 3.59, q: 4.79 },
    { kind: 'peaking', frequencyHz: 6490, gainDb: 7.33, q: 2.58 },
    { kind: 'gain', gainDb: 0.28 },
  ],
};
