// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { treatedControlRoomFar } from '../rooms';

export const MAIN_MONITOR: DeviceProfile = {
  id: 'main-monitor',
  name: 'Far-field main monitor',
  kindLabel: 'studio main monitors',
  family: 'monitors',
  subfamily: 'farField',
  pictogram: 'mainMonitor',
  evidence: 'medianOfSeveral',
  stages: [
    { kind: 'peaking', frequencyHz: 18.6, gainDb: -11.99, q: 1.54 },
    { kind: 'peaking', frequencyHz: 19, gainDb: -11.98, q: 0.49 },
    { kind: 'peaking', frequencyHz: 36.2, gainDb: 6.98, q: 0.84 },
    { kind: 'peaking', frequencyHz: 550, gainDb: -1.9, q: 2.56 },
    { kind: 'peaking', frequencyHz: 630, gainDb: 6.13, q: 0.71 },
    { kind: 'peaking', frequencyHz: 804, gainDb: -5.29, q: 0.39 },
    { kind: 'peaking', frequencyHz: 1470, gainDb: 1.79, q: 2.34 },
    { kind: 'gain', gainDb: 0.65 },
  ],
  room: treatedControlRoomFar,
};
