import type { DeviceEvidence } from '../DeviceProfile';

export const PHONE_FLAGSHIP: DeviceEvidence = {
  source: {
    credit: 'Own model from published descriptions of recent phones',
    licence: 'Own figures',
    references: [
      'About 10 dB down near 250 Hz: estimate for a recent phone whose amplifier lifts the bass (250–350 Hz); one phone has been called even from 260 Hz (vpervolume.com, OnePlus 6T)',
      'Hump of 3.5 dB at 1–5 kHz: estimate, below the common 5–10 dB of simpler phones',
      'Upper limit about 15 kHz: data sheet of the 20 mm handset speaker S20 (f₀ to 15 kHz)',
      'Image narrowed to 0.4: earpiece and lower speaker are a hand apart and unlike; estimate',
      'Compression at all volumes, more in the last two steps: iPhone 12 mini, Audio Science Review thread 29572',
    ],
  },
  leavesOut: 'That its two speakers are unlike; how it is held. Its limits are a model; no open measurement was found.',
};
