// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS4 = headphoneEvidence({
  worn: 'openFit',
  measurers: ['Rtings', 'Regan Cipher'],
  sources: ['Rtings (anc on), fit by AutoEq', 'Regan Cipher (anc on), fit by AutoEq'],
  spread: [
    [20, 60, 2.08],
    [60, 300, 0.67],
    [300, 3000, 0.85],
    [3000, 8000, 1.03],
    [8000, 16000, 2.95],
  ],
  notes: ['With noise cancelling on'],
  fit: { rmsDb: 0.165, worstDb: 0.65, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.35, -0.15, 0.05, -0.05, -0.1, 0.05, 0.1, 0, -0.1, -0.1, -0.05, 0.05, 0.1, 0.2, 0.25, 0.2, 0.1, -0.15, -0.55,
      -0.5, 0, 0.15, -0.1, 0.05, 0.05, 0.1, 0.2, 0.2, 0.05, -0.15, -0.25, -0.2, -0.05, 0, 0.05, 0, 0, -0.05, 0, -0.1,
      -0.15, 0.05, 0.25, 0.15, -0.15, -0.25, 0.1, 0.3, -0.1, -0.15, 0.1, 0, -0.15, -0.05, 0, 0, 0, 0,
    ],
  ),
});
