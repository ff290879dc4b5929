import type { DeviceProfile } from '../DeviceProfile';

export const MIX_CUBE: DeviceProfile = {
  id: 'mix-cube',
  name: 'Mix cube',
  kindLabel: 'single driver, mono',
  family: 'monitors',
  pictogram: 'mixCube',
  evidence: 'modelled',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 110, q: 0.7 },
    { kind: 'lowshelf', frequencyHz: 600, gainDb: -8, q: 0.7 },
    { kind: 'peaking', frequencyHz: 1600, gainDb: 3, q: 1 },
    { kind: 'highshelf', frequencyHz: 7000, gainDb: -6, q: 0.7 },
    { kind: 'gain', gainDb: 1 },
  ],
};
