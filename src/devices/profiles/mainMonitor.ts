import type { DeviceProfile } from '../DeviceProfile';

export const MAIN_MONITOR: DeviceProfile = {
  id: 'main-monitor',
  name: 'Far-field main monitor',
  kindLabel: 'studio main monitors',
  family: 'monitors',
  pictogram: 'mainMonitor',
  evidence: 'medianOfSeveral',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [{ kind: 'highpass', frequencyHz: 32, q: 0.7 }],
};
