// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AKG_K72 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'crinacle'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'crinacle, fit by AutoEq'],
  spread: [
    [20, 60, 1.7],
    [60, 300, 1.86],
    [300, 3000, 1.38],
    [3000, 8000, 1.98],
    [8000, 16000, 0.83],
  ],
  fit: { rmsDb: 0.167, worstDb: 0.56, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      2.35, 1.95, 1.5, 0.95, 0.45, 0, -0.15, -0.25, -0.2, 0.05, 0.35, 0, -0.3, 0, 0.3, 0.15, 0.05, -0.05, -0.1, 0, 0.05,
      0, 0, -0.05, -0.2, -0.15, 0, 0.1, 0.05, -0.05, -0.1, -0.1, -0.05, 0.25, 0.4, -0.15, -0.35, 0.15, 0.2, -0.2, 0,
      0.2, 0, -0.15, 0.2, -0.15, 0, 0.15, -0.1, 0.2, -0.2, 0.15, 0.05, -0.05, 0, -0.05, -0.05, -0.1,
    ],
  ),
});
