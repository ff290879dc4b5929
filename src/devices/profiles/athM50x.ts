import type { DeviceProfile } from '../DeviceProfile';

export const ATH_M50X: DeviceProfile = {
  id: 'ath-m50x',
  name: 'ATH-M50x',
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
    { kind: 'peaking', frequencyHz: 150, gainDb: 5, q: 1.2 },
    { kind: 'peaking', frequencyHz: 330, gainDb: -3, q: 2 },
    { kind: 'highshelf', frequencyHz: 12000, gainDb: 4, q: 0.7 },
  ],
};
