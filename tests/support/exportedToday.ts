import { exportJson } from '../../src/drills/progressFile';
import type { CustomDrill, DrillSpec, TrialRecord } from '../../src/drills/records';
import { writeLink } from '../../src/drills/shareLink';

const SPEC = { mode: 'practise', trialCount: 10, deviceId: null, trackIds: [] } as const;

/** What was stored when the fixtures of tests/fixtures/exported were written, oldest first. */
export const EXPORTED_TRIALS: readonly TrialRecord[] = [
  {
    id: 's-1/0/0',
    // A clock that was wrong.
    at: Date.UTC(2016, 1, 29),
    mode: 'test',
    kindId: 'bandBoost',
    deviceId: 'phone',
    band: 5,
    strength: 6,
    isCatch: false,
    isCorrect: true,
    chance: 0.1,
    item: '1000',
    answered: '1000',
    error: null,
    responseMs: 2000,
  },
  {
    id: 's-2/0/0',
    at: Date.UTC(2025, 10, 21),
    mode: 'practise',
    kindId: 'panPosition',
    deviceId: null,
    band: null,
    strength: 0.5,
    isCatch: false,
    isCorrect: false,
    chance: 0,
    item: '0.25',
    answered: null,
    error: -0.125,
    responseMs: 3_600_000,
  },
  {
    id: 's-2/0/1',
    // The end of time.
    at: 8.64e15,
    mode: 'practise',
    kindId: 'louder',
    deviceId: null,
    band: null,
    strength: 1,
    isCatch: true,
    isCorrect: true,
    chance: 0.5,
    item: 'same',
    answered: 'same',
    error: null,
    responseMs: 0,
  },
];

export const EXPORTED_DRILLS: readonly CustomDrill[] = [
  {
    id: 'd-1',
    name: 'Mine, "the" low end',
    createdAt: Date.UTC(2025, 10, 21),
    blocks: [
      { ...SPEC, kindId: 'bandBoost', settings: { bands: [1, 2], thirdOctaves: true, strength: 4.5 }, trackIds: ['t'] },
      { ...SPEC, kindId: 'mixedFaults', settings: { faults: ['hum', 'clicks'], pinkNoise: false }, deviceId: 'tv' },
    ],
  },
  {
    id: 'd-2',
    // A mark that turns the direction of reading, and more characters than a title has.
    name: `Left\u202E ${'long '.repeat(30)}`,
    createdAt: Date.UTC(2025, 10, 22),
    blocks: [{ ...SPEC, kindId: 'nameDevice', settings: { deviceIds: ['phone', 'tv'] } }],
  },
];

/** A field of a later app, and a row that holds no trial. */
const LATER = { note: 'of a later app' };
const DAMAGED = { id: 's-3/0/0', at: 'yesterday' };

/** "Export progress" of these rows. The first version had nothing to do with damaged rows. */
export async function progressToday({ isDamaged = true } = {}): Promise<string> {
  const [first, ...others] = EXPORTED_TRIALS;
  const rows = [first, ...others.map((trial) => ({ ...trial, ...LATER })), ...(isDamaged ? [DAMAGED] : [])];
  const parts = await exportJson(
    {
      readTrials: async (onBatch) => onBatch(rows as readonly TrialRecord[]),
      listCustomDrills: async () => EXPORTED_DRILLS,
    },
    Date.UTC(2026, 5, 1),
  );
  return parts.join('');
}

export const SHARED_BLOCKS: readonly DrillSpec[] = [
  {
    ...SPEC,
    kindId: 'bandBoost',
    mode: 'test',
    seed: 0xdead_beef,
    settings: { bands: [3, 4], thirdOctaves: true, strength: 4.5 },
    deviceId: 'phone',
  },
  { ...SPEC, kindId: 'nameDevice', seed: 0, settings: { deviceIds: ['phone', 'tv'] } },
  { ...SPEC, kindId: 'mixedFaults', seed: 7, settings: { faults: ['hum'], pinkNoise: false } },
];

/** "Share" of a drill, by its title: letters of three bytes, one beyond the first plane, marks that cannot be seen. */
export const linksToday = (): string[] =>
  ['Tuesday’s class: 三 🎧', `\u202EHidden\u200B ${'long '.repeat(14)}🎧🎧🎧🎧`].map((title) =>
    writeLink(title, SHARED_BLOCKS),
  );
