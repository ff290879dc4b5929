// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const GALAXY_BUDS2 = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'crinacle', 'Rtings'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'crinacle, fit by AutoEq',
    'Rtings, fit by AutoEq',
  ],
  spread: [
    [20, 60, 1.1],
    [60, 300, 0.27],
    [300, 3000, 0.64],
    [3000, 8000, 1.95],
    [8000, 16000, 2.84],
  ],
  fit: { rmsDb: 0.119, worstDb: 0.51, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.45, -0.4, -0.25, -0.2, -0.1, 0, 0.05, 0.1, 0.1, 0.05, 0, -0.05, -0.05, 0, 0.05, 0.1, 0.1, 0.05, 0.05, 0.05,
      0.05, 0, 0, 0, 0, -0.05, -0.1, -0.15, -0.1, -0.05, 0.1, 0.15, 0.05, 0, -0.2, -0.15, 0.15, 0.5, 0.4, 0.1, -0.15,
      -0.3, -0.1, 0.05, 0.1, 0.05, -0.05, 0, 0.05, -0.05, 0.05, 0, 0.05, 0.05, 0, 0, 0.05, 0.05,
    ],
  ),
});
