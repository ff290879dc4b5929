import type { DeviceEvidence } from '../DeviceProfile';

export const CLUB: DeviceEvidence = {
  source: {
    credit: 'Own model from published figures on large systems',
    licence: 'Own figures',
    references: [
      'Bass 12 dB over the mids out of the box, and a tilt of 12 dB called pleasant: prosoundweb.com, more about PA tilt; psw-files.com, eleven venues for 500 to 1000 people; corner 120 Hz assumed',
      'Build-up at 190 Hz in the worst of those venues; +2 dB here',
      'Subwoofers down to 34 Hz, 24 dB an octave: assumed',
      'Treble falling with air and distance, −4 dB above 9 kHz: assumed; presence of horns +1.5 dB: assumed',
    ],
  },
  leavesOut:
    'The level itself, which changes how you hear; people, who swallow treble; limiters; many clubs play in mono.',
};
