import type { DeviceProfile } from '../DeviceProfile';
import { tabletLimits } from '../limits';
import { phoneHand } from '../rooms';

export const TABLET: DeviceProfile = {
  id: 'tablet',
  name: 'Tablet',
  kindLabel: 'small stereo speakers',
  family: 'smallSpeakers',
  subfamily: 'tablet',
  pictogram: 'tablet',
  evidence: 'modelled',
  room: phoneHand,
  limits: tabletLimits,
  stages: [
    { kind: 'width', width: 0.7 },
    { kind: 'highpass', frequencyHz: 210, q: 0.54 },
    { kind: 'highpass', frequencyHz: 190, q: 1.31 },
    { kind: 'peaking', frequencyHz: 420, gainDb: 2, q: 1.4 },
    { kind: 'peaking', frequencyHz: 3200, gainDb: 2.5, q: 0.8 },
    { kind: 'highshelf', frequencyHz: 9000, gainDb: -2, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 17000, q: 0.7 },
    { kind: 'gain', gainDb: -1.2 },
  ],
};
