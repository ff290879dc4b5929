// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const BOSE_QC_ULTRA = headphoneEvidence({
  worn: 'cancelling',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 0.45],
    [60, 300, 1.41],
    [300, 3000, 0.55],
    [3000, 8000, 1.71],
    [8000, 16000, 1.08],
  ],
  fit: { rmsDb: 0.108, worstDb: 0.26, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -1.2, -0.95, -0.55, -0.15, 0.15, 0.25, 0.15, -0.05, -0.15, -0.2, -0.15, 0, 0.1, 0.05, -0.05, 0, 0.05, 0, 0, 0.05,
      0.1, 0.1, 0.05, -0.05, -0.15, -0.15, -0.05, 0.15, 0.25, 0.1, -0.05, -0.1, -0.1, -0.05, 0, 0.1, 0.2, 0.05, -0.25,
      0, 0.1, 0, -0.05, 0, 0.15, 0.1, -0.05, 0, 0, 0.05, 0, 0.05, -0.05, 0.05, 0.05, 0.05, 0, -0.05,
    ],
  ),
});
