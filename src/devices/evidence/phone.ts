import type { DeviceEvidence } from '../DeviceProfile';

export const PHONE: DeviceEvidence = {
  source: {
    credit: 'Own model from data sheets of phone speakers',
    licence: 'Own figures',
    references: [
      'Resonance 800 Hz in 1 cm³ of air: Knowles 2403-260-00001 data sheet (11 × 15 mm speaker); 750 Hz for the larger Knowles 2403-260-00071',
      'Upper limit about 15 kHz: data sheet of the 20 mm handset speaker S20 (f₀ to 15 kHz)',
      'Fall of 24 dB an octave below the resonance: closed box (12 dB an octave) and a protecting high-pass (12 dB an octave, assumed)',
      'About 10 dB down near 400 Hz: estimate between an old phone (500–800 Hz) and a recent one; one phone has been called even from 260 Hz (vpervolume.com, OnePlus 6T)',
      'Broad hump of 5 dB at 1–5 kHz: estimate, common range 5–10 dB',
    ],
  },
  leavesOut: 'How it is held and covered. Its limits are a model; no open measurement was found.',
};
