// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const BOSE_QC45 = headphoneEvidence({
  worn: 'cancelling',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 0.84],
    [60, 300, 0.66],
    [300, 3000, 0.68],
    [3000, 8000, 1.75],
    [8000, 16000, 1.58],
  ],
  fit: { rmsDb: 0.162, worstDb: 0.37, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -1.15, -0.85, -0.5, -0.25, -0.15, -0.1, -0.05, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0, -0.1, -0.15, -0.05, 0.15, 0.3,
      0.3, 0.15, 0, -0.1, -0.15, -0.2, -0.3, -0.35, -0.15, 0.1, 0.25, 0.25, 0.3, 0.35, 0.2, -0.05, -0.2, -0.35, -0.2,
      0.05, 0.15, 0.05, -0.05, 0.05, 0, 0, 0.05, 0, 0.05, 0, 0.15, 0, 0, 0.15, -0.05, 0, 0.2, 0.1, -0.05,
    ],
  ),
});
