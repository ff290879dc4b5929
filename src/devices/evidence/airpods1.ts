// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AIRPODS1 = headphoneEvidence({
  worn: 'openFit',
  measurers: ['oratory1990', 'Rtings'],
  sources: [
    'oratory1990, own correction',
    'oratory1990 (1st generation), fit by AutoEq',
    'Rtings (1st generation), fit by AutoEq',
  ],
  spread: [
    [20, 60, 1.23],
    [60, 300, 0.69],
    [300, 3000, 1.53],
    [3000, 8000, 3.67],
    [8000, 16000, 4.23],
  ],
  fit: { rmsDb: 0.117, worstDb: 0.33, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, -0.1, -0.1, -0.1, -0.05, -0.05, 0, 0.05, 0.1, 0.15, 0.05, -0.05, 0, 0.05, 0, 0.05, 0.1, 0.1, 0, -0.1, -0.1,
      0, 0.15, 0.2, 0, -0.1, -0.1, 0, 0.1, 0.15, 0.05, -0.05, 0, 0.05, 0.1, -0.15, -0.3, 0, 0.25, 0.3, 0.05, -0.2,
      -0.25, 0.05, 0.3, 0.2, 0, -0.1, 0, 0.05, 0, 0.05, 0.05, -0.05, 0.1, 0, -0.05, 0.05,
    ],
  ),
});
