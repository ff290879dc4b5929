import type { DeviceProfile } from '../DeviceProfile';
import { soundbarLimits } from '../limits';
import { livingRoomTv } from '../rooms';

export const SOUNDBAR: DeviceProfile = {
  id: 'soundbar',
  name: 'Soundbar',
  kindLabel: 'bar with subwoofer',
  family: 'smallSpeakers',
  subfamily: 'tv',
  pictogram: 'soundbar',
  evidence: 'modelled',
  room: livingRoomTv,
  limits: soundbarLimits,
  stages: [
    { kind: 'width', width: 0.8 },
    { kind: 'highpass', frequencyHz: 38, q: 0.54 },
    { kind: 'highpass', frequencyHz: 38, q: 1.31 },
    { kind: 'peaking', frequencyHz: 65, gainDb: 5, q: 1 },
    { kind: 'peaking', frequencyHz: 190, gainDb: -3.5, q: 1.1 },
    { kind: 'peaking', frequencyHz: 2800, gainDb: 2, q: 0.9 },
    { kind: 'highshelf', frequencyHz: 10000, gainDb: -1.5, q: 0.7 },
    { kind: 'gain', gainDb: -0.36 },
  ],
};
