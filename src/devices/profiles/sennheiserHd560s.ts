// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const SENNHEISER_HD560S: DeviceProfile = {
  ...OPEN,
  id: 'sennheiser-hd-560s',
  name: 'Sennheiser HD 560S',
  stages: [
    { kind: 'lowshelf', frequencyHz: 62.5, gainDb: -12, q: 0.37 },
    { kind: 'peaking', frequencyHz: 529, gainDb: -3.23, q: 0.65 },
    { kind: 'peaking', frequencyHz: 1970, gainDb: -2.13, q: 2.04 },
    { kind: 'peaking', frequencyHz: 5040, gainDb: 5.6, q: 1.47 },
    { kind: 'peaking', frequencyHz: 6140, gainDb: -7.94, q: 0.6 },
    { kind: 'gain', gainDb: 3.42 },
  ],
};
