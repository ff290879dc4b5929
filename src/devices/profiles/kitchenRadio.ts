import type { DeviceProfile } from '../DeviceProfile';
import { kitchenRadioLimits } from '../limits';
import { kitchen } from '../rooms';

export const KITCHEN_RADIO: DeviceProfile = {
  id: 'kitchen-radio',
  name: 'Kitchen radio',
  kindLabel: 'one small driver, mono',
  family: 'smallSpeakers',
  subfamily: 'kitchen',
  pictogram: 'kitchenRadio',
  evidence: 'modelled',
  room: kitchen,
  limits: kitchenRadioLimits,
  scene: 'kitchen',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 135, q: 0.8 },
    { kind: 'highpass', frequencyHz: 90, q: 0.7 },
    { kind: 'peaking', frequencyHz: 210, gainDb: 3.5, q: 1.3 },
    { kind: 'peaking', frequencyHz: 480, gainDb: -1.5, q: 1.2 },
    { kind: 'peaking', frequencyHz: 2200, gainDb: 3, q: 0.9 },
    { kind: 'highshelf', frequencyHz: 7000, gainDb: -6, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 14000, q: 0.71 },
    { kind: 'gain', gainDb: -0.99 },
  ],
};
