// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { IN_EAR } from './kinds';

export const KZ_ZSN_PRO_X: DeviceProfile = {
  ...IN_EAR,
  id: 'kz-zsn-pro-x',
  name: 'KZ ZSN Pro X',
  stages: [
    { kind: 'lowshelf', frequencyHz: 99.6, gainDb: -6.65, q: 0.64 },
    { kind: 'peaking', frequencyHz: 973, gainDb: -12, q: 0.4 },
    { kind: 'peaking', frequencyHz: 2650, gainDb: 7.47, q: 0.44 },
    { kind: 'peaking', frequencyHz: 3460, gainDb: -6.25, q: 2.17 },
    { kind: 'peaking', frequencyHz: 5040, gainDb: 7.38, q: 3.05 },
    { kind: 'peaking', frequencyHz: 5390, gainDb: -12, q: 0.88 },
    { kind: 'gain', gainDb: 7.07 },
  ],
};
