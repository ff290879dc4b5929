// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const SENNHEISER_HD600: DeviceProfile = {
  id: 'sennheiser-hd-600',
  name: 'Sennheiser HD 600',
  kindLabel: 'open-back headphones',
  family: 'headphones',
  subfamily: 'open',
  pictogram: 'openHeadphones',
  evidence: 'measured',
  source: {
    credit: 'oratory1990, Rtings, crinacle; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 4 sources, each against the target of its own rig: oratory1990, own correction; oratory1990, fit by AutoEq; Rtings, fit by AutoEq; crinacle (2020), fit by AutoEq',
      'The sources differ by (standard deviation) 0.7 dB from 60 to 300 Hz, 0.3 dB to 3 kHz, 0.9 dB to 8 kHz, 1.4 dB above',
    ],
  },
  leavesOut:
    'How it sits on your own head: seal, pads and your ears. Above 8 kHz only the trend is known. No distortion, no noise.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 92.58, gainDb: -10.15, q: 0.64 },
    { kind: 'peaking', frequencyHz: 568.7, gainDb: -3.77, q: 0.499 },
    { kind: 'peaking', frequencyHz: 2117, gainDb: -2.57, q: 2.259 },
    { kind: 'peaking', frequencyHz: 4315, gainDb: -1.47, q: 6.043 },
    { kind: 'peaking', frequencyHz: 8357, gainDb: -5.88, q: 0.806 },
    { kind: 'gain', gainDb: 3.37 },
  ],
  fit: { rmsDb: 0.127, worstDb: 0.48, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
