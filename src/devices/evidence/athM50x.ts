// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const ATH_M50X = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings', 'crinacle'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'crinacle, fit by AutoEq',
    'oratory1990, measured response (AutoEq)',
  ],
  spread: [
    [20, 60, 2.66],
    [60, 300, 1.39],
    [300, 3000, 0.63],
    [3000, 8000, 1.16],
    [8000, 16000, 1.51],
  ],
  fit: { rmsDb: 0.135, worstDb: 0.52, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -2.1, -1.75, -1.3, -0.8, -0.4, -0.15, 0.1, 0.25, 0.2, -0.05, -0.1, 0, -0.1, -0.15, -0.05, 0.05, 0.05, -0.05, -0.1,
      -0.05, 0, 0, -0.15, -0.15, 0.05, 0.05, -0.15, -0.2, -0.05, 0.05, 0.15, 0.2, 0.15, 0.05, -0.05, -0.15, -0.05,
      -0.05, 0, -0.1, -0.1, 0.1, 0.2, 0, -0.35, -0.3, 0.15, 0.05, -0.05, 0.1, -0.1, -0.1, 0.05, 0.1, -0.1, -0.2, 0.05,
      0.1,
    ],
  ),
});
