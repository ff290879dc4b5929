// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const DT770_PRO80: DeviceProfile = {
  ...CLOSED,
  id: 'dt-770-pro-80',
  name: 'DT 770 Pro 80 Ω',
  stages: [
    { kind: 'peaking', frequencyHz: 53.3, gainDb: 3.27, q: 1.42 },
    { kind: 'peaking', frequencyHz: 129, gainDb: 2.25, q: 3.42 },
    { kind: 'peaking', frequencyHz: 216, gainDb: -4.23, q: 2.23 },
    { kind: 'highshelf', frequencyHz: 2230, gainDb: 2.58, q: 0.88 },
    { kind: 'peaking', frequencyHz: 3580, gainDb: -7.38, q: 2.39 },
    { kind: 'peaking', frequencyHz: 6430, gainDb: 1.81, q: 1.96 },
    { kind: 'gain', gainDb: 0.3 },
  ],
};
