import type { DeviceProfile } from '../DeviceProfile';

export const ATH_M20X: DeviceProfile = {
  id: 'ath-m20x',
  name: 'ATH-M20x',
  kindLabel: 'closed-back headphones',
  family: 'headphones',
  pictogram: 'closedHeadphones',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 45, gainDb: -8, q: 0.7 },
    { kind: 'peaking', frequencyHz: 5000, gainDb: -7, q: 1.5 },
  ],
};
