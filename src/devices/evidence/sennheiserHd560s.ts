// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD560S = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle, fit by AutoEq',
  ],
  spread: [
    [20, 60, 1.04],
    [60, 300, 1.15],
    [300, 3000, 0.85],
    [3000, 8000, 0.78],
    [8000, 16000, 1.65],
  ],
  fit: { rmsDb: 0.143, worstDb: 0.41, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, -0.25, -0.2, -0.15, -0.1, -0.05, 0.1, 0.15, 0.2, 0.1, -0.1, -0.25, -0.3, -0.2, -0.1, 0.05, 0.15, 0.25, 0.2,
      0.15, 0.05, -0.05, -0.15, -0.1, -0.1, 0, 0.05, 0.1, 0.1, 0.1, 0, -0.1, -0.2, -0.2, 0.05, 0.25, 0.2, 0.05, -0.2,
      -0.05, 0.1, 0, -0.1, 0.05, 0.15, -0.25, 0, 0.3, -0.35, 0.2, 0.1, 0, -0.05, 0, 0.05, 0.05, 0, 0,
    ],
  ),
});
