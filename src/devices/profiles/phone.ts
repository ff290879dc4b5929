import type { DeviceProfile } from '../DeviceProfile';
import { phoneBudgetLimits } from '../limits';
import { phoneHand } from '../rooms';

export const PHONE: DeviceProfile = {
  id: 'phone',
  name: 'Phone',
  kindLabel: 'one speaker, mono',
  family: 'smallSpeakers',
  subfamily: 'phone',
  pictogram: 'phone',
  evidence: 'modelled',
  room: phoneHand,
  limits: phoneBudgetLimits,
  scene: 'cafe',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 560, q: 0.54 },
    { kind: 'highpass', frequencyHz: 480, q: 1.31 },
    { kind: 'peaking', frequencyHz: 800, gainDb: 3, q: 2.2 },
    { kind: 'peaking', frequencyHz: 2800, gainDb: 5, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 11500, q: 0.6 },
    { kind: 'gain', gainDb: 0.23 },
  ],
};
