import type { DeviceProfile } from '../DeviceProfile';

export const BLUETOOTH_SPEAKER: DeviceProfile = {
  id: 'bluetooth-speaker',
  name: 'Bluetooth speaker',
  kindLabel: 'portable, mono',
  family: 'smallSpeakers',
  subfamily: 'speaker',
  pictogram: 'bluetoothSpeaker',
  evidence: 'modelled',
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
    'The bass boost that shrinks as you turn it up, its limiter, the table and the open air. No open measurement was found.',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 66, q: 0.52 },
    { kind: 'highpass', frequencyHz: 66, q: 0.71 },
    { kind: 'highpass', frequencyHz: 66, q: 1.93 },
    { kind: 'peaking', frequencyHz: 110, gainDb: 3, q: 0.9 },
    { kind: 'highshelf', frequencyHz: 8000, gainDb: 1.5, q: 0.7 },
    { kind: 'gain', gainDb: -0.12 },
  ],
};
