// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const SONY_WH1000XM6 = headphoneEvidence({
  worn: 'cancelling',
  measurers: ['oratory1990'],
  sources: ['oratory1990, own correction'],
  fit: { rmsDb: 0.079, worstDb: 0.41, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
  errorsDb: onErrorGrid(
    0,
    [
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, 0, 0, 0, 0, 0, 0,
      0.05, 0.05, 0.05, 0.05, 0.05, 0, 0, 0.05, 0.05, 0, -0.05, -0.05, -0.1, -0.15, -0.1, 0.15, 0.15, -0.35, 0.25,
      -0.15, 0.05, 0, -0.05, -0.05, 0, 0, 0, 0, 0.05, 0.05, 0.05, 0.05,
    ],
  ),
});
