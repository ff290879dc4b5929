// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const ATH_M20X: DeviceProfile = {
  ...CLOSED,
  id: 'ath-m20x',
  name: 'ATH-M20x',
  stages: [
    { kind: 'lowshelf', frequencyHz: 40.2, gainDb: -8.31, q: 0.73 },
    { kind: 'peaking', frequencyHz: 131, gainDb: 2.49, q: 0.92 },
    { kind: 'peaking', frequencyHz: 243, gainDb: -3.35, q: 1.66 },
    { kind: 'peaking', frequencyHz: 2670, gainDb: 6.5, q: 0.67 },
    { kind: 'peaking', frequencyHz: 4500, gainDb: -11.45, q: 0.95 },
    { kind: 'peaking', frequencyHz: 7350, gainDb: 3.88, q: 2.86 },
    { kind: 'gain', gainDb: -0.91 },
  ],
};
