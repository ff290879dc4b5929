// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const GALAXY_BUDS3_PRO = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 4.36],
    [60, 300, 2.13],
    [300, 3000, 1.5],
    [3000, 8000, 2.92],
    [8000, 16000, 0.41],
  ],
  fit: { rmsDb: 0.128, worstDb: 0.5, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.2, 0.15, 0.15, 0.05, 0, -0.05, -0.15, -0.2, -0.25, -0.25, -0.2, -0.1, -0.05,
      0.05, 0.1, 0.1, 0.1, 0.05, 0.05, 0, 0, -0.05, -0.05, -0.05, 0, 0.05, 0.05, 0.05, 0, 0, -0.05, -0.05, 0, 0, 0.05,
      0.05, 0, -0.05, -0.1, 0.05, 0.05, -0.05, -0.05, 0.5, -0.2, -0.25, 0.1, 0.2, 0.2, 0.1, 0, -0.15,
    ],
  ),
});
