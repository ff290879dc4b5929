import type { DeviceProfile } from '../DeviceProfile';

export const TV: DeviceProfile = {
  id: 'tv',
  name: 'TV',
  kindLabel: 'built-in speakers, nearly mono',
  family: 'smallSpeakers',
  pictogram: 'tv',
  evidence: 'modelled',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'width', width: 0.3 },
    { kind: 'highpass', frequencyHz: 120, q: 0.8 },
    { kind: 'highpass', frequencyHz: 100, q: 0.7 },
  ],
};
