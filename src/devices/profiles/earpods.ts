// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { WIRED_BUDS } from './kinds';

export const EARPODS: DeviceProfile = {
  ...WIRED_BUDS,
  id: 'earpods',
  name: 'EarPods',
  stages: [
    { kind: 'peaking', frequencyHz: 67.8, gainDb: -1.83, q: 1.76 },
    { kind: 'peaking', frequencyHz: 151, gainDb: 4.49, q: 0.49 },
    { kind: 'lowshelf', frequencyHz: 740, gainDb: -9.61, q: 0.43 },
    { kind: 'peaking', frequencyHz: 1870, gainDb: 7.06, q: 1.51 },
    { kind: 'peaking', frequencyHz: 5050, gainDb: -8.4, q: 0.81 },
    { kind: 'peaking', frequencyHz: 5700, gainDb: 10.07, q: 2.42 },
    { kind: 'peaking', frequencyHz: 9730, gainDb: 1.75, q: 2.81 },
    { kind: 'gain', gainDb: 1.87 },
  ],
};
