// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const NEARFIELD5_INCH: DeviceProfile = {
  id: 'nearfield-5-inch',
  name: 'Near-field monitor',
  kindLabel: 'budget 5-inch class',
  family: 'monitors',
  subfamily: 'nearField',
  pictogram: 'nearfield',
  evidence: 'medianOfSeveral',
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
  leavesOut: 'The room, the desk and the distance between the speakers: only the tone is here.',
  stages: [
    { kind: 'highpass', frequencyHz: 45.82, q: 0.962 },
    { kind: 'highpass', frequencyHz: 59.76, q: 1.477 },
    { kind: 'highpass', frequencyHz: 65.26, q: 0.4 },
    { kind: 'peaking', frequencyHz: 355.7, gainDb: -2.23, q: 0.792 },
    { kind: 'peaking', frequencyHz: 666.3, gainDb: -0.93, q: 8 },
    { kind: 'peaking', frequencyHz: 1103, gainDb: -1.64, q: 3.059 },
    { kind: 'peaking', frequencyHz: 2073, gainDb: -2.3, q: 2.075 },
    { kind: 'peaking', frequencyHz: 5526, gainDb: 1.22, q: 2.199 },
    { kind: 'highshelf', frequencyHz: 6567, gainDb: 0.39, q: 1.2 },
    { kind: 'gain', gainDb: 1.91 },
  ],
  fit: { rmsDb: 0.14, worstDb: 0.4, fromHz: 32, toHz: 16000 },
  validRangeHz: [32, 20000],
};
