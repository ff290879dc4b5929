import { describe } from 'vitest';
import type { Stage } from '../../src/devices/DeviceProfile';
import { CATALOGUE } from '../../src/devices/catalogue';
import { profileOf, stageContract } from './stageContract';

const stages: Stage[] = [
  { kind: 'gain', gainDb: -4 },
  { kind: 'peaking', frequencyHz: 3000, gainDb: 6, q: 2 },
  { kind: 'peaking', frequencyHz: 70, gainDb: -8, q: 4 },
  { kind: 'lowshelf', frequencyHz: 105, gainDb: 9, q: 0.7 },
  { kind: 'highshelf', frequencyHz: 9000, gainDb: -6, q: 0.6 },
  { kind: 'highpass', frequencyHz: 120, q: 0.7071 },
  { kind: 'lowpass', frequencyHz: 12_000, q: 0.7071 },
  { kind: 'monoSum' },
  { kind: 'width', width: 0.3 },
];

describe.each(stages.map((stage) => [stage.kind, stage] as const))('stage %s', (kind, stage) => {
  stageContract(profileOf([stage], kind));
});

describe.each(CATALOGUE.map((profile) => [profile.name, profile] as const))('device %s', (_name, profile) => {
  stageContract(profile);
});
