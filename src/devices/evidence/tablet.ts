import type { DeviceEvidence } from '../DeviceProfile';

export const TABLET: DeviceEvidence = {
  source: {
    credit: 'Own model between the phone and the laptops of this catalogue',
    licence: 'Own figures',
    references: [
      'Lower limit about 190 Hz, 24 dB an octave: estimate between phones (250–350 Hz) and laptops (the two measured ones here fall below 150 and 400 Hz)',
      'Presence of +2.5 dB near 3 kHz: estimate, below that of phones (5–10 dB)',
      'Image narrowed to 0.7: speakers in the short edges, held at arm’s length; estimate',
    ],
  },
  leavesOut: 'How it is held and what covers its openings. No open measurement was found.',
};
