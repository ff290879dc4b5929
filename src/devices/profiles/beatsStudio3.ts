// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { WIRELESS } from './kinds';

export const BEATS_STUDIO3: DeviceProfile = {
  ...WIRELESS,
  id: 'beats-studio3',
  name: 'Beats Studio3',
  stages: [
    { kind: 'peaking', frequencyHz: 75.3, gainDb: 4.89, q: 0.88 },
    { kind: 'peaking', frequencyHz: 360, gainDb: 12, q: 0.61 },
    { kind: 'highshelf', frequencyHz: 856, gainDb: 8.84, q: 1.08 },
    { kind: 'peaking', frequencyHz: 2200, gainDb: -12, q: 0.48 },
    { kind: 'peaking', frequencyHz: 3260, gainDb: 7.55, q: 1.54 },
    { kind: 'peaking', frequencyHz: 5030, gainDb: -5.9, q: 1.5 },
    { kind: 'gain', gainDb: -4.52 },
  ],
};
