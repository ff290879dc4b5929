import type { DeviceProfile } from '../DeviceProfile';
import { carBackSeat } from '../rooms';

export const CAR_MIDSIZE_BACK: DeviceProfile = {
  id: 'car-midsize-back',
  name: 'Back seat',
  kindLabel: 'mid-size car',
  family: 'cars',
  subfamily: 'car',
  pictogram: 'car',
  evidence: 'modelled',
  room: carBackSeat,
  scene: 'road100',
  stages: [
    { kind: 'highpass', frequencyHz: 27, q: 0.7 },
    { kind: 'lowshelf', frequencyHz: 100, gainDb: 9.5, q: 0.55 },
    { kind: 'peaking', frequencyHz: 140, gainDb: 2, q: 1.6 },
    { kind: 'peaking', frequencyHz: 420, gainDb: -2.5, q: 1 },
    { kind: 'highshelf', frequencyHz: 3500, gainDb: -4.5, q: 0.6 },
    { kind: 'gain', gainDb: 1.13 },
  ],
};
