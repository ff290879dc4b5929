// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const ATH_M50X: DeviceProfile = {
  ...CLOSED,
  id: 'ath-m50x',
  name: 'ATH-M50x',
  stages: [
    { kind: 'peaking', frequencyHz: 66.9, gainDb: -1.19, q: 3.96 },
    { kind: 'peaking', frequencyHz: 157, gainDb: 4.49, q: 0.97 },
    { kind: 'peaking', frequencyHz: 333, gainDb: -4.82, q: 1.56 },
    { kind: 'peaking', frequencyHz: 1620, gainDb: -1.2, q: 2.65 },
    { kind: 'peaking', frequencyHz: 4300, gainDb: 1.84, q: 6.59 },
    { kind: 'peaking', frequencyHz: 6390, gainDb: -1.84, q: 1.51 },
    { kind: 'highshelf', frequencyHz: 11800, gainDb: 3.13, q: 1.09 },
    { kind: 'gain', gainDb: 1.09 },
  ],
};
