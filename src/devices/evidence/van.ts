import type { DeviceEvidence } from '../DeviceProfile';

export const VAN: DeviceEvidence = {
  source: {
    credit: 'Own model from published figures on car sound',
    licence: 'Own figures',
    references: [
      'Cabin gain only from 48 Hz down: J. Murphy, trueaudio.com/post_001.htm (van); the doors’ speakers have fallen by then (assumed), so the bass is thinner than in a car',
      'First length mode of a cabin of 2.8 m: 61.3 Hz (c/2L); +3 dB assumed',
      'Speakers low in the doors, far below the ear: −5 dB above 4 kHz assumed',
    ],
  },
  leavesOut: 'The load space behind you; the other standing waves; rattles.',
};
