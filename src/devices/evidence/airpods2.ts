// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS2 = headphoneEvidence({
  worn: 'openFit',
  measurers: ['Rtings', 'Super Review'],
  sources: ['Rtings, fit by AutoEq', 'Super Review, fit by AutoEq'],
  spread: [
    [20, 60, 0.81],
    [60, 300, 1.67],
    [300, 3000, 1.05],
    [3000, 8000, 1.16],
    [8000, 16000, 3.89],
  ],
  fit: { rmsDb: 0.151, worstDb: 0.38, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, -0.05, 0, 0.05, 0.1, 0.1, 0.05, -0.15, -0.2, -0.05, -0.05, 0, 0.1, 0.15, 0.1, -0.1, -0.25, -0.25, -0.2,
      -0.1, 0.05, 0.1, 0.15, 0.1, 0.05, 0, 0, 0.05, 0.1, 0.15, 0.15, 0.05, -0.1, -0.25, -0.25, -0.15, -0.05, 0.1, 0.2,
      0.15, -0.15, -0.3, 0.1, 0.3, -0.25, -0.1, 0.05, -0.3, 0.15, 0.25, -0.1, -0.2, -0.15, -0.1, -0.1, 0, 0.05, 0.15,
    ],
  ),
});
