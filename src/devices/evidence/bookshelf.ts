// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceEvidence } from '../DeviceProfile';
import { onErrorGrid } from './errorGrid';

export const BOOKSHELF: DeviceEvidence = {
  source: {
    credit: 'Median of three small two-way speakers measured by Audio Science Review, by way of spinorama',
    licence: 'Own class figures; the measurements behind them are CC-BY-NC-SA-4.0',
    references: [
      'In the median: Edifier R1280T, JBL Control 1 Pro, Yamaha HS5 (predicted in-room response, CTA-2034)',
      'Neutral line taken off: −0.83 dB an octave, the straight-line fit to three neutral monitors (Genelec 8341A, Genelec 8030C, Neumann KH 80)',
      'Audio Science Review, Klippel near-field scanner, CC BY-NC-SA 4.0; spinorama collection (P. Aubert)',
      'Below 40 Hz, where small boxes are near the noise of a scan, the slope is continued',
    ],
  },
  leavesOut: 'The shelf, the wall behind it and the amplifier’s tone controls; the room is a model.',
  fit: { rmsDb: 0.143, worstDb: 0.46, fromHz: 40, toHz: 16000 },
  validRangeHz: [40, 20000],
  errorsDb: onErrorGrid(
    6,
    [
      -0.15, 0.25, -0.1, 0.2, -0.1, 0.15, 0.05, -0.1, 0.1, 0, 0, 0.1, -0.2, -0.05, 0, 0.05, 0.1, 0.1, 0, -0.2, 0, 0.1,
      0.15, 0.05, -0.1, 0.15, 0.1, 0.1, -0.25, -0.1, -0.15, 0, 0, 0, -0.1, 0.2, -0.35, 0.2, 0.3, -0.15, -0.05, 0.1, 0.1,
      -0.15, -0.05, 0.1, 0, 0.05, -0.1, 0, 0, 0.1, -0.05, 0.3,
    ],
  ),
};
