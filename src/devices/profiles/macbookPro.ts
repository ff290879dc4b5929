// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { laptopLargeLimits } from '../limits';
import { laptopDesk } from '../rooms';

export const MACBOOK_PRO: DeviceProfile = {
  id: 'macbook-pro',
  name: 'MacBook Pro',
  kindLabel: 'laptop, large speakers',
  family: 'smallSpeakers',
  subfamily: 'laptop',
  pictogram: 'laptop',
  evidence: 'measured',
  stages: [
    { kind: 'highpass', frequencyHz: 137, q: 2.74 },
    { kind: 'peaking', frequencyHz: 159, gainDb: -11.13, q: 1.69 },
    { kind: 'peaking', frequencyHz: 214, gainDb: 3.65, q: 4.23 },
    { kind: 'peaking', frequencyHz: 308, gainDb: -7.44, q: 2.34 },
    { kind: 'lowshelf', frequencyHz: 347, gainDb: 10.46, q: 0.35 },
    { kind: 'highpass', frequencyHz: 418, q: 2.35 },
    { kind: 'peaking', frequencyHz: 469, gainDb: -5.92, q: 3.79 },
    { kind: 'peaking', frequencyHz: 824, gainDb: 1.89, q: 8 },
    { kind: 'peaking', frequencyHz: 1320, gainDb: -11.99, q: 0.5 },
    { kind: 'peaking', frequencyHz: 1330, gainDb: 9.13, q: 2.6 },
    { kind: 'peaking', frequencyHz: 1710, gainDb: -3.47, q: 6.48 },
    { kind: 'peaking', frequencyHz: 2030, gainDb: 5, q: 3.57 },
    { kind: 'peaking', frequencyHz: 2830, gainDb: 3.55, q: 3.53 },
    { kind: 'peaking', frequencyHz: 4380, gainDb: 3.81, q: 2.93 },
    { kind: 'peaking', frequencyHz: 8540, gainDb: -1.35, q: 5.84 },
    { kind: 'highshelf', frequencyHz: 17500, gainDb: 5.93, q: 0.93 },
    { kind: 'gain', gainDb: 1.8 },
  ],
  room: laptopDesk,
  limits: laptopLargeLimits,
};
