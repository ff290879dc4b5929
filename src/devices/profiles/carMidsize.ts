import type { DeviceProfile } from '../DeviceProfile';

export const CAR_MIDSIZE: DeviceProfile = {
  id: 'car-midsize',
  name: 'Mid-size car',
  kindLabel: 'driver’s seat',
  family: 'cars',
  subfamily: 'car',
  pictogram: 'car',
  evidence: 'modelled',
  source: {
    credit: 'Own model from published figures on car sound',
    licence: 'Own figures',
    references: [
      'Preferred tuning +13 dB bass, −2 dB treble against flat: P. Dennis (Nissan), AES Convention Paper 9393, 2015; the bass is held at +12 dB here, our limit for any boost',
      'Bass lift largest below the cabin’s corner near 66 Hz: J. Murphy, trueaudio.com/post_001.htm (mid-size car); the tuning above is as heard, so cabin gain is not added to it again',
      'Corners of the two shelves, 100 Hz and 4 kHz: assumed',
      'Bass lift found in five luxury cars and three further studies, mids as at home: F. Toole, quoted in Audio Science Review thread 55785',
    ],
  },
  leavesOut:
    'Road noise, the standing waves of the cabin (first near 70 Hz, different in every seat), and the nearer left or right speaker.',
  stages: [
    { kind: 'lowshelf', frequencyHz: 100, gainDb: 12, q: 0.55 },
    { kind: 'highshelf', frequencyHz: 4000, gainDb: -2, q: 0.6 },
    { kind: 'gain', gainDb: -0.08 },
  ],
};
