import type { DeviceProfile } from '../DeviceProfile';

export const CAR_MIDSIZE: DeviceProfile = {
  id: 'car-midsize',
  name: 'Mid-size car',
  kindLabel: 'driver’s seat',
  family: 'cars',
  pictogram: 'car',
  evidence: 'modelled',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 100, gainDb: 9, q: 0.7 },
    { kind: 'highshelf', frequencyHz: 4000, gainDb: -2, q: 0.7 },
  ],
};
