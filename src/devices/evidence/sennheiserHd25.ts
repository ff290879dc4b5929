// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD25 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction (good seal)',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle, fit by AutoEq',
  ],
  spread: [
    [20, 60, 2.27],
    [60, 300, 1.78],
    [300, 3000, 0.88],
    [3000, 8000, 1.3],
    [8000, 16000, 1.86],
  ],
  fit: { rmsDb: 0.151, worstDb: 0.51, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.65, -0.65, -0.55, -0.4, -0.15, 0.3, 0.5, 0.3, -0.15, -0.45, -0.35, 0.15, 0.25, 0.15, 0, -0.1, -0.1, 0.05, 0.1,
      0.05, 0, -0.05, -0.05, 0.05, 0.15, 0.05, -0.15, -0.1, -0.05, -0.25, -0.1, 0.1, 0.1, 0.05, -0.1, -0.05, 0.1, 0.05,
      0.05, 0, 0, 0, 0.05, -0.05, -0.05, 0.1, -0.05, -0.05, 0.15, -0.25, 0.1, 0.05, -0.15, 0, 0.1, -0.05, -0.05, -0.05,
    ],
  ),
});
