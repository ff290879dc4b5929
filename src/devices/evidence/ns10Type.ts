import type { DeviceEvidence } from '../DeviceProfile';

export const NS10_TYPE: DeviceEvidence = {
  source: {
    credit: 'Own model of the class from published descriptions of the Yamaha NS-10M',
    licence: 'Own figures',
    references: [
      'Closed box, so 12 dB an octave below its resonance: P. Newell, K. Holland, J. Newell, The Yamaha NS10M: twenty years a reference monitor. Why? (doczz.net/doc/975784)',
      'Resonance near 75 Hz, lean below 300 Hz (−2.5 dB): assumed for about ten litres, stood free of walls',
      'Mids and presence forward (+3 dB at 1.7 kHz, +2 dB at 4 kHz), highest treble falling: the character all descriptions agree in; amounts assumed, no curve was copied',
    ],
  },
  leavesOut:
    'Its fast decay in the bass, for which it was valued; distortion; the desk. The curve is a sketch, not a measurement.',
};
