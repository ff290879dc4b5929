// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS3 = headphoneEvidence({
  worn: 'openFit',
  measurers: ['Rtings', 'Super Review'],
  sources: ['Rtings, fit by AutoEq', 'Super Review, fit by AutoEq'],
  spread: [
    [20, 60, 0.48],
    [60, 300, 0.85],
    [300, 3000, 0.6],
    [3000, 8000, 1.4],
    [8000, 16000, 2.75],
  ],
  fit: { rmsDb: 0.168, worstDb: 0.42, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.2, -0.15, -0.05, 0.1, 0.2, 0.2, 0, -0.35, -0.3, 0.15, 0.35, 0.2, -0.05, -0.2, -0.2, -0.15, -0.05, 0.05, 0.1,
      0.15, 0.15, 0.1, 0.05, 0, -0.05, -0.1, -0.15, -0.15, -0.05, 0.1, 0.2, 0.25, 0.05, -0.2, -0.15, -0.05, 0.05, 0.15,
      0.05, -0.1, -0.15, -0.05, 0.15, 0.3, 0.25, -0.2, -0.35, 0.05, 0.25, -0.15, 0, 0.2, 0.05, -0.1, -0.1, 0, 0, -0.05,
    ],
  ),
});
