// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SENNHEISER_HD490_PRO = headphoneEvidence({
  worn: 'overEar',
  measurers: ['oratory1990'],
  sources: ['oratory1990, own correction (mixing earpads)', 'oratory1990 (mixing earpads), fit by AutoEq'],
  spread: [
    [20, 60, 0.58],
    [60, 300, 0.17],
    [300, 3000, 0.13],
    [3000, 8000, 0.38],
    [8000, 16000, 1.5],
  ],
  notes: ['With the mixing pads'],
  fit: { rmsDb: 0.097, worstDb: 0.21, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.9, -0.75, -0.55, -0.35, -0.15, 0, 0.1, 0.15, 0.2, 0.15, 0.05, -0.05, -0.1, -0.15, -0.1, 0, 0.05, 0.05, 0.1,
      0.15, 0.15, 0.15, 0.1, 0, -0.05, -0.1, -0.1, -0.1, -0.05, 0, 0.05, 0.1, 0.1, 0.1, 0.05, 0, -0.05, 0.05, 0.15, 0,
      -0.2, -0.15, 0.05, 0.1, 0, -0.2, 0.15, 0.1, -0.05, 0.05, 0.05, -0.05, 0, 0.05, 0, 0, 0.05, 0.05,
    ],
  ),
});
