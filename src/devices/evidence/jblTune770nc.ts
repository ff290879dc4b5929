// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const JBL_TUNE770NC = headphoneEvidence({
  worn: 'cancelling',
  measurers: ['Rtings', 'Filk', 'Kuulokenurkka'],
  sources: ['Rtings, fit by AutoEq', 'Filk (anc on), fit by AutoEq', 'Kuulokenurkka (anc on), fit by AutoEq'],
  spread: [
    [20, 60, 5.24],
    [60, 300, 1.43],
    [300, 3000, 1.23],
    [3000, 8000, 1.6],
    [8000, 16000, 1.85],
  ],
  notes: ['With noise cancelling on'],
  fit: { rmsDb: 0.163, worstDb: 0.45, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0.25, 0.25, 0.2, 0.15, 0.1, 0.05, 0, -0.1, -0.2, -0.15, -0.1, 0.05, 0.15, 0.15, 0.05, -0.1, -0.15, -0.2, -0.15,
      -0.1, 0, 0.05, 0.1, 0.1, 0.05, -0.05, -0.1, -0.05, 0.05, 0.1, 0.05, -0.4, -0.25, 0.2, 0.35, 0.3, 0.1, -0.1, -0.15,
      0.1, -0.05, -0.2, -0.05, 0.05, -0.05, -0.1, 0, -0.15, -0.1, 0, 0.35, 0.05, -0.4, -0.4, -0.05, 0.2, 0.2, 0,
    ],
  ),
});
