// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { SEMI_OPEN } from './kinds';

export const DT880: DeviceProfile = {
  ...SEMI_OPEN,
  id: 'dt-880',
  name: 'DT 880',
  stages: [
    { kind: 'lowshelf', frequencyHz: 106, gainDb: -4.54, q: 0.68 },
    { kind: 'peaking', frequencyHz: 180, gainDb: 5.52, q: 0.41 },
    { kind: 'highshelf', frequencyHz: 3840, gainDb: 5.4, q: 0.54 },
    { kind: 'peaking', frequencyHz: 4440, gainDb: -4.09, q: 3.49 },
    { kind: 'peaking', frequencyHz: 5710, gainDb: 3.81, q: 5.02 },
    { kind: 'gain', gainDb: -1.97 },
  ],
};
