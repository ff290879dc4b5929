// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const MAIN_MONITOR: DeviceProfile = {
  id: 'main-monitor',
  name: 'Far-field main monitor',
  kindLabel: 'studio main monitors',
  family: 'monitors',
  subfamily: 'farField',
  pictogram: 'mainMonitor',
  evidence: 'medianOfSeveral',
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
  leavesOut: 'The control room and the air: only the tone is here. The low end is a model, not a measurement.',
  stages: [
    { kind: 'peaking', frequencyHz: 18.63, gainDb: -11.99, q: 1.54 },
    { kind: 'peaking', frequencyHz: 18.96, gainDb: -11.98, q: 0.493 },
    { kind: 'peaking', frequencyHz: 36.17, gainDb: 6.98, q: 0.842 },
    { kind: 'peaking', frequencyHz: 549.5, gainDb: -1.9, q: 2.556 },
    { kind: 'peaking', frequencyHz: 629.5, gainDb: 6.13, q: 0.712 },
    { kind: 'peaking', frequencyHz: 803.7, gainDb: -5.29, q: 0.385 },
    { kind: 'peaking', frequencyHz: 1467, gainDb: 1.79, q: 2.341 },
    { kind: 'gain', gainDb: 0.68 },
  ],
  fit: { rmsDb: 0.131, worstDb: 0.57, fromHz: 30, toHz: 16000 },
  validRangeHz: [20, 20000],
};
