import type { DeviceProfile } from '../DeviceProfile';

export const SENNHEISER_HD600: DeviceProfile = {
  id: 'sennheiser-hd-600',
  name: 'Sennheiser HD 600',
  kindLabel: 'open-back headphones',
  family: 'headphones',
  pictogram: 'openHeadphones',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 80, gainDb: -7, q: 0.7 },
    { kind: 'peaking', frequencyHz: 8000, gainDb: -2.5, q: 1.5 },
  ],
};
