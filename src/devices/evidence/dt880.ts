// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const DT880 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 0.61],
    [60, 300, 1.85],
    [300, 3000, 0.92],
    [3000, 8000, 1.59],
    [8000, 16000, 4.41],
  ],
  fit: { rmsDb: 0.157, worstDb: 0.46, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.35, 0.35, 0.25, 0.05, -0.05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.05, -0.1, -0.05, 0, 0.1, 0.1, 0.05, 0,
      -0.05, -0.1, -0.2, -0.15, 0, 0.1, 0.2, 0.3, 0.35, 0.25, 0, -0.15, -0.2, -0.2, -0.2, -0.15, -0.1, 0.05, 0.4, 0.15,
      -0.15, -0.1, 0.05, 0, -0.1, 0.05, -0.05, 0.15, -0.15, -0.45, -0.25, 0.05, 0.25,
    ],
  ),
});
