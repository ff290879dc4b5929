// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const GALAXY_BUDS2_PRO = headphoneEvidence({
  worn: 'inEar',
  measurers: ['oratory1990', 'crinacle', 'Rtings', 'HypetheSonics'],
  sources: [
    'oratory1990, fit by AutoEq',
    'crinacle, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'HypetheSonics, fit by AutoEq',
  ],
  spread: [
    [20, 60, 2.23],
    [60, 300, 1.31],
    [300, 3000, 0.99],
    [3000, 8000, 1.81],
    [8000, 16000, 1.24],
  ],
  fit: { rmsDb: 0.156, worstDb: 0.52, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0, 0, 0.05, 0.05, 0.05, 0, 0, 0, 0, -0.05, -0.1, -0.05, 0, 0.05, 0.05, 0.05, 0, -0.1, -0.15, -0.2, -0.15, -0.1, 0,
      0.05, 0.1, 0.1, 0.1, 0.05, 0, 0, 0, 0.05, 0.05, -0.15, -0.2, 0.05, 0.1, 0.05, -0.15, -0.1, 0.05, 0.05, -0.15, 0,
      0.35, -0.05, -0.5, -0.2, 0.3, 0.35, 0.15, -0.25, -0.4, -0.15, 0.15, 0.15, -0.05, -0.15,
    ],
  ),
});
