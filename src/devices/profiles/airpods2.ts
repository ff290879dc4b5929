import type { DeviceProfile } from '../DeviceProfile';

export const AIRPODS2: DeviceProfile = {
  id: 'airpods-2',
  name: 'AirPods (2nd gen)',
  kindLabel: 'open-fit earbuds',
  family: 'earbuds',
  pictogram: 'earbuds',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 70, gainDb: -5, q: 0.7 },
    { kind: 'peaking', frequencyHz: 2200, gainDb: 4, q: 1.2 },
  ],
};
