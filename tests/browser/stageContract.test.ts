import { describe } from 'vitest';
import type { Stage } from '../../src/devices/DeviceProfile';
import { CATALOGUE } from '../../src/devices/catalogue';
import { layerContract } from './layerContract';
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

// The tone and the image of every device; rooms and limits have a contract of their own.
const plain = CATALOGUE.map(({ room: _room, limits: _limits, ...profile }) => [profile.name, profile] as const);
describe.each(plain)('device %s', (_name, profile) => {
  stageContract(profile);
});

// One device for each room and each set of limits.
const layered = CATALOGUE.filter(
  ({ room, limits }, i) =>
    (room ?? limits) && CATALOGUE.findIndex((other) => other.room?.id === room?.id && other.limits === limits) === i,
);
describe.each(layered.map((profile) => [profile.name, profile] as const))('all layers of %s', (_name, profile) => {
  layerContract(profile);
});
