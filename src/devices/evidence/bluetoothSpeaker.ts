import type { DeviceEvidence } from '../DeviceProfile';

export const BLUETOOTH_SPEAKER: DeviceEvidence = {
  source: {
    credit: 'Own model of a portable speaker; its lower limit is assumed',
    licence: 'Own figures',
    references: [
      'Lower limit about 65 Hz: assumed for a speaker of the size of a JBL Flip 5; no open source was found that states or measures it',
      'Faster fall below the passive radiators than below a vent (24 dB an octave): jaskeyworld.com, portable speakers 2022; sixth order here (assumed)',
      'One mid and bass driver as in the JBL Flip 5: review of the JBL Charge 5, arover.net 2021; mono (assumed), since even two drivers in such a box are heard as one',
      'Bass before neutrality, a slight lift of the highest treble: review of the JBL Charge 5, arover.net 2021; amounts (+3 dB, +1.5 dB) assumed',
    ],
  },
  leavesOut:
    'The bass boost that grows as you turn it down, the table and the open air. No open measurement was found.',
};
