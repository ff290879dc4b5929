import type { DeviceProfile } from '../DeviceProfile';

export const NEARFIELD5_INCH: DeviceProfile = {
  id: 'nearfield-5-inch',
  name: 'Near-field monitor',
  kindLabel: 'budget 5-inch class',
  family: 'monitors',
  pictogram: 'nearfield',
  evidence: 'medianOfSeveral',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'highpass', frequencyHz: 52, q: 0.9 },
    { kind: 'highpass', frequencyHz: 40, q: 0.8 },
    { kind: 'highshelf', frequencyHz: 3500, gainDb: 2.5, q: 0.7 },
    { kind: 'gain', gainDb: -0.2 },
  ],
};
