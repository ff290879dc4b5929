// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const ATH_M20X = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: [
    'oratory1990, own correction',
    'oratory1990, fit by AutoEq',
    'Rtings, fit by AutoEq',
    'oratory1990, measured response (AutoEq)',
  ],
  spread: [
    [20, 60, 1.01],
    [60, 300, 0.44],
    [300, 3000, 0.3],
    [3000, 8000, 1.5],
    [8000, 16000, 2.45],
  ],
  fit: { rmsDb: 0.101, worstDb: 0.36, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.25, -0.25, -0.05, 0.05, 0.1, 0.05, 0, -0.05, -0.05, -0.05, 0, 0.05, 0.05, 0, -0.1, -0.1, 0.05, 0.05, -0.05, 0,
      0.05, 0, -0.05, 0.05, 0.1, 0.05, 0, -0.05, -0.05, -0.05, 0, -0.05, -0.1, -0.05, 0.05, 0.1, 0.1, 0.1, 0.05, -0.1,
      -0.15, 0, 0.15, 0.15, 0, -0.1, 0.05, 0.1, 0, -0.15, 0.2, -0.15, 0.25, -0.05, -0.3, 0.15, 0.3, -0.05,
    ],
  ),
});
