// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const AKG_K371: DeviceProfile = {
  ...CLOSED,
  id: 'akg-k371',
  name: 'AKG K371',
  stages: [
    { kind: 'peaking', frequencyHz: 63.1, gainDb: -3.54, q: 1.26 },
    { kind: 'lowshelf', frequencyHz: 232, gainDb: 1.94, q: 0.83 },
    { kind: 'peaking', frequencyHz: 4090, gainDb: -3.98, q: 2.68 },
    { kind: 'highshelf', frequencyHz: 9880, gainDb: -2.77, q: 0.9 },
    { kind: 'gain', gainDb: 0.12 },
  ],
};
