// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const ATH_M20X: DeviceProfile = {
  id: 'ath-m20x',
  name: 'ATH-M20x',
  kindLabel: 'closed-back headphones',
  family: 'headphones',
  subfamily: 'closed',
  pictogram: 'closedHeadphones',
  evidence: 'measured',
  source: {
    credit: 'oratory1990, Rtings; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA), MIT (AutoEq)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 4 sources, each against the target of its own rig: oratory1990, own correction; oratory1990, fit by AutoEq; Rtings, fit by AutoEq; oratory1990, measured response (AutoEq)',
      'The sources differ by (standard deviation) 0.4 dB from 60 to 300 Hz, 0.3 dB to 3 kHz, 1.5 dB to 8 kHz, 2.5 dB above',
    ],
  },
  leavesOut:
    'How it sits on your own head: seal, pads and your ears. Above 8 kHz only the trend is known. No distortion, no noise.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 40.21, gainDb: -8.31, q: 0.726 },
    { kind: 'peaking', frequencyHz: 131.5, gainDb: 2.49, q: 0.92 },
    { kind: 'peaking', frequencyHz: 242.8, gainDb: -3.35, q: 1.659 },
    { kind: 'peaking', frequencyHz: 2674, gainDb: 6.5, q: 0.674 },
    { kind: 'peaking', frequencyHz: 4498, gainDb: -11.45, q: 0.955 },
    { kind: 'peaking', frequencyHz: 7354, gainDb: 3.88, q: 2.857 },
    { kind: 'gain', gainDb: -0.91 },
  ],
  fit: { rmsDb: 0.1, worstDb: 0.35, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
