import type { DeviceProfile } from '../DeviceProfile';
import { vanDriver } from '../rooms';

export const VAN: DeviceProfile = {
  id: 'van',
  name: 'Van',
  kindLabel: 'driver’s seat',
  family: 'cars',
  subfamily: 'car',
  pictogram: 'van',
  evidence: 'modelled',
  room: vanDriver,
  scene: 'road100',
  stages: [
    { kind: 'highpass', frequencyHz: 48, q: 0.75 },
    { kind: 'lowshelf', frequencyHz: 75, gainDb: 5, q: 0.7 },
    { kind: 'peaking', frequencyHz: 61.3, gainDb: 3, q: 2.2 },
    { kind: 'peaking', frequencyHz: 170, gainDb: -3, q: 1 },
    { kind: 'peaking', frequencyHz: 1400, gainDb: 2, q: 0.9 },
    { kind: 'highshelf', frequencyHz: 4200, gainDb: -5, q: 0.7 },
    { kind: 'gain', gainDb: -0.62 },
  ],
};
