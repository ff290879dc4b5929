// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { treatedControlRoomNear } from '../rooms';

export const NEARFIELD_NEUTRAL: DeviceProfile = {
  id: 'nearfield-neutral',
  name: 'Neutral near-field',
  kindLabel: 'good studio monitor',
  family: 'monitors',
  subfamily: 'nearField',
  pictogram: 'nearfield',
  evidence: 'medianOfSeveral',
  stages: [
    { kind: 'highpass', frequencyHz: 53, q: 0.66 },
    { kind: 'highpass', frequencyHz: 53.1, q: 2.05 },
    { kind: 'highpass', frequencyHz: 61.5, q: 0.5 },
    { kind: 'peaking', frequencyHz: 235, gainDb: -0.73, q: 1.84 },
    { kind: 'peaking', frequencyHz: 532, gainDb: -0.65, q: 5.56 },
    { kind: 'peaking', frequencyHz: 2290, gainDb: -1.21, q: 3.64 },
    { kind: 'peaking', frequencyHz: 2750, gainDb: -0.9, q: 0.41 },
    { kind: 'gain', gainDb: 0.81 },
  ],
  room: treatedControlRoomNear,
};
