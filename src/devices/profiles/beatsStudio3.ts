import type { DeviceProfile } from '../DeviceProfile';

export const BEATS_STUDIO3: DeviceProfile = {
  id: 'beats-studio3',
  name: 'Beats Studio3',
  kindLabel: 'bass-heavy wireless headphones',
  family: 'headphones',
  pictogram: 'bassHeadphones',
  evidence: 'measured',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'peaking', frequencyHz: 300, gainDb: 5, q: 0.8 },
    { kind: 'peaking', frequencyHz: 1900, gainDb: -4, q: 1.2 },
    { kind: 'peaking', frequencyHz: 5000, gainDb: -6, q: 2 },
  ],
};
