import type { DeviceProfile } from '../DeviceProfile';

export const AKG_K240_STUDIO: DeviceProfile = {
  id: 'akg-k240-studio',
  name: 'AKG K240 Studio',
  kindLabel: 'semi-open headphones',
  family: 'headphones',
  pictogram: 'semiOpenHeadphones',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 95, gainDb: -8, q: 0.7 },
    { kind: 'peaking', frequencyHz: 260, gainDb: 2, q: 0.7 },
    { kind: 'peaking', frequencyHz: 1700, gainDb: -4, q: 1.5 },
    { kind: 'peaking', frequencyHz: 4200, gainDb: -4, q: 1.5 },
  ],
};
