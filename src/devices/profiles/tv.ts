import type { DeviceProfile } from '../DeviceProfile';

export const TV: DeviceProfile = {
  id: 'tv',
  name: 'TV',
  kindLabel: 'built-in speakers, nearly mono',
  family: 'smallSpeakers',
  subfamily: 'tv',
  pictogram: 'tv',
  evidence: 'modelled',
  source: {
    credit: 'Own model from published descriptions of flat TVs',
    licence: 'Own figures',
    references: [
      'Low bass missing or cut, treble may be rolled off: Consumer Reports, Sound suffers on slimmer, smaller TVs (2010)',
      'Speakers at the back or the underside, facing away from you: hdguru.com, on TV sound; hence −4 dB above 5 kHz (amount assumed)',
      'Lower limit 130 Hz, 24 dB an octave: estimate for a thin set, no open measurement found',
      'Image narrowed to 0.3 of its width: estimate; two small speakers a short way apart, heard from across a room',
    ],
  },
  leavesOut:
    'Its dialogue and surround modes, its limiter, the wall behind it and the room. No open measurement was found.',
  stages: [
    { kind: 'width', width: 0.3 },
    { kind: 'highpass', frequencyHz: 140, q: 0.54 },
    { kind: 'highpass', frequencyHz: 140, q: 1.31 },
    { kind: 'highshelf', frequencyHz: 5000, gainDb: -4, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 16000, q: 0.71 },
    { kind: 'gain', gainDb: 0.06 },
  ],
};
