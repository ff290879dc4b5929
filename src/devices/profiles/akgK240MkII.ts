// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { SEMI_OPEN } from './kinds';

export const AKG_K240_MK_II: DeviceProfile = {
  ...SEMI_OPEN,
  id: 'akg-k240-mkii',
  name: 'AKG K240 MkII',
  stages: [
    { kind: 'lowshelf', frequencyHz: 91, gainDb: -5.48, q: 0.95 },
    { kind: 'peaking', frequencyHz: 227, gainDb: 3.65, q: 0.57 },
    { kind: 'peaking', frequencyHz: 1610, gainDb: -3.53, q: 3.33 },
    { kind: 'peaking', frequencyHz: 2800, gainDb: 5.57, q: 2.28 },
    { kind: 'peaking', frequencyHz: 3710, gainDb: -5.64, q: 1.23 },
    { kind: 'peaking', frequencyHz: 6850, gainDb: 3.19, q: 2.31 },
    { kind: 'gain', gainDb: -0.57 },
  ],
};
