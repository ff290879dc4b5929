// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceEvidence } from '../DeviceProfile';
import { onErrorGrid } from './errorGrid';

export const MAIN_MONITOR: DeviceEvidence = {
  source: {
    credit: 'Median of three neutral monitors measured by Audio Science Review; low end modelled',
    licence: 'Own class figures; the measurements behind them are CC-BY-NC-SA-4.0',
    references: [
      'In the median above 100 Hz: Genelec 8341A, Genelec 8030C, Neumann KH 80 (predicted in-room response, CTA-2034)',
      'Neutral line taken off: −0.83 dB an octave, the straight-line fit to the same three',
      'Audio Science Review, Klippel near-field scanner, CC BY-NC-SA 4.0; spinorama collection (P. Aubert)',
      'Below 100 Hz modelled: vented box, fourth order, 6 dB down at 30 Hz (assumed for the class; no open measurement of a large main was found)',
    ],
  },
  leavesOut: 'The air, and your own control room. The low end is a model, not a measurement.',
  fit: { rmsDb: 0.135, worstDb: 0.58, fromHz: 30, toHz: 16000 },
  validRangeHz: [20, 20000],
  errorsDb: onErrorGrid(
    0,
    [
      -0.1, 0.05, -0.05, 0, 0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.05, -0.05, -0.1, -0.05, 0.15, 0.15, 0.3, 0.1,
      -0.1, -0.15, -0.05, 0, 0.05, -0.1, 0.2, -0.25, 0.1, -0.05, 0.25, -0.05, 0, 0, 0.2, -0.05, 0.05, -0.05, 0, 0.15,
      0.15, -0.5, -0.05, 0.05, 0.15, 0.25, 0.05, 0.05, 0, -0.05, 0.05, -0.15, 0.1, 0.05, 0.1, -0.05, 0, 0.05, 0.05,
      -0.3,
    ],
  ),
};
