import type { DeviceProfile } from '../DeviceProfile';

export const BLUETOOTH_SPEAKER: DeviceProfile = {
  id: 'bluetooth-speaker',
  name: 'Bluetooth speaker',
  kindLabel: 'portable speaker',
  family: 'smallSpeakers',
  pictogram: 'bluetoothSpeaker',
  evidence: 'modelled',
  source: {
    credit: 'Provisional figures',
    licence: 'provisional',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Distortion and limiting at high level.',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 70, q: 0.9 },
    { kind: 'highpass', frequencyHz: 60, q: 0.7 },
  ],
};
