import type { DeviceProfile } from '../DeviceProfile';
import { club } from '../rooms';

export const CLUB: DeviceProfile = {
  id: 'club',
  name: 'Club',
  kindLabel: 'PA with the bass up',
  family: 'venues',
  subfamily: 'venue',
  pictogram: 'club',
  evidence: 'modelled',
  room: club,
  stages: [
    { kind: 'highpass', frequencyHz: 34, q: 0.54 },
    { kind: 'highpass', frequencyHz: 34, q: 1.31 },
    { kind: 'lowshelf', frequencyHz: 120, gainDb: 11.5, q: 0.5 },
    { kind: 'peaking', frequencyHz: 190, gainDb: 2, q: 1.8 },
    { kind: 'peaking', frequencyHz: 2500, gainDb: 1.5, q: 1 },
    { kind: 'highshelf', frequencyHz: 9000, gainDb: -4, q: 0.6 },
    { kind: 'gain', gainDb: -0.93 },
  ],
};
