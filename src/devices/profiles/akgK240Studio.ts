// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const AKG_K240_STUDIO: DeviceProfile = {
  id: 'akg-k240-studio',
  name: 'AKG K240 Studio',
  kindLabel: 'semi-open headphones',
  family: 'headphones',
  subfamily: 'semiOpen',
  pictogram: 'semiOpenHeadphones',
  evidence: 'measured',
  source: {
    credit: 'oratory1990, crinacle; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 3 sources, each against the target of its own rig: oratory1990, own correction; oratory1990, fit by AutoEq; crinacle, fit by AutoEq',
      'The sources differ by (standard deviation) 0.5 dB from 60 to 300 Hz, 0.4 dB to 3 kHz, 0.7 dB to 8 kHz, 0.8 dB above',
    ],
  },
  leavesOut:
    'How it sits on your own head: seal, pads and your ears. Above 8 kHz only the trend is known. No distortion, no noise.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 108.6, gainDb: -8.92, q: 0.868 },
    { kind: 'peaking', frequencyHz: 538.7, gainDb: -0.83, q: 1.771 },
    { kind: 'peaking', frequencyHz: 1575, gainDb: -6.69, q: 1.913 },
    { kind: 'peaking', frequencyHz: 2724, gainDb: 1.27, q: 4.021 },
    { kind: 'peaking', frequencyHz: 4391, gainDb: -7.51, q: 1.602 },
    { kind: 'highshelf', frequencyHz: 10610, gainDb: -3.43, q: 1.2 },
    { kind: 'gain', gainDb: 2.38 },
  ],
  fit: { rmsDb: 0.131, worstDb: 0.48, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
