// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SONY_MDR7506 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'oratory1990, measured response (AutoEq)',
  ],
  spread: [
    [20, 60, 1.63],
    [60, 300, 0.71],
    [300, 3000, 0.29],
    [3000, 8000, 1.54],
    [8000, 16000, 1.74],
  ],
  fit: { rmsDb: 0.171, worstDb: 0.69, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.75, -0.85, -0.75, -0.5, -0.3, -0.1, 0.05, 0.1, 0.1, 0.05, -0.1, -0.2, -0.1, 0, 0.05, 0, -0.1, -0.15, -0.1,
      0.05, 0.1, -0.1, -0.05, 0.05, 0.05, -0.05, -0.05, 0, 0, 0, 0, 0.05, 0, -0.05, 0, 0.1, 0, -0.1, -0.1, 0, 0.1, -0.1,
      -0.1, 0.35, -0.15, 0.1, -0.3, 0.55, -0.4, -0.45, 0.3, 0.35, -0.05, -0.25, 0.1, 0.3, -0.05, -0.15,
    ],
  ),
});
