// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const EARPODS = headphoneEvidence({
  worn: 'openFit',
  measurers: ['oratory1990', 'Rtings', 'Super Review'],
  sources: ['oratory1990, own correction', 'Rtings, fit by AutoEq', 'Super Review, fit by AutoEq'],
  spread: [
    [20, 60, 2.66],
    [60, 300, 2.02],
    [300, 3000, 1.61],
    [3000, 8000, 2.44],
    [8000, 16000, 4.68],
  ],
  fit: { rmsDb: 0.13, worstDb: 0.47, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.4, 0.35, 0.25, 0.2, 0.1, 0, -0.05, -0.1, -0.05, 0.1, 0.1, -0.05, 0, 0.05, 0.15, 0.1, 0, -0.05, 0, 0, 0.05, 0.1,
      0.1, 0.1, 0.05, 0, 0, -0.05, -0.05, 0, 0.1, 0.25, 0.1, -0.2, -0.15, -0.05, 0.1, 0.1, -0.05, -0.2, 0.2, 0.15, -0.3,
      0.05, 0.25, 0.1, -0.2, 0.05, 0.15, 0, 0.2, -0.05, -0.05, 0.15, -0.05, 0, 0.2, 0.2,
    ],
  ),
});
