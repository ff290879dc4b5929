// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const BEATS_SOLO3 = headphoneEvidence({
  worn: 'overEar',
  measurers: ['Rtings', 'InnerFidelity'],
  sources: ['Rtings, fit by AutoEq', 'Rtings, fit by AutoEq', 'InnerFidelity (2016 wireless), fit by AutoEq'],
  spread: [
    [20, 60, 0.79],
    [60, 300, 0.78],
    [300, 3000, 1.11],
    [3000, 8000, 1.96],
    [8000, 16000, 2.69],
  ],
  fit: { rmsDb: 0.108, worstDb: 0.37, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, -0.1, -0.1, -0.05, -0.05, -0.05, -0.05, 0, 0, 0, 0, 0, -0.05, -0.05, 0, -0.05, -0.05, 0, 0, -0.05, -0.1,
      -0.1, 0, 0.1, 0.1, -0.05, -0.15, -0.15, 0.05, 0.2, 0, -0.1, -0.1, -0.05, 0, 0, 0.05, 0.05, 0.05, 0, -0.15, 0,
      0.15, -0.25, -0.05, 0.2, -0.35, 0.3, -0.05, -0.25, -0.05, 0.05, 0.1, 0.05, 0, -0.05, -0.1, -0.1,
    ],
  ),
});
