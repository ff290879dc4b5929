// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';
import { laptopThinLimits } from '../limits';
import { laptopDesk } from '../rooms';

export const FRAMEWORK13: DeviceProfile = {
  id: 'framework-13',
  name: 'Framework 13',
  kindLabel: 'thin laptop',
  family: 'smallSpeakers',
  subfamily: 'laptop',
  pictogram: 'thinLaptop',
  evidence: 'measured',
  stages: [
    { kind: 'peaking', frequencyHz: 226, gainDb: -4.93, q: 2.45 },
    { kind: 'peaking', frequencyHz: 345, gainDb: -4.62, q: 2.37 },
    { kind: 'highpass', frequencyHz: 482, q: 2.11 },
    { kind: 'peaking', frequencyHz: 695, gainDb: -7.8, q: 2.95 },
    { kind: 'peaking', frequencyHz: 1230, gainDb: -3.46, q: 4.79 },
    { kind: 'peaking', frequencyHz: 1820, gainDb: -11.37, q: 6.19 },
    { kind: 'peaking', frequencyHz: 2060, gainDb: 2.06, q: 8 },
    { kind: 'peaking', frequencyHz: 2490, gainDb: -12, q: 3.33 },
    { kind: 'lowpass', frequencyHz: 2920, q: 3 },
    { kind: 'peaking', frequencyHz: 3160, gainDb: -11.38, q: 4.83 },
    { kind: 'peaking', frequencyHz: 3910, gainDb: -10.87, q: 4.68 },
    { kind: 'peaking', frequencyHz: 5550, gainDb: -8.73, q: 7.44 },
    { kind: 'peaking', frequencyHz: 7840, gainDb: -4.84, q: 5.19 },
    { kind: 'peaking', frequencyHz: 8290, gainDb: 10.15, q: 1.11 },
    { kind: 'peaking', frequencyHz: 9570, gainDb: -3.68, q: 5.96 },
    { kind: 'peaking', frequencyHz: 10900, gainDb: -5.32, q: 8 },
    { kind: 'lowpass', frequencyHz: 25000, q: 0.44 },
    { kind: 'gain', gainDb: 2.29 },
  ],
  room: laptopDesk,
  limits: laptopThinLimits,
};
