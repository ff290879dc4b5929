// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const KZ_ZS10 = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 0.76],
    [60, 300, 0.6],
    [300, 3000, 0.66],
    [3000, 8000, 2.69],
    [8000, 16000, 4.69],
  ],
  fit: { rmsDb: 0.167, worstDb: 0.47, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.5, -0.5, -0.4, -0.35, -0.25, -0.1, 0.05, 0.15, 0.15, 0.1, 0.05, 0, -0.1, -0.15, -0.15, -0.1, 0, 0.15, 0.25,
      0.25, 0.1, -0.1, -0.25, -0.25, -0.15, -0.05, 0.05, 0.2, 0.25, 0.05, -0.15, -0.15, 0, 0.05, 0, -0.1, -0.2, -0.2,
      0.1, 0.35, 0.3, 0.15, -0.3, -0.25, 0.35, -0.35, 0.3, -0.05, 0, 0, 0.05, 0, 0.05, -0.1, 0.05, 0, -0.05, -0.05,
    ],
  ),
});
