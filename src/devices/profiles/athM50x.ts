// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const ATH_M50X: DeviceProfile = {
  id: 'ath-m50x',
  name: 'ATH-M50x',
  kindLabel: 'closed-back headphones',
  family: 'headphones',
  subfamily: 'closed',
  pictogram: 'closedHeadphones',
  evidence: 'measured',
  source: {
    credit: 'oratory1990, Rtings, crinacle; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA), MIT (AutoEq)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 5 sources, each against the target of its own rig: oratory1990, own correction; oratory1990, fit by AutoEq; Rtings, fit by AutoEq; crinacle, fit by AutoEq; oratory1990, measured response (AutoEq)',
      'The sources differ by (standard deviation) 1.4 dB from 60 to 300 Hz, 0.6 dB to 3 kHz, 1.2 dB to 8 kHz, 1.5 dB above',
    ],
  },
  leavesOut:
    'How it sits on your own head: seal, pads and your ears. Above 8 kHz only the trend is known. No distortion, no noise.',
  stages: [
    { kind: 'peaking', frequencyHz: 66.93, gainDb: -1.19, q: 3.958 },
    { kind: 'peaking', frequencyHz: 156.5, gainDb: 4.49, q: 0.974 },
    { kind: 'peaking', frequencyHz: 332.6, gainDb: -4.82, q: 1.557 },
    { kind: 'peaking', frequencyHz: 1622, gainDb: -1.2, q: 2.647 },
    { kind: 'peaking', frequencyHz: 4300, gainDb: 1.84, q: 6.587 },
    { kind: 'peaking', frequencyHz: 6387, gainDb: -1.84, q: 1.509 },
    { kind: 'highshelf', frequencyHz: 11820, gainDb: 3.13, q: 1.092 },
    { kind: 'gain', gainDb: 1.1 },
  ],
  fit: { rmsDb: 0.135, worstDb: 0.52, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
