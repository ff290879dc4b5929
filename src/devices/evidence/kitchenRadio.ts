import type { DeviceEvidence } from '../DeviceProfile';

export const KITCHEN_RADIO: DeviceEvidence = {
  source: {
    credit: 'Own model of a table radio with one driver of about 8 cm',
    licence: 'Own figures',
    references: [
      'Lower limit about 130 Hz with a hump above it: assumed for a small vented or leaky box on a worktop',
      'Presence of 3 dB near 2 kHz for speech, treble falling from 7 kHz since one cone does everything: assumed',
      'FM carries 15 kHz (pilot tone at 19 kHz), hence no more above 14 kHz',
      'One speaker: the sum of both channels',
    ],
  },
  leavesOut: 'The wall, the worktop and the cupboard. No open measurement was found; all of it is a sketch.',
};
