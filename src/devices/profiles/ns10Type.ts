import type { DeviceProfile } from '../DeviceProfile';
import { treatedControlRoomNear } from '../rooms';

export const NS10_TYPE: DeviceProfile = {
  id: 'ns10-type',
  name: 'White-cone near-field',
  kindLabel: 'NS-10 type, closed box',
  family: 'monitors',
  subfamily: 'nearField',
  pictogram: 'nearfield',
  evidence: 'modelled',
  room: treatedControlRoomNear,
  stages: [
    { kind: 'highpass', frequencyHz: 75, q: 0.75 },
    { kind: 'lowshelf', frequencyHz: 320, gainDb: -2.5, q: 0.6 },
    { kind: 'peaking', frequencyHz: 1700, gainDb: 3, q: 0.7 },
    { kind: 'peaking', frequencyHz: 3900, gainDb: 2, q: 1.2 },
    { kind: 'highshelf', frequencyHz: 11000, gainDb: -2.5, q: 0.7 },
    { kind: 'gain', gainDb: -1.56 },
  ],
};
