// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { WIRELESS_ON_EAR } from './kinds';

export const JBL_TUNE510BT: DeviceProfile = {
  ...WIRELESS_ON_EAR,
  id: 'jbl-tune-510bt',
  name: 'JBL Tune 510BT',
  stages: [
    { kind: 'peaking', frequencyHz: 51.6, gainDb: 7.34, q: 0.94 },
    { kind: 'lowshelf', frequencyHz: 85.9, gainDb: -12, q: 0.4 },
    { kind: 'peaking', frequencyHz: 153, gainDb: -2.63, q: 4.74 },
    { kind: 'peaking', frequencyHz: 428, gainDb: -4.43, q: 3.94 },
    { kind: 'peaking', frequencyHz: 1880, gainDb: -2.48, q: 3.28 },
    { kind: 'peaking', frequencyHz: 2030, gainDb: -8.13, q: 0.2 },
    { kind: 'peaking', frequencyHz: 3990, gainDb: 3.84, q: 2.05 },
    { kind: 'peaking', frequencyHz: 6940, gainDb: 4.57, q: 3.18 },
    { kind: 'gain', gainDb: 7.81 },
  ],
};
