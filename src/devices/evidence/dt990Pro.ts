// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const DT990_PRO = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction (fresh earpads)',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle (250 ohm), fit by AutoEq',
  ],
  spread: [
    [20, 60, 0.62],
    [60, 300, 0.42],
    [300, 3000, 0.5],
    [3000, 8000, 1.9],
    [8000, 16000, 2.56],
  ],
  fit: { rmsDb: 0.151, worstDb: 0.44, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.1, 0.05, 0, 0, 0, 0, 0, 0, 0, 0, -0.05, -0.05, 0, 0, 0.05, 0, 0, -0.05, -0.05, -0.05, 0.05, 0.1, 0.1, 0.05,
      -0.1, -0.15, -0.1, 0.05, 0.2, 0.15, -0.05, -0.25, -0.2, 0.2, 0.45, 0.25, 0.1, -0.1, -0.3, -0.3, -0.2, -0.1, 0.1,
      0.3, 0.3, 0.2, -0.05, -0.2, -0.15, 0.25, -0.15, 0.15, -0.05, 0, 0.05, -0.1, -0.1, 0.1,
    ],
  ),
});
