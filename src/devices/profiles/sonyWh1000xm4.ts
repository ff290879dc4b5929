// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const SONY_WH1000XM4: DeviceProfile = {
  id: 'sony-wh-1000xm4',
  name: 'Sony WH-1000XM4',
  kindLabel: 'noise-cancelling headphones',
  family: 'headphones',
  subfamily: 'noiseCancelling',
  pictogram: 'noiseCancelling',
  evidence: 'measured',
  source: {
    credit: 'oratory1990, Rtings, crinacle; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 4 sources, each against the target of its own rig: oratory1990, own correction; oratory1990, fit by AutoEq; Rtings, fit by AutoEq; crinacle, fit by AutoEq',
      'The sources differ by (standard deviation) 0.3 dB from 60 to 300 Hz, 0.6 dB to 3 kHz, 0.8 dB to 8 kHz, 1.1 dB above',
    ],
  },
  leavesOut:
    'Noise cancelling and the maker’s own EQ settings; how it sits on your head. Above 8 kHz only the trend is known.',
  stages: [
    { kind: 'peaking', frequencyHz: 134.1, gainDb: 3.27, q: 1.262 },
    { kind: 'peaking', frequencyHz: 372.5, gainDb: -2.42, q: 1.396 },
    { kind: 'peaking', frequencyHz: 1432, gainDb: 1.87, q: 2.873 },
    { kind: 'peaking', frequencyHz: 2240, gainDb: -3.28, q: 2.411 },
    { kind: 'peaking', frequencyHz: 4841, gainDb: -9.77, q: 0.215 },
    { kind: 'peaking', frequencyHz: 6248, gainDb: 12, q: 0.822 },
    { kind: 'peaking', frequencyHz: 6677, gainDb: -6.65, q: 2.357 },
    { kind: 'gain', gainDb: 4.72 },
  ],
  fit: { rmsDb: 0.145, worstDb: 0.56, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
