// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const DT770_PRO250: DeviceProfile = {
  ...CLOSED,
  id: 'dt-770-pro-250',
  name: 'DT 770 Pro 250 Ω',
  stages: [
    { kind: 'lowshelf', frequencyHz: 69, gainDb: 3.15, q: 1.2 },
    { kind: 'peaking', frequencyHz: 130, gainDb: 4.52, q: 1.65 },
    { kind: 'peaking', frequencyHz: 213, gainDb: -4.59, q: 1.75 },
    { kind: 'peaking', frequencyHz: 3840, gainDb: -3.67, q: 2.57 },
    { kind: 'highshelf', frequencyHz: 4850, gainDb: 4.64, q: 1.2 },
    { kind: 'highshelf', frequencyHz: 13700, gainDb: -1.13, q: 1.2 },
    { kind: 'gain', gainDb: 0.58 },
  ],
};
