// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { livingRoomHifi } from '../rooms';

export const BOOKSHELF: DeviceProfile = {
  id: 'bookshelf',
  name: 'Bookshelf hi-fi',
  kindLabel: 'a friend’s speakers',
  family: 'monitors',
  subfamily: 'hifi',
  pictogram: 'bookshelf',
  evidence: 'medianOfSeveral',
  stages: [
    { kind: 'lowshelf', frequencyHz: 27.7, gainDb: -12, q: 1.14 },
    { kind: 'peaking', frequencyHz: 60.7, gainDb: 8.96, q: 1.54 },
    { kind: 'peaking', frequencyHz: 108, gainDb: -2.3, q: 3.69 },
    { kind: 'highpass', frequencyHz: 124, q: 1.18 },
    { kind: 'lowshelf', frequencyHz: 231, gainDb: -7.16, q: 0.35 },
    { kind: 'peaking', frequencyHz: 405, gainDb: -1.53, q: 4.73 },
    { kind: 'peaking', frequencyHz: 838, gainDb: 1.07, q: 4.43 },
    { kind: 'peaking', frequencyHz: 1140, gainDb: 1.87, q: 8 },
    { kind: 'peaking', frequencyHz: 1460, gainDb: 1.03, q: 6.23 },
    { kind: 'peaking', frequencyHz: 2080, gainDb: -3.33, q: 2.15 },
    { kind: 'peaking', frequencyHz: 4880, gainDb: 0.97, q: 5.93 },
    { kind: 'peaking', frequencyHz: 7950, gainDb: -1.65, q: 3.63 },
    { kind: 'peaking', frequencyHz: 10900, gainDb: 3.69, q: 1.67 },
    { kind: 'peaking', frequencyHz: 25000, gainDb: -9.81, q: 1.14 },
    { kind: 'gain', gainDb: 1.56 },
  ],
  room: livingRoomHifi,
};
