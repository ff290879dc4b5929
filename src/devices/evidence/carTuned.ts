import type { DeviceEvidence } from '../DeviceProfile';

export const CAR_TUNED: DeviceEvidence = {
  source: {
    credit: 'Own model of a published listening test',
    licence: 'Own figures',
    references: [
      'Preferred tuning +13 dB bass, −2 dB treble against flat: P. Dennis (Nissan), AES Convention Paper 9393, 2015; the bass is held at +12 dB here, our limit for any boost',
      'The tuning is as heard, so cabin gain is not added to it again',
      'Corners of the two shelves, 100 Hz and 4 kHz: assumed',
    ],
  },
  leavesOut:
    'The standing waves of the cabin (first near 70 Hz, different in every seat), and what a small amplifier does at that bass.',
};
