// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const AIRPODS_PRO2: DeviceProfile = {
  id: 'airpods-pro-2',
  name: 'AirPods Pro 2',
  kindLabel: 'noise-cancelling in-ears',
  family: 'earbuds',
  subfamily: 'inEar',
  pictogram: 'inEar',
  evidence: 'measured',
  source: {
    credit: 'crinacle, Rtings, HypetheSonics, Harpo; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 5 sources, each against the target of its own rig: crinacle with noise cancelling, fit by AutoEq; crinacle, fit by AutoEq; Rtings, fit by AutoEq; HypetheSonics, fit by AutoEq; Harpo, fit by AutoEq',
      'The sources differ by (standard deviation) 1.0 dB from 60 to 300 Hz, 0.5 dB to 3 kHz, 1.1 dB to 8 kHz, 1.4 dB above',
    ],
  },
  leavesOut:
    'How it sits in your own ear: the seal decides the bass. Above 8 kHz only the trend is known. No noise cancelling, no sound from outside.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 34.79, gainDb: -0.96, q: 1.2 },
    { kind: 'peaking', frequencyHz: 75.51, gainDb: -3.12, q: 1.075 },
    { kind: 'peaking', frequencyHz: 491.9, gainDb: 2.02, q: 0.746 },
    { kind: 'peaking', frequencyHz: 1879, gainDb: -2.6, q: 0.35 },
    { kind: 'peaking', frequencyHz: 5048, gainDb: -3.12, q: 1.872 },
    { kind: 'peaking', frequencyHz: 6450, gainDb: 2.05, q: 3.665 },
    { kind: 'peaking', frequencyHz: 9037, gainDb: -2.25, q: 2.206 },
    { kind: 'gain', gainDb: 0.94 },
  ],
  fit: { rmsDb: 0.132, worstDb: 0.51, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
