// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const BOSE_QC45: DeviceProfile = {
  ...CANCELLING,
  id: 'bose-qc45',
  name: 'Bose QC45',
  stages: [
    { kind: 'lowshelf', frequencyHz: 103, gainDb: -2.19, q: 0.89 },
    { kind: 'peaking', frequencyHz: 1120, gainDb: -5.41, q: 0.2 },
    { kind: 'peaking', frequencyHz: 2320, gainDb: 3.07, q: 2.48 },
    { kind: 'peaking', frequencyHz: 3950, gainDb: -1.35, q: 2.24 },
    { kind: 'peaking', frequencyHz: 5460, gainDb: 4.5, q: 2.56 },
    { kind: 'peaking', frequencyHz: 8120, gainDb: -4.66, q: 1.9 },
    { kind: 'gain', gainDb: 4.35 },
  ],
};
