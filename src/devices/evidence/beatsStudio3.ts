// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const BEATS_STUDIO3 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 1.23],
    [60, 300, 0.52],
    [300, 3000, 0.63],
    [3000, 8000, 1.13],
    [8000, 16000, 1.01],
  ],
  notes: [
    'Bass in this fit: the mean from 20 to 200 Hz lies 0.8 dB above that from 500 Hz to 2 kHz (from 40 Hz: 2.2 dB); the most lift, 5.7 dB, is near 330 Hz. That is full in the low mids, not bass-heavy',
  ],
  fit: { rmsDb: 0.125, worstDb: 0.29, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.55, -0.5, -0.35, -0.1, 0.1, 0.1, -0.1, -0.25, -0.25, 0, 0.1, 0.05, -0.05, -0.2, -0.2, -0.05, 0, 0, 0.05, 0.05,
      0, -0.1, -0.2, -0.15, -0.1, 0.1, 0.15, 0.05, -0.15, -0.1, -0.15, 0.05, 0.25, 0.1, -0.15, -0.25, -0.1, 0.2, 0.2,
      -0.05, -0.25, -0.05, 0.05, -0.05, -0.1, -0.1, 0.05, -0.15, 0, 0, -0.1, -0.15, -0.05, 0, 0, 0, -0.05, -0.1,
    ],
  ),
});
