// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const JBL_TUNE770NC: DeviceProfile = {
  ...CANCELLING,
  id: 'jbl-tune-770nc',
  name: 'JBL Tune 770NC',
  stages: [
    { kind: 'lowshelf', frequencyHz: 73.4, gainDb: 5.14, q: 0.86 },
    { kind: 'peaking', frequencyHz: 494, gainDb: 2.97, q: 1.28 },
    { kind: 'peaking', frequencyHz: 1830, gainDb: -1.66, q: 2.58 },
    { kind: 'peaking', frequencyHz: 2940, gainDb: 3.07, q: 1.53 },
    { kind: 'peaking', frequencyHz: 4920, gainDb: -2.06, q: 5.71 },
    { kind: 'highshelf', frequencyHz: 10300, gainDb: 8.39, q: 0.6 },
    { kind: 'gain', gainDb: -1.36 },
  ],
};
