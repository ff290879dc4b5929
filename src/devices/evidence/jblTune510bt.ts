// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const JBL_TUNE510BT = headphoneEvidence({
  worn: 'overEar',
  measurers: ['Rtings'],
  sources: ['Rtings, fit by AutoEq'],
  fit: { rmsDb: 0.05, worstDb: 0.15, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.45, -0.3, -0.15, -0.05, 0, 0, 0, -0.05, -0.05, 0, 0, -0.05, -0.05, -0.05, 0, 0.1, 0.05, -0.05, 0, 0, 0.1, 0.05,
      0, -0.05, -0.05, 0, 0.05, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.05, 0, 0, -0.05, 0.05, 0, -0.05, -0.05, 0, 0, -0.05, 0, 0,
      0.05, 0, 0, 0.05, -0.15, -0.1, 0, 0.1, 0.1,
    ],
  ),
});
