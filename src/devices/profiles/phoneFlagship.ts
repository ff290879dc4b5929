import type { DeviceProfile } from '../DeviceProfile';
import { phoneFlagshipLimits } from '../limits';
import { phoneHand } from '../rooms';

export const PHONE_FLAGSHIP: DeviceProfile = {
  id: 'phone-flagship',
  name: 'Flagship phone',
  kindLabel: 'two speakers, nearly mono',
  family: 'smallSpeakers',
  subfamily: 'phone',
  pictogram: 'phone',
  evidence: 'modelled',
  room: phoneHand,
  limits: phoneFlagshipLimits,
  scene: 'cafe',
  stages: [
    { kind: 'width', width: 0.4 },
    { kind: 'highpass', frequencyHz: 300, q: 0.54 },
    { kind: 'highpass', frequencyHz: 270, q: 1.31 },
    { kind: 'peaking', frequencyHz: 850, gainDb: -1.5, q: 1 },
    { kind: 'peaking', frequencyHz: 2600, gainDb: 3.5, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 14500, q: 0.6 },
    { kind: 'gain', gainDb: -0.33 },
  ],
};
