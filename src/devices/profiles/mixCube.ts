import type { DeviceProfile } from '../DeviceProfile';
import { treatedControlRoomNear } from '../rooms';

export const MIX_CUBE: DeviceProfile = {
  id: 'mix-cube',
  name: 'Mix cube',
  kindLabel: 'single small driver, mono',
  family: 'monitors',
  subfamily: 'mixCube',
  pictogram: 'mixCube',
  evidence: 'modelled',
  room: treatedControlRoomNear,
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 85, q: 0.71 },
    { kind: 'lowshelf', frequencyHz: 640, gainDb: -8, q: 0.8 },
    { kind: 'peaking', frequencyHz: 1550, gainDb: 2.4, q: 1.1 },
    { kind: 'peaking', frequencyHz: 4500, gainDb: 1.5, q: 5 },
    { kind: 'highshelf', frequencyHz: 7500, gainDb: -7.5, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 17000, q: 0.71 },
    { kind: 'gain', gainDb: 1.61 },
  ],
};
