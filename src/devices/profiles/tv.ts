import type { DeviceProfile } from '../DeviceProfile';
import { tvLimits } from '../limits';
import { livingRoomTv } from '../rooms';

export const TV: DeviceProfile = {
  id: 'tv',
  name: 'TV',
  kindLabel: 'built-in speakers, nearly mono',
  family: 'smallSpeakers',
  subfamily: 'tv',
  pictogram: 'tv',
  evidence: 'modelled',
  room: livingRoomTv,
  limits: tvLimits,
  stages: [
    { kind: 'width', width: 0.3 },
    { kind: 'highpass', frequencyHz: 140, q: 0.54 },
    { kind: 'highpass', frequencyHz: 140, q: 1.31 },
    { kind: 'highshelf', frequencyHz: 5000, gainDb: -4, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 16000, q: 0.71 },
    { kind: 'gain', gainDb: 0.06 },
  ],
};
