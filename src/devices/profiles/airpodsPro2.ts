import type { DeviceProfile } from '../DeviceProfile';

export const AIRPODS_PRO2: DeviceProfile = {
  id: 'airpods-pro-2',
  name: 'AirPods Pro 2',
  kindLabel: 'in-ear, noise-cancelling',
  family: 'earbuds',
  pictogram: 'inEar',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'peaking', frequencyHz: 450, gainDb: 2, q: 0.8 },
    { kind: 'peaking', frequencyHz: 4500, gainDb: -3, q: 0.8 },
  ],
};
