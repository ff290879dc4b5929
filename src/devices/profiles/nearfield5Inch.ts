// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { treatedControlRoomNear } from '../rooms';

export const NEARFIELD5_INCH: DeviceProfile = {
  id: 'nearfield-5-inch',
  name: 'Near-field monitor',
  kindLabel: 'budget 5-inch class',
  family: 'monitors',
  subfamily: 'nearField',
  pictogram: 'nearfield',
  evidence: 'medianOfSeveral',
  stages: [
    { kind: 'highpass', frequencyHz: 45.8, q: 0.96 },
    { kind: 'highpass', frequencyHz: 59.8, q: 1.48 },
    { kind: 'highpass', frequencyHz: 65.3, q: 0.4 },
    { kind: 'peaking', frequencyHz: 356, gainDb: -2.23, q: 0.79 },
    { kind: 'peaking', frequencyHz: 666, gainDb: -0.93, q: 8 },
    { kind: 'peaking', frequencyHz: 1100, gainDb: -1.64, q: 3.06 },
    { kind: 'peaking', frequencyHz: 2070, gainDb: -2.3, q: 2.08 },
    { kind: 'peaking', frequencyHz: 5530, gainDb: 1.22, q: 2.2 },
    { kind: 'highshelf', frequencyHz: 6570, gainDb: 0.39, q: 1.2 },
    { kind: 'gain', gainDb: 1.91 },
  ],
  room: treatedControlRoomNear,
};
