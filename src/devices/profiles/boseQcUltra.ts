// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { CANCELLING } from './kinds';

export const BOSE_QC_ULTRA: DeviceProfile = {
  ...CANCELLING,
  id: 'bose-qc-ultra',
  name: 'Bose QC Ultra',
  stages: [
    { kind: 'peaking', frequencyHz: 97.8, gainDb: 1.5, q: 2.23 },
    { kind: 'peaking', frequencyHz: 442, gainDb: -4.13, q: 0.2 },
    { kind: 'lowshelf', frequencyHz: 1320, gainDb: 5.36, q: 0.99 },
    { kind: 'peaking', frequencyHz: 2360, gainDb: 5.45, q: 2.09 },
    { kind: 'peaking', frequencyHz: 4970, gainDb: -2.8, q: 3.05 },
    { kind: 'peaking', frequencyHz: 5880, gainDb: 1.62, q: 4.31 },
    { kind: 'gain', gainDb: -1.36 },
  ],
};
