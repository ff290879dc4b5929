// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD6XX = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 1.19],
    [60, 300, 0.34],
    [300, 3000, 0.71],
    [3000, 8000, 1.19],
    [8000, 16000, 2.05],
  ],
  fit: { rmsDb: 0.097, worstDb: 0.28, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.3, 0.3, 0.3, 0.25, 0.1, -0.2, -0.1, 0.1, 0.15, 0.15, 0.05, -0.05, -0.05, -0.05, 0, 0.05, 0.05, 0, -0.05, 0.05,
      0.05, 0, 0, -0.05, -0.05, -0.05, 0, 0.05, 0.1, 0.05, 0.05, 0, -0.1, -0.1, 0, 0.1, 0.15, 0, -0.1, 0, 0.1, 0, -0.1,
      0.05, 0.25, -0.15, 0.1, -0.15, 0.15, 0.1, -0.15, -0.05, 0.15, 0.05, -0.1, 0, 0.15, 0.1,
    ],
  ),
});
