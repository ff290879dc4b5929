// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.
import type { DeviceProfile } from '../DeviceProfile';

export const MACBOOK_PRO: DeviceProfile = {
  id: 'macbook-pro',
  name: 'MacBook Pro',
  kindLabel: 'laptop, large speakers',
  family: 'smallSpeakers',
  subfamily: 'laptop',
  pictogram: 'laptop',
  evidence: 'measured',
  source: {
    credit: 'The Asahi Linux contributors',
    licence: 'MIT',
    references: [
      'AsahiLinux/asahi-audio at 8d0d1ab (November 2022): trace of a MacBook Pro under macOS, soft room, microphone 30 cm behind and above the keyboard; model not named, 14 or 16 inch',
      'Read off the published graph to about 0.1 dB; below 75 Hz the trace is mains hum, so the fall is continued with its slope',
    ],
  },
  leavesOut:
    'Its limiter and loudness processing, which change with volume; buzzes of the case; the desk and the room.',
  stages: [
    { kind: 'highpass', frequencyHz: 137.2, q: 2.737 },
    { kind: 'peaking', frequencyHz: 159, gainDb: -11.13, q: 1.695 },
    { kind: 'peaking', frequencyHz: 213.9, gainDb: 3.65, q: 4.232 },
    { kind: 'peaking', frequencyHz: 308.3, gainDb: -7.44, q: 2.338 },
    { kind: 'lowshelf', frequencyHz: 346.8, gainDb: 10.46, q: 0.35 },
    { kind: 'highpass', frequencyHz: 418.3, q: 2.347 },
    { kind: 'peaking', frequencyHz: 468.5, gainDb: -5.92, q: 3.788 },
    { kind: 'peaking', frequencyHz: 823.9, gainDb: 1.89, q: 8 },
    { kind: 'peaking', frequencyHz: 1320, gainDb: -11.99, q: 0.498 },
    { kind: 'peaking', frequencyHz: 1331, gainDb: 9.13, q: 2.598 },
    { kind: 'peaking', frequencyHz: 1714, gainDb: -3.47, q: 6.479 },
    { kind: 'peaking', frequencyHz: 2028, gainDb: 5, q: 3.571 },
    { kind: 'peaking', frequencyHz: 2826, gainDb: 3.55, q: 3.531 },
    { kind: 'peaking', frequencyHz: 4384, gainDb: 3.81, q: 2.927 },
    { kind: 'peaking', frequencyHz: 8541, gainDb: -1.35, q: 5.839 },
    { kind: 'highshelf', frequencyHz: 17540, gainDb: 5.93, q: 0.929 },
    { kind: 'gain', gainDb: 1.81 },
  ],
  fit: { rmsDb: 0.164, worstDb: 0.55, fromHz: 75, toHz: 16000 },
  validRangeHz: [75, 20000],
};
