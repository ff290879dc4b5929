import type { DeviceEvidence } from '../DeviceProfile';

export const CINEMA: DeviceEvidence = {
  source: {
    credit: 'Own model from the X-curve of ISO 2969 and SMPTE ST 202',
    licence: 'Own figures',
    references: [
      'X-curve: flat to 2 kHz, −3 dB an octave above, noise at two thirds of the depth: NFSA glossary; ISO 2969, SMPTE ST 202',
      'Half of that fall is taken here: the curve says what steady noise builds up to in a reverberant hall and is no EQ of the direct sound (mkpereport.com); the share is assumed',
      'Screen channels down to 36 Hz, no subwoofer channel for music: assumed',
    ],
  },
  leavesOut: 'Surround channels, the subwoofer channel and the screen’s own treble loss.',
};
