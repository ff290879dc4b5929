// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS_PRO2 = headphoneEvidence({
  worn: 'inEar',
  measurers: ['crinacle', 'Rtings', 'HypetheSonics', 'Harpo'],
  sources: [
    'crinacle (anc mode), fit by AutoEq',
    'crinacle, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'HypetheSonics, fit by AutoEq',
    'Harpo, fit by AutoEq',
  ],
  spread: [
    [20, 60, 1.14],
    [60, 300, 1.02],
    [300, 3000, 0.54],
    [3000, 8000, 1.13],
    [8000, 16000, 1.42],
  ],
  fit: { rmsDb: 0.156, worstDb: 0.46, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.75, -0.7, -0.6, -0.5, -0.35, -0.15, 0.05, 0.2, 0.15, 0, 0, 0, 0.05, 0, 0, 0, 0, 0.05, 0.1, 0.1, 0.1, 0.05,
      -0.05, -0.15, -0.1, 0, 0.1, 0.1, 0.05, 0, -0.05, 0, 0.1, 0.15, 0, -0.35, 0, 0.25, 0.3, 0.25, 0, -0.25, -0.35,
      -0.1, 0.45, 0.05, -0.2, 0.1, 0.05, -0.05, -0.1, 0.05, -0.1, 0.15, -0.15, 0, 0.25, 0.25,
    ],
  ),
});
