// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CLOSED } from './kinds';

export const SONY_MDR7506: DeviceProfile = {
  ...CLOSED,
  id: 'sony-mdr-7506',
  name: 'Sony MDR-7506',
  stages: [
    { kind: 'peaking', frequencyHz: 92.9, gainDb: -3.36, q: 1.08 },
    { kind: 'peaking', frequencyHz: 128, gainDb: 12, q: 0.24 },
    { kind: 'peaking', frequencyHz: 228, gainDb: -4.89, q: 1.25 },
    { kind: 'peaking', frequencyHz: 2130, gainDb: -1.18, q: 2.46 },
    { kind: 'peaking', frequencyHz: 3710, gainDb: -2.83, q: 5.46 },
    { kind: 'peaking', frequencyHz: 4590, gainDb: 12, q: 0.35 },
    { kind: 'highshelf', frequencyHz: 12500, gainDb: -0.83, q: 1.2 },
    { kind: 'gain', gainDb: -7.41 },
  ],
};
