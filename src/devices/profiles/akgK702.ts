// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { OPEN } from './kinds';

export const AKG_K702: DeviceProfile = {
  ...OPEN,
  id: 'akg-k702',
  name: 'AKG K702',
  stages: [
    { kind: 'lowshelf', frequencyHz: 113, gainDb: -10.06, q: 0.6 },
    { kind: 'peaking', frequencyHz: 733, gainDb: -5.55, q: 0.58 },
    { kind: 'peaking', frequencyHz: 2340, gainDb: 4.94, q: 2.17 },
    { kind: 'peaking', frequencyHz: 5330, gainDb: -11.99, q: 0.63 },
    { kind: 'peaking', frequencyHz: 5590, gainDb: 10.17, q: 1.81 },
    { kind: 'gain', gainDb: 4.36 },
  ],
};
