// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const DT770_PRO80 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle (80 ohm), fit by AutoEq',
  ],
  spread: [
    [20, 60, 3.18],
    [60, 300, 2.22],
    [300, 3000, 0.24],
    [3000, 8000, 0.93],
    [8000, 16000, 2.37],
  ],
  fit: { rmsDb: 0.167, worstDb: 0.58, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -2.25, -1.8, -1.2, -0.65, -0.15, 0.15, 0.2, 0, -0.2, -0.1, 0.15, 0.25, -0.05, -0.55, -0.35, 0.25, -0.15, 0.1,
      0.15, -0.1, 0, 0.05, -0.1, 0, 0.05, 0.05, 0, -0.05, -0.1, -0.1, -0.1, -0.05, 0.05, 0.25, 0.2, 0.05, 0, -0.05,
      -0.1, -0.2, -0.15, 0.2, 0.15, -0.15, -0.05, 0.1, -0.1, 0.05, 0.05, 0, -0.05, 0.1, -0.05, -0.25, -0.05, 0.3, 0.3,
      -0.15,
    ],
  ),
});
