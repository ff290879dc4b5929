// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceEvidence } from '../DeviceProfile';
import { onErrorGrid } from './errorGrid';

export const NEARFIELD5_INCH: DeviceEvidence = {
  source: {
    credit: 'Median of four monitors measured by Audio Science Review, by way of spinorama',
    licence: 'Own class figures; the measurements behind them are CC-BY-NC-SA-4.0',
    references: [
      'In the median: Adam Audio T5V, JBL 305P MkII, KRK Classic 5, Yamaha HS5 (predicted in-room response, CTA-2034)',
      'Neutral line taken off: −0.83 dB an octave, the straight-line fit to three neutral monitors (Genelec 8341A, Genelec 8030C, Neumann KH 80)',
      'Audio Science Review, Klippel near-field scanner, CC BY-NC-SA 4.0; spinorama collection (P. Aubert)',
      'Below 32 Hz, where one scan meets its noise, the slope is continued',
    ],
  },
  leavesOut: 'The desk, and how it changes with distance and angle; the room is a model, not this box in yours.',
  fit: { rmsDb: 0.14, worstDb: 0.43, fromHz: 32, toHz: 16000 },
  validRangeHz: [32, 20000],
  errorsDb: onErrorGrid(
    5,
    [
      -0.3, 0.35, 0.15, -0.1, -0.15, 0.15, 0.05, -0.15, -0.1, 0.05, 0.05, 0.1, -0.05, -0.05, -0.05, -0.05, -0.2, 0.1,
      0.15, 0.1, -0.05, -0.1, -0.15, -0.15, 0.15, -0.05, 0.1, 0.2, 0, -0.2, 0.1, 0.15, -0.25, -0.15, 0.1, 0.15, -0.3,
      0.05, 0.1, 0.1, -0.05, -0.15, 0.05, 0.05, -0.1, 0.1, -0.05, -0.1, 0.25, -0.05, 0, -0.1, 0, -0.1, -0.85,
    ],
  ),
};
