// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const GALAXY_BUDS_FE = headphoneEvidence({
  worn: 'inEar',
  measurers: ['Rtings', 'Regan Cipher'],
  sources: ['Rtings, fit by AutoEq', 'Regan Cipher, fit by AutoEq'],
  spread: [
    [20, 60, 3.31],
    [60, 300, 1.31],
    [300, 3000, 1.01],
    [3000, 8000, 1.16],
    [8000, 16000, 2.82],
  ],
  fit: { rmsDb: 0.142, worstDb: 0.58, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.9, -0.85, -0.7, -0.55, -0.35, -0.05, 0.25, 0.3, 0.2, 0.05, -0.05, -0.2, -0.2, -0.05, 0.1, 0.15, 0.1, 0, -0.1,
      -0.1, -0.05, -0.05, 0, 0.1, 0.05, 0, 0, -0.05, -0.1, -0.1, 0.05, 0.1, 0, -0.05, 0, 0.05, 0, 0, 0, -0.1, -0.15,
      -0.05, 0.05, 0.15, 0, 0, 0, -0.25, -0.2, 0.45, 0.2, -0.15, -0.25, 0, 0.2, 0.2, 0.05, -0.1,
    ],
  ),
});
