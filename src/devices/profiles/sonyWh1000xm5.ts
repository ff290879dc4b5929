// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const SONY_WH1000XM5: DeviceProfile = {
  ...CANCELLING,
  id: 'sony-wh-1000xm5',
  name: 'Sony WH-1000XM5',
  stages: [
    { kind: 'peaking', frequencyHz: 16.7, gainDb: 6.87, q: 0.2 },
    { kind: 'peaking', frequencyHz: 175, gainDb: 9.2, q: 0.54 },
    { kind: 'peaking', frequencyHz: 801, gainDb: 2, q: 2.01 },
    { kind: 'peaking', frequencyHz: 2310, gainDb: -2.29, q: 4.08 },
    { kind: 'peaking', frequencyHz: 3320, gainDb: 4.77, q: 2.05 },
    { kind: 'peaking', frequencyHz: 6240, gainDb: 5.14, q: 1.2 },
    { kind: 'gain', gainDb: -2.98 },
  ],
};
