import type { DeviceEvidence } from '../DeviceProfile';

export const CAR_COMPACT: DeviceEvidence = {
  source: {
    credit: 'Own model from published figures on car sound',
    licence: 'Own figures',
    references: [
      'Cabin gain from 87 Hz down: J. Murphy, trueaudio.com/post_001.htm (compact car); 13 cm door speakers fall below about 80 Hz (assumed), so that hardly anything is left under 45 Hz',
      'First length mode of a cabin of 2.0 m: 85.8 Hz (c/2L); +4 dB assumed',
      'Hard glass and plastic near the ear (+2.5 dB near 2.6 kHz), simple tweeters or none (−4 dB above 7.5 kHz): assumed',
    ],
  },
  leavesOut: 'The other standing waves of the cabin; rattling doors; the radio’s loudness button.',
};
