// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const SONY_WH1000XM6: DeviceProfile = {
  ...CANCELLING,
  id: 'sony-wh-1000xm6',
  name: 'Sony WH-1000XM6',
  stages: [
    { kind: 'peaking', frequencyHz: 108, gainDb: -1.98, q: 2.65 },
    { kind: 'lowshelf', frequencyHz: 241, gainDb: 10.57, q: 0.71 },
    { kind: 'peaking', frequencyHz: 811, gainDb: 1.03, q: 2.2 },
    { kind: 'peaking', frequencyHz: 2810, gainDb: 5.79, q: 2.03 },
    { kind: 'peaking', frequencyHz: 3950, gainDb: -2.63, q: 2.14 },
    { kind: 'gain', gainDb: -1.59 },
  ],
};
