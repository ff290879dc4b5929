// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const MOONDROP_CHU = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'crinacle', 'Super Review'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'crinacle, fit by AutoEq',
    'Super Review, fit by AutoEq',
  ],
  spread: [
    [20, 60, 0.77],
    [60, 300, 0.33],
    [300, 3000, 0.3],
    [3000, 8000, 0.74],
    [8000, 16000, 1.52],
  ],
  fit: { rmsDb: 0.116, worstDb: 0.32, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, -0.1, -0.1, -0.05, -0.05, -0.05, 0, 0, 0.05, 0.05, 0.05, 0, 0, 0, -0.05, -0.05, 0, 0.05, 0.1, 0.05, 0,
      -0.05, -0.1, -0.15, -0.2, -0.15, -0.05, 0, 0.1, 0.15, 0.1, -0.05, -0.1, -0.2, -0.15, 0.05, 0.25, 0.3, 0.15, -0.05,
      -0.2, -0.15, 0, 0.2, 0.15, 0, -0.25, -0.1, 0.1, 0.1, 0.1, 0, -0.15, -0.15, 0, 0.05, 0, 0,
    ],
  ),
});
