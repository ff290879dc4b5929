// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const AKG_K240_MK_II = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990', 'Rtings'],
  sources: ['oratory1990, own correction', 'oratory1990, fit by AutoEq', 'Rtings, fit by AutoEq'],
  spread: [
    [20, 60, 1.68],
    [60, 300, 0.24],
    [300, 3000, 0.34],
    [3000, 8000, 0.97],
    [8000, 16000, 1.59],
  ],
  fit: { rmsDb: 0.156, worstDb: 0.4, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.05, 0, 0.05, 0.1, 0.15, 0.15, 0.1, -0.05, -0.3, -0.4, -0.1, 0.2, 0.2, 0.05, -0.15, -0.2, -0.15, 0, 0.1, 0.05,
      0, 0, -0.05, -0.05, -0.05, -0.05, -0.05, -0.15, -0.25, -0.2, 0, 0.15, 0.25, 0.25, 0.25, 0.15, -0.1, -0.25, 0.15,
      -0.15, 0, 0, -0.05, 0, -0.05, -0.15, 0.25, -0.2, -0.05, 0.15, -0.1, -0.1, 0.15, 0, -0.1, -0.15, -0.15, -0.2,
    ],
  ),
});
