import type { DeviceEvidence } from '../DeviceProfile';
import { NEARFIELD5_INCH } from './nearfield5Inch';

export const NEARFIELD_BEDROOM: DeviceEvidence = {
  source: {
    credit: 'The near-field monitor of this catalogue, with an own model of a small room’s bass',
    licence: NEARFIELD5_INCH.source.licence,
    references: [
      'Speakers: the same chain as the near-field monitor in the treated room',
      'Modes of a room of 3.1 × 2.4 m in width and height: 55.3 Hz and 71.5 Hz (c/2L); the first lifted by 4 dB, the second, between floor and ceiling at ear height, weakened by 3 dB: assumed and kept mild, small rooms swing by 10 dB and more, and ring longer',
      'Notch of 5 dB at 107 Hz: the speakers stand 0.8 m from the wall behind them, a quarter of a wave (c/4d); depth assumed',
      'Full near 165 Hz (+3 dB) from the wall and a desk without gaps: assumed',
    ],
  },
  leavesOut: 'Your own room: its modes and notches lie elsewhere, and move as you do. The desk and how far you sit.',
};
