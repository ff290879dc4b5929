// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS_PRO1 = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'crinacle', 'Rtings'],
  sources: ['oratory1990, own correction', 'crinacle, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 1.4],
    [60, 300, 1.13],
    [300, 3000, 0.55],
    [3000, 8000, 2.49],
    [8000, 16000, 4.66],
  ],
  fit: { rmsDb: 0.149, worstDb: 0.44, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.05, 0.05, 0.05, 0.05, 0.1, 0.2, 0.3, 0.3, 0.2, 0, -0.1, -0.15, -0.15, -0.1, -0.05, -0.1, -0.15, -0.3, -0.3,
      -0.2, 0, 0.15, 0.25, 0.2, 0.1, 0, 0, 0.1, -0.05, -0.1, -0.05, 0, 0.05, -0.05, 0, 0, 0, 0.05, 0, -0.05, 0, 0,
      -0.05, 0.1, 0.2, 0.1, -0.1, 0, 0.05, 0.15, -0.2, -0.45, -0.3, 0.05, 0.15, 0.05, -0.1, -0.1,
    ],
  ),
});
