// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const BEATS_STUDIO3: DeviceProfile = {
  id: 'beats-studio3',
  name: 'Beats Studio3',
  kindLabel: 'wireless consumer headphones',
  family: 'headphones',
  subfamily: 'consumer',
  pictogram: 'bassHeadphones',
  evidence: 'measured',
  source: {
    credit: 'oratory1990, Rtings; by way of OPRA and AutoEq',
    licence: 'CC-BY-SA-4.0 (OPRA)',
    references: [
      'OPRA open headphone data, CC BY-SA 4.0: published corrections, turned round',
      'AutoEq (Jaakko Pasanen), MIT: measurement archive and the fits that OPRA redistributes',
      'Median of 3 sources, each against the target of its own rig: oratory1990, own correction; oratory1990, fit by AutoEq; Rtings, fit by AutoEq',
      'The sources differ by (standard deviation) 0.5 dB from 60 to 300 Hz, 0.6 dB to 3 kHz, 1.1 dB to 8 kHz, 1.0 dB above',
      'Bass in this fit: the mean from 20 to 200 Hz lies 0.8 dB above that from 500 Hz to 2 kHz (from 40 Hz: 2.1 dB); the most lift, 5.6 dB, is near 330 Hz. That is full in the low mids, not bass-heavy',
    ],
  },
  leavesOut: 'Noise cancelling; how it sits on your head. Above 8 kHz only the trend is known.',
  stages: [
    { kind: 'peaking', frequencyHz: 75.3, gainDb: 4.89, q: 0.883 },
    { kind: 'peaking', frequencyHz: 360.2, gainDb: 12, q: 0.609 },
    { kind: 'highshelf', frequencyHz: 855.7, gainDb: 8.84, q: 1.079 },
    { kind: 'peaking', frequencyHz: 2205, gainDb: -12, q: 0.483 },
    { kind: 'peaking', frequencyHz: 3258, gainDb: 7.55, q: 1.539 },
    { kind: 'peaking', frequencyHz: 5033, gainDb: -5.9, q: 1.498 },
    { kind: 'gain', gainDb: -4.56 },
  ],
  fit: { rmsDb: 0.118, worstDb: 0.27, fromHz: 30, toHz: 15900 },
  validRangeHz: [20, 15900],
};
