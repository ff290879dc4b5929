import type { DeviceProfile } from '../DeviceProfile';

export const FRAMEWORK13: DeviceProfile = {
  id: 'framework-13',
  name: 'Framework 13',
  kindLabel: 'thin laptop',
  family: 'smallSpeakers',
  pictogram: 'thinLaptop',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'highpass', frequencyHz: 400, q: 1.3 },
    { kind: 'highshelf', frequencyHz: 1800, gainDb: -7, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 9000, q: 0.9 },
    { kind: 'gain', gainDb: 2 },
  ],
};
