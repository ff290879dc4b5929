// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD650 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle (2020), fit by AutoEq',
    'oratory1990, measured response (AutoEq)',
  ],
  spread: [
    [20, 60, 1.15],
    [60, 300, 0.64],
    [300, 3000, 0.35],
    [3000, 8000, 0.71],
    [8000, 16000, 1.39],
  ],
  fit: { rmsDb: 0.119, worstDb: 0.38, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.1, 0.15, 0.15, 0.1, -0.05, -0.2, -0.15, 0.1, 0.2, 0.2, 0.05, -0.1, -0.15, -0.1, -0.05, 0, 0, 0.05, 0.1, 0.15,
      0.1, 0.05, -0.05, -0.05, -0.1, -0.1, -0.05, 0.05, 0.1, 0.1, 0.05, -0.05, -0.1, -0.1, 0, 0.15, 0.1, -0.05, -0.1,
      0.05, 0.1, -0.05, -0.15, 0.15, 0.2, -0.15, 0.1, -0.25, 0.2, 0.2, -0.15, -0.1, 0, -0.05, 0.05, 0.15, 0, -0.15,
    ],
  ),
});
