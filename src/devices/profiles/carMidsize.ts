import type { DeviceProfile } from '../DeviceProfile';
import { carDriver } from '../rooms';

export const CAR_MIDSIZE: DeviceProfile = {
  id: 'car-midsize',
  name: 'Mid-size car',
  kindLabel: 'driver’s seat',
  family: 'cars',
  subfamily: 'car',
  pictogram: 'car',
  evidence: 'modelled',
  room: carDriver,
  scene: 'road100',
  stages: [
    { kind: 'highpass', frequencyHz: 27, q: 0.7 },
    { kind: 'lowshelf', frequencyHz: 95, gainDb: 7, q: 0.55 },
    { kind: 'peaking', frequencyHz: 71.5, gainDb: 2.5, q: 2.5 },
    { kind: 'peaking', frequencyHz: 280, gainDb: -2, q: 1 },
    { kind: 'highshelf', frequencyHz: 5000, gainDb: -2, q: 0.6 },
    { kind: 'gain', gainDb: 0.43 },
  ],
};
