// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const ATH_M40X: DeviceProfile = {
  ...CLOSED,
  id: 'ath-m40x',
  name: 'ATH-M40x',
  stages: [
    { kind: 'lowshelf', frequencyHz: 29.3, gainDb: -2.93, q: 1.2 },
    { kind: 'peaking', frequencyHz: 212, gainDb: 12, q: 0.47 },
    { kind: 'peaking', frequencyHz: 303, gainDb: -9.56, q: 0.7 },
    { kind: 'peaking', frequencyHz: 1410, gainDb: 2.95, q: 1.41 },
    { kind: 'peaking', frequencyHz: 4130, gainDb: 1.31, q: 3.34 },
    { kind: 'peaking', frequencyHz: 8390, gainDb: 4.73, q: 2.29 },
    { kind: 'highshelf', frequencyHz: 11100, gainDb: 8.03, q: 1.09 },
    { kind: 'gain', gainDb: -1.46 },
  ],
};
