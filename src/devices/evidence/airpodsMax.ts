// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS_MAX = headphoneEvidence({
  worn: 'cancelling',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle, fit by AutoEq',
  ],
  spread: [
    [20, 60, 1.26],
    [60, 300, 0.27],
    [300, 3000, 0.4],
    [3000, 8000, 1.36],
    [8000, 16000, 1.6],
  ],
  fit: { rmsDb: 0.161, worstDb: 0.64, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.45, 0.35, 0.15, 0, -0.1, -0.05, 0, 0, 0.05, 0.05, -0.05, -0.05, -0.05, -0.05, 0, 0.05, 0.05, 0, -0.05, -0.05,
      -0.05, 0.05, 0.05, 0.05, -0.05, -0.15, -0.1, 0.05, 0.05, 0, 0, 0.05, 0, -0.1, -0.1, 0, 0.1, 0.15, -0.05, -0.3,
      -0.3, -0.1, 0.15, 0.6, 0.35, -0.15, -0.55, -0.1, 0.2, -0.15, -0.1, -0.1, 0.1, 0.15, -0.05, -0.15, -0.05, 0.1,
    ],
  ),
});
