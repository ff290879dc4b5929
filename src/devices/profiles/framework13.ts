// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const FRAMEWORK13: DeviceProfile = {
  id: 'framework-13',
  name: 'Framework 13',
  kindLabel: 'thin laptop',
  family: 'smallSpeakers',
  subfamily: 'laptop',
  pictogram: 'thinLaptop',
  evidence: 'measured',
  source: {
    credit: 'cab (cab404)',
    licence: 'WTFPL',
    references: [
      'cab404/framework-dsp at 6e5b8e7a: Framework Laptop 13 without processing, mean of three sweeps, 1/6 octave',
      'The microphone was not calibrated: above 3 kHz take the slope with care',
      'Framework community thread 1078 agrees: falls quickly below 400 Hz, treble falls from about 7 kHz',
    ],
  },
  leavesOut:
    'Its limiter and loudness processing, which change with volume; buzzes of the case; the desk and the room. The microphone was not calibrated.',
  stages: [
    { kind: 'peaking', frequencyHz: 226.5, gainDb: -4.93, q: 2.446 },
    { kind: 'peaking', frequencyHz: 344.8, gainDb: -4.62, q: 2.367 },
    { kind: 'highpass', frequencyHz: 481.8, q: 2.111 },
    { kind: 'peaking', frequencyHz: 695.4, gainDb: -7.8, q: 2.945 },
    { kind: 'peaking', frequencyHz: 1228, gainDb: -3.46, q: 4.792 },
    { kind: 'peaking', frequencyHz: 1816, gainDb: -11.37, q: 6.19 },
    { kind: 'peaking', frequencyHz: 2062, gainDb: 2.06, q: 8 },
    { kind: 'peaking', frequencyHz: 2486, gainDb: -12, q: 3.334 },
    { kind: 'lowpass', frequencyHz: 2919, q: 3 },
    { kind: 'peaking', frequencyHz: 3165, gainDb: -11.38, q: 4.826 },
    { kind: 'peaking', frequencyHz: 3912, gainDb: -10.87, q: 4.678 },
    { kind: 'peaking', frequencyHz: 5546, gainDb: -8.73, q: 7.443 },
    { kind: 'peaking', frequencyHz: 7839, gainDb: -4.84, q: 5.193 },
    { kind: 'peaking', frequencyHz: 8294, gainDb: 10.15, q: 1.112 },
    { kind: 'peaking', frequencyHz: 9575, gainDb: -3.68, q: 5.955 },
    { kind: 'peaking', frequencyHz: 10880, gainDb: -5.32, q: 8 },
    { kind: 'lowpass', frequencyHz: 24990, q: 0.443 },
    { kind: 'gain', gainDb: 2.28 },
  ],
  fit: { rmsDb: 0.239, worstDb: 0.74, fromHz: 160, toHz: 11900 },
  validRangeHz: [160, 11900],
};
