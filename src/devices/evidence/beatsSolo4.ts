// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const BEATS_SOLO4 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['Rtings'],
  sources: ['Rtings, fit by AutoEq'],
  fit: { rmsDb: 0.167, worstDb: 0.55, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, -0.15, -0.15, -0.15, -0.1, 0.1, 0.25, 0.05, -0.55, -0.1, 0.2, 0.2, -0.05, -0.1, 0.05, 0.1, 0.05, 0.05, 0.2,
      0.3, 0.3, 0.25, 0.15, 0.1, 0, -0.05, -0.1, -0.1, -0.1, -0.05, 0.05, 0.1, 0.1, 0.05, -0.05, -0.05, 0.05, 0.1, 0.1,
      0.05, 0, -0.05, -0.05, -0.05, 0.05, 0.2, -0.05, -0.15, 0.1, 0.3, 0.2, -0.1, -0.25, 0.2, 0.35, 0.1, -0.15, -0.35,
    ],
  ),
});
