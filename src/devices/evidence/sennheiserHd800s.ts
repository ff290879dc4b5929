// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD800S = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle, fit by AutoEq',
  ],
  spread: [
    [20, 60, 0.84],
    [60, 300, 0.55],
    [300, 3000, 0.4],
    [3000, 8000, 1.54],
    [8000, 16000, 1.86],
  ],
  fit: { rmsDb: 0.182, worstDb: 0.61, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.05, 0, 0, 0, 0, 0.1, 0.15, 0.2, 0.1, 0, -0.05, 0, 0.15, 0.2,
      0.2, 0.1, 0, -0.1, -0.2, -0.25, -0.3, -0.3, -0.2, -0.05, 0.15, 0.35, 0.2, 0.15, 0.05, -0.05, 0, 0.1, 0.1, 0, 0.15,
      0.05, -0.05, 0.1, -0.2, 0.1, 0.15, -0.1, -0.05, 0.1, 0.4, 0.6, 0.5, 0.15, -0.05,
    ],
  ),
});
