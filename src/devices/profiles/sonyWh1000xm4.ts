// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const SONY_WH1000XM4: DeviceProfile = {
  ...CANCELLING,
  id: 'sony-wh-1000xm4',
  name: 'Sony WH-1000XM4',
  stages: [
    { kind: 'peaking', frequencyHz: 134, gainDb: 3.27, q: 1.26 },
    { kind: 'peaking', frequencyHz: 373, gainDb: -2.42, q: 1.4 },
    { kind: 'peaking', frequencyHz: 1430, gainDb: 1.87, q: 2.87 },
    { kind: 'peaking', frequencyHz: 2240, gainDb: -3.28, q: 2.41 },
    { kind: 'peaking', frequencyHz: 4840, gainDb: -9.77, q: 0.22 },
    { kind: 'peaking', frequencyHz: 6250, gainDb: 12, q: 0.82 },
    { kind: 'peaking', frequencyHz: 6680, gainDb: -6.65, q: 2.36 },
    { kind: 'gain', gainDb: 4.64 },
  ],
};
