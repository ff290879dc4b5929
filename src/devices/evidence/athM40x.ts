// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const ATH_M40X = headphoneEvidence({
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
    [20, 60, 0.93],
    [60, 300, 0.55],
    [300, 3000, 0.54],
    [3000, 8000, 0.93],
    [8000, 16000, 2.05],
  ],
  fit: { rmsDb: 0.105, worstDb: 0.35, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.1, 0.25, 0.45, 0.35, 0.05, -0.1, -0.05, 0.1, 0.2, 0.25, 0.1, -0.1, -0.3, -0.35, -0.15, 0.05, 0.1, 0.05, -0.05,
      0.05, -0.05, 0, 0, 0.05, 0, 0, 0.05, 0.05, -0.05, 0, 0.05, 0, 0, 0.05, 0, 0.05, 0, -0.05, 0, 0.15, 0.05, -0.1,
      -0.1, -0.1, 0.05, 0.15, -0.15, 0.15, -0.05, -0.15, 0.05, 0.1, -0.05, 0, 0.1, -0.1, -0.1, 0.05,
    ],
  ),
});
