// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD280_PRO = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 2.4],
    [60, 300, 1.82],
    [300, 3000, 0.27],
    [3000, 8000, 1.58],
    [8000, 16000, 2.97],
  ],
  fit: { rmsDb: 0.172, worstDb: 0.46, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -1.05, -0.75, -0.3, 0, 0.15, 0.1, -0.05, -0.2, -0.15, 0.05, 0.15, -0.05, -0.1, 0.1, -0.45, 0.35, -0.25, 0.1, -0.1,
      0.05, -0.1, -0.1, 0, 0.2, 0.2, 0.15, 0.05, 0, -0.05, -0.05, -0.1, -0.1, -0.1, -0.1, -0.05, -0.05, -0.15, -0.2,
      -0.1, 0, 0.1, 0.3, 0.3, 0.05, -0.25, -0.15, 0.25, -0.15, -0.25, 0.25, -0.15, 0, 0.05, 0.3, 0.3, 0.1, -0.15, -0.35,
    ],
  ),
});
