// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const KZ_ZSN_PRO_X = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'crinacle'],
  sources: ['oratory1990, fit by AutoEq', 'crinacle, fit by AutoEq', 'oratory1990, own correction'],
  spread: [
    [20, 60, 0.65],
    [60, 300, 0.12],
    [300, 3000, 0.38],
    [3000, 8000, 0.9],
    [8000, 16000, 1.25],
  ],
  fit: { rmsDb: 0.074, worstDb: 0.19, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.15, -0.15, -0.15, -0.1, -0.1, -0.05, -0.05, 0, 0, 0, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, 0, 0.05,
      0.1, 0.05, -0.05, -0.1, -0.1, -0.1, 0, 0.05, 0.1, 0.1, 0.05, 0, -0.05, -0.1, -0.05, -0.05, 0.05, 0.1, 0, -0.05,
      -0.05, 0, 0, 0.05, 0, -0.1, 0.15, -0.15, 0.1, -0.1, 0.15, -0.05, -0.05, 0.2, 0.05, -0.1, -0.15, -0.05, 0.1,
    ],
  ),
});
