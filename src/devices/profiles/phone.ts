import type { DeviceProfile } from '../DeviceProfile';

export const PHONE: DeviceProfile = {
  id: 'phone',
  name: 'Phone',
  kindLabel: 'built-in speaker, mono',
  family: 'smallSpeakers',
  pictogram: 'phone',
  evidence: 'modelled',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 600, q: 0.6 },
    { kind: 'highpass', frequencyHz: 500, q: 1.3 },
    { kind: 'peaking', frequencyHz: 950, gainDb: 4, q: 2 },
    { kind: 'lowpass', frequencyHz: 13000, q: 0.7 },
    { kind: 'gain', gainDb: 1 },
  ],
};
