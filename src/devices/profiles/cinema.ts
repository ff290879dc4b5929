import type { DeviceProfile } from '../DeviceProfile';
import { cinema } from '../rooms';

export const CINEMA: DeviceProfile = {
  id: 'cinema',
  name: 'Cinema',
  kindLabel: 'screen speakers',
  family: 'venues',
  subfamily: 'venue',
  pictogram: 'cinema',
  evidence: 'modelled',
  room: cinema,
  stages: [
    { kind: 'highpass', frequencyHz: 36, q: 0.54 },
    { kind: 'highpass', frequencyHz: 36, q: 1.31 },
    { kind: 'lowshelf', frequencyHz: 50, gainDb: -1.5, q: 0.7 },
    { kind: 'highshelf', frequencyHz: 3600, gainDb: -3, q: 0.5 },
    { kind: 'highshelf', frequencyHz: 11000, gainDb: -3, q: 0.7 },
    { kind: 'gain', gainDb: 0.34 },
  ],
};
