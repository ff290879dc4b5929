import type { DeviceProfile } from '../DeviceProfile';

export const PHONE: DeviceProfile = {
  id: 'phone',
  name: 'Phone',
  kindLabel: 'built-in speaker, mono',
  family: 'smallSpeakers',
  subfamily: 'phone',
  pictogram: 'phone',
  evidence: 'modelled',
  source: {
    credit: 'Own model from data sheets of phone speakers',
    licence: 'Own figures',
    references: [
      'Resonance 800 Hz in 1 cm³ of air: Knowles 2403-260-00001 data sheet (11 × 15 mm speaker); 750 Hz for the larger Knowles 2403-260-00071',
      'Upper limit about 15 kHz: data sheet of the 20 mm handset speaker S20 (f₀ to 15 kHz)',
      'Fall of 24 dB an octave below the resonance: closed box (12 dB an octave) and a protecting high-pass (12 dB an octave, assumed)',
      'About 10 dB down near 400 Hz: estimate between an old phone (500–800 Hz) and a recent one; one phone has been called even from 260 Hz (vpervolume.com, OnePlus 6T)',
      'Broad hump of 5 dB at 1–5 kHz: estimate, common range 5–10 dB',
    ],
  },
  leavesOut:
    'The limiter and compressor of a real phone, always at work; distortion; the second speaker of newer phones. No open measurement was found.',
  stages: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 560, q: 0.54 },
    { kind: 'highpass', frequencyHz: 480, q: 1.31 },
    { kind: 'peaking', frequencyHz: 800, gainDb: 3, q: 2.2 },
    { kind: 'peaking', frequencyHz: 2800, gainDb: 5, q: 0.7 },
    { kind: 'lowpass', frequencyHz: 11500, q: 0.6 },
    { kind: 'gain', gainDb: 0.23 },
  ],
};
