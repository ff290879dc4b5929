import type { DeviceProfile } from '../DeviceProfile';

export const SONY_WH1000XM4: DeviceProfile = {
  id: 'sony-wh-1000xm4',
  name: 'Sony WH-1000XM4',
  kindLabel: 'noise-cancelling headphones',
  family: 'headphones',
  pictogram: 'noiseCancelling',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 300, gainDb: 6, q: 0.7 },
    { kind: 'peaking', frequencyHz: 2400, gainDb: -4, q: 1.5 },
    { kind: 'peaking', frequencyHz: 5000, gainDb: 3, q: 2 },
  ],
};
