import type { DeviceEvidence } from '../DeviceProfile';

export const SOUNDBAR: DeviceEvidence = {
  source: {
    credit: 'Own model of a bar with a small subwoofer',
    licence: 'Own figures',
    references: [
      'Subwoofer down to about 38 Hz, 24 dB an octave; lifted 5 dB near 65 Hz, as delivered: assumed',
      'Weak from 150 to 250 Hz, between a subwoofer and small drivers: usual where bass is handed over this high; −3.5 dB assumed',
      'Speech lifted by 2 dB near 3 kHz: assumed',
      'Good bars reach over 92 dB with less than 2 dB of compression: limits of the Rtings soundbar test; no open curve was found',
    ],
  },
  leavesOut: 'Its surround modes and night mode, and where the subwoofer stands. No open measurement was found.',
};
