import type { DeviceProfile } from '../DeviceProfile';

export const MACBOOK_PRO: DeviceProfile = {
  id: 'macbook-pro',
  name: 'MacBook Pro',
  kindLabel: 'laptop, large speakers',
  family: 'smallSpeakers',
  pictogram: 'laptop',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'highpass', frequencyHz: 180, q: 0.8 },
    { kind: 'highpass', frequencyHz: 90, q: 0.8 },
    { kind: 'peaking', frequencyHz: 430, gainDb: 4, q: 1.5 },
    { kind: 'peaking', frequencyHz: 1700, gainDb: -5, q: 3 },
  ],
};
