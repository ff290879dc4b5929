import type { DeviceEvidence } from '../DeviceProfile';

export const TV: DeviceEvidence = {
  source: {
    credit: 'Own model from published descriptions of flat TVs',
    licence: 'Own figures',
    references: [
      'Low bass missing or cut, treble may be rolled off: Consumer Reports, Sound suffers on slimmer, smaller TVs (2010)',
      'Speakers at the back or the underside, facing away from you: hdguru.com, on TV sound; hence −4 dB above 5 kHz (amount assumed)',
      'Lower limit 130 Hz, 24 dB an octave: estimate for a thin set, no open measurement found',
      'Image narrowed to 0.3 of its width: estimate; two small speakers that face away and reach you by way of the wall',
    ],
  },
  leavesOut: 'Its dialogue and surround modes and the wall behind it. No open measurement was found.',
};
