import type { DeviceProfile } from '../DeviceProfile';
import { carCompactDriver } from '../rooms';

export const CAR_COMPACT: DeviceProfile = {
  id: 'car-compact',
  name: 'Compact car',
  kindLabel: 'driver’s seat, simple system',
  family: 'cars',
  subfamily: 'car',
  pictogram: 'car',
  evidence: 'modelled',
  room: carCompactDriver,
  scene: 'road50',
  stages: [
    { kind: 'highpass', frequencyHz: 52, q: 0.75 },
    { kind: 'lowshelf', frequencyHz: 130, gainDb: 4.5, q: 0.6 },
    { kind: 'peaking', frequencyHz: 86, gainDb: 4, q: 2.2 },
    { kind: 'peaking', frequencyHz: 350, gainDb: -2, q: 1 },
    { kind: 'peaking', frequencyHz: 2600, gainDb: 2.5, q: 1 },
    { kind: 'highshelf', frequencyHz: 7500, gainDb: -4, q: 0.7 },
    { kind: 'gain', gainDb: -0.24 },
  ],
};
