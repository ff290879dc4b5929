import type { DeviceProfile } from '../DeviceProfile';
import { bluetoothSpeakerLimits } from '../limits';
import { smallSpeakerRoom } from '../rooms';

export const BLUETOOTH_SPEAKER: DeviceProfile = {
  id: 'bluetooth-speaker',
  name: 'Bluetooth speaker',
  kindLabel: 'portable, mono',
  family: 'smallSpeakers',
  subfamily: 'speaker',
  pictogram: 'bluetoothSpeaker',
  evidence: 'modelled',
  room: smallSpeakerRoom,
  limits: bluetoothSpeakerLimits,
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 66, q: 0.52 },
    { kind: 'highpass', frequencyHz: 66, q: 0.71 },
    { kind: 'highpass', frequencyHz: 66, q: 1.93 },
    { kind: 'peaking', frequencyHz: 110, gainDb: 3, q: 0.9 },
    { kind: 'highshelf', frequencyHz: 8000, gainDb: 1.5, q: 0.7 },
    { kind: 'gain', gainDb: -0.12 },
  ],
};
