import type { DeviceEvidence } from '../DeviceProfile';

export const SMART_SPEAKER: DeviceEvidence = {
  source: {
    credit: 'Own model from published descriptions of small smart speakers',
    licence: 'Own figures',
    references: [
      'Bass down to about 63 Hz, 2 to 4 dB less above 2 kHz than in the mids, some life near 12 kHz: amateur measurement of a HomePod mini, toon-global.sblo.jp/article/189001959',
      'Bass taken back at high level to protect the woofer: Audio Science Review thread 8425 (HomePod)',
      'Lift of 2.5 dB near 95 Hz: assumed',
      'Mono: one speaker; even those with several drivers sum the channels below the treble',
    ],
  },
  leavesOut:
    'Its measuring of the room and its loudness processing; the wall and the shelf. A sketch, not a measurement.',
};
