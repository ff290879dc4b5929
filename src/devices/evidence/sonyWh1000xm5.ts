// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SONY_WH1000XM5 = headphoneEvidence({
  worn: 'cancelling',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 0.74],
    [60, 300, 0.9],
    [300, 3000, 1.11],
    [3000, 8000, 1.03],
    [8000, 16000, 0.48],
  ],
  fit: { rmsDb: 0.163, worstDb: 0.53, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.1, 0.05, 0.05, 0, 0, -0.05, -0.05, -0.05, -0.05, -0.05, 0, 0.05, 0.1, 0.05, -0.1, -0.2, -0.15, 0.05, 0.1, 0.05,
      0, -0.05, -0.1, -0.1, -0.1, -0.1, -0.05, 0.05, 0.1, 0.15, 0.05, -0.15, -0.1, 0.25, -0.05, -0.45, -0.35, 0.05,
      0.45, 0.35, -0.3, 0.15, -0.15, 0, 0, -0.05, 0.05, -0.1, -0.2, 0.3, -0.05, -0.25, -0.05, 0.2, 0.15, 0, -0.1, -0.2,
    ],
  ),
});
