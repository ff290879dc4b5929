// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceEvidence } from '../DeviceProfile';
import { onErrorGrid } from './errorGrid';

export const FRAMEWORK13: DeviceEvidence = {
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
    'Its loudness processing beyond the limits shown, which changes with volume; buzzes of the case; the desk. The microphone was not calibrated.',
  fit: { rmsDb: 0.244, worstDb: 0.7, fromHz: 160, toHz: 11900 },
  validRangeHz: [160, 11900],
  errorsDb: onErrorGrid(
    18,
    [
      -0.35, 0.05, 0.3, -0.1, 0.05, 0, -0.25, 0.4, -0.3, 0.25, 0, -0.15, 0.1, -0.05, 0, 0.2, -0.15, -0.05, 0, 0.1,
      -0.05, 0.25, 0, -0.3, -0.45, 0.4, 0.3, 0.05, 0.15, -0.2, -0.15, 0.15, 0.05, 0.15, -0.05, 0, -0.3, -0.2,
    ],
  ),
};
