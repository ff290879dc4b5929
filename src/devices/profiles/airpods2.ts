// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const AIRPODS2: DeviceProfile = {
  id: 'airpods-2',
  name: 'AirPods (2nd gen)',
  kindLabel: 'open-fit earbuds',
  family: 'earbuds',
  subfamily: 'earbuds',
  pictogram: 'earbuds',
  evidence: 'measured',
  source: {
    credit: 'Rtings, Super Review; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 2 sources, each against the target of its own rig: Rtings, fit by AutoEq; Super Review, fit by AutoEq',
      'The sources differ by (standard deviation) 1.7 dB from 60 to 300 Hz, 1.1 dB to 3 kHz, 1.2 dB to 8 kHz, 3.9 dB above',
    ],
  },
  leavesOut:
    'How they sit in your own ear: open-fit earbuds lose bass as they loosen. Above 8 kHz the sources disagree.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 74.11, gainDb: -7.86, q: 0.796 },
    { kind: 'peaking', frequencyHz: 694.3, gainDb: -4.36, q: 0.2 },
    { kind: 'peaking', frequencyHz: 1134, gainDb: -1.4, q: 1.084 },
    { kind: 'peaking', frequencyHz: 1992, gainDb: 6.23, q: 0.919 },
    { kind: 'peaking', frequencyHz: 3894, gainDb: -3.05, q: 2.266 },
    { kind: 'gain', gainDb: 2.03 },
  ],
  fit: { rmsDb: 0.116, worstDb: 0.4, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
