// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AKG_K240_STUDIO = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'crinacle'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'crinacle, fit by AutoEq'],
  spread: [
    [20, 60, 1.88],
    [60, 300, 0.45],
    [300, 3000, 0.37],
    [3000, 8000, 0.68],
    [8000, 16000, 0.82],
  ],
  fit: { rmsDb: 0.132, worstDb: 0.49, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.3, -0.25, -0.25, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2, 0.15, -0.05, -0.35, -0.3, 0, 0.25, 0.25, 0.1, -0.05, -0.15,
      -0.2, -0.15, -0.05, 0, 0.05, 0.1, 0, -0.05, -0.05, 0, 0.05, -0.1, -0.15, 0.05, 0.15, 0.05, -0.15, -0.15, 0.05,
      -0.05, 0.1, -0.05, 0, 0.05, 0, 0, 0.05, -0.15, 0.2, -0.2, -0.25, 0.2, 0.15, -0.05, 0, 0, -0.05, 0, 0,
    ],
  ),
});
