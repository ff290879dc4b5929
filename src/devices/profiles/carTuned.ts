import type { DeviceProfile } from '../DeviceProfile';
import { carDriver } from '../rooms';

export const CAR_TUNED: DeviceProfile = {
  id: 'car-tuned',
  name: 'Car as listeners tune it',
  kindLabel: 'driver’s seat, bass up',
  family: 'cars',
  subfamily: 'car',
  pictogram: 'car',
  evidence: 'modelled',
  room: carDriver,
  scene: 'road130',
  stages: [
    { kind: 'lowshelf', frequencyHz: 100, gainDb: 12, q: 0.55 },
    { kind: 'highshelf', frequencyHz: 4000, gainDb: -2, q: 0.6 },
    { kind: 'gain', gainDb: -0.08 },
  ],
};
