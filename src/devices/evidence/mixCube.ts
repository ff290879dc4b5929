import type { DeviceEvidence } from '../DeviceProfile';

export const MIX_CUBE: DeviceEvidence = {
  source: {
    credit: 'Own model from published descriptions of the Avantone MixCube',
    licence: 'Own figures',
    references: [
      'About −7 dB at 100–200 Hz, +3.8 dB at 1.6 kHz, −6 dB at 12 kHz against the midrange: three points of a published correction for the MixCube',
      'Bump at 1.5 kHz between 900 Hz and 3 kHz, nearly flat from 3 to 6 kHz with a small spike at 4.5 kHz, steep step below 1 kHz: williamssoundstudio.com, frequency response of the Avantone cubes',
      'Range 90 Hz–17 kHz, closed box: maker’s figures; second-order roll-off at both ends (assumed)',
      'One cube, fed with the sum of both channels: the usual way to use it',
    ],
  },
  leavesOut: 'The strain of a small cone at high level and the desk. The curve is a sketch, not a measurement.',
};
