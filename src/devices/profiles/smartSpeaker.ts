import type { DeviceProfile } from '../DeviceProfile';
import { smartSpeakerLimits } from '../limits';
import { smallSpeakerRoom } from '../rooms';

export const SMART_SPEAKER: DeviceProfile = {
  id: 'smart-speaker',
  name: 'Smart speaker',
  kindLabel: 'small, all round, mono',
  family: 'smallSpeakers',
  subfamily: 'speaker',
  pictogram: 'smartSpeaker',
  evidence: 'modelled',
  room: smallSpeakerRoom,
  limits: smartSpeakerLimits,
  scene: 'kitchen',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 62, q: 0.54 },
    { kind: 'highpass', frequencyHz: 62, q: 1.31 },
    { kind: 'peaking', frequencyHz: 95, gainDb: 2.5, q: 1 },
    { kind: 'peaking', frequencyHz: 600, gainDb: 1, q: 0.8 },
    { kind: 'highshelf', frequencyHz: 2600, gainDb: -3, q: 0.6 },
    { kind: 'peaking', frequencyHz: 12000, gainDb: 1.5, q: 2 },
    { kind: 'gain', gainDb: -0.15 },
  ],
};
