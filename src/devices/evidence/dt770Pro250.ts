// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const DT770_PRO250 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'crinacle'],
  sources: ['oratory1990, own correction', 'crinacle (250 ohm), fit by AutoEq'],
  spread: [
    [20, 60, 0.93],
    [60, 300, 1.63],
    [300, 3000, 0.32],
    [3000, 8000, 1.29],
    [8000, 16000, 1.15],
  ],
  fit: { rmsDb: 0.155, worstDb: 0.48, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -1.05, -0.85, -0.6, -0.35, -0.15, 0, 0.1, 0.05, 0, 0, 0.05, 0.1, -0.15, -0.3, 0.15, 0.2, -0.25, 0.05, 0, -0.1, 0,
      0, -0.05, 0, 0.05, 0.05, 0, -0.05, -0.1, -0.1, -0.15, -0.1, -0.05, 0, 0, -0.05, -0.1, -0.15, -0.1, 0, 0.2, 0.35,
      0.35, 0, -0.35, 0.05, 0.1, -0.3, -0.05, 0.4, 0.1, -0.2, -0.3, 0, 0.2, 0.1, -0.1, -0.05,
    ],
  ),
});
