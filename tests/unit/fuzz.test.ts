import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readOpra } from '../../src/analysis/fitting/readOpra';
import { readAiff } from '../../src/audio/decode/aiff';
import { blobSource } from '../../src/audio/decode/bytes';
import { probe } from '../../src/audio/decode/probe';
import { readWav } from '../../src/audio/decode/wav';
import { cleanName } from '../../src/core/cleanName';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import { writeOwnJson } from '../../src/devices/exchange/ownJson';
import { readDeviceFile } from '../../src/devices/exchange/readDevice';
import { responseOf } from '../../src/devices/exchange/responseOf';
import { judgeDevice } from '../../src/devices/judgeDevice';
import { readLink, writeLink } from '../../src/drills/shareLink';
import { cleanTitle } from '../../src/drills/specSchema';
import { parseJsonSafely } from '../../src/core/jsonDepth';
import { openBackup, writeBackup } from '../../src/storage/backup/backupFile';
import { newestOf, settingOf } from '../../src/storage/settingRows';
import { readContents } from '../../src/store/backup/contents';
import { readKeptIntent, readKeptPosition, readKeptTheme, readKeptTraining } from '../../src/store/keptSettings';
import { splitOldSettings } from '../../src/store/oldSettings';
import { joinFields } from '../../src/store/settingFields';
import { directProgressFile } from '../support/directProgressFile';
import { placeAt as devicePlace } from '../../src/ui/devices/places';
import { placeAt as trainPlace } from '../../src/ui/train/places';
import { mutated } from '../support/mutate';
import { keepReliabilityFigures } from '../support/reliability';
import { trialRecord } from '../support/trialRecords';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 5000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_201);
/** Of processor time. An input of 60 KB that takes longer has found something that grows faster than the input. */
const SLOWEST_MS = 4000;
/** What once failed, a file each: `<reader>-<what>.<ending>`, the reader as in `READERS` with hyphens for all but letters. */
const CORPUS = join(import.meta.dirname, '../fixtures/fuzz-corpus');
const CORPUS_NAMES = readdirSync(CORPUS);
/** One in so many mutated inputs is made of what once failed alone. */
const SEEDED_EVERY = 4;
const EXCHANGE = join(import.meta.dirname, '../fixtures/exchange');

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const filesIn = (folder: string): Uint8Array[] =>
  readdirSync(folder).map((name) => new Uint8Array(readFileSync(join(folder, name))));

/** A few bytes of each container, with a header and not much behind it. */
const CONTAINERS: readonly Uint8Array[] = [
  new Uint8Array(readFileSync(join(EXCHANGE, 'impulse-24.wav'))),
  encode(
    `FORM\u0000\u0000\u0000\u002EAIFFCOMM\u0000\u0000\u0000\u0012\u0000\u0001\u0000\u0000\u0000\u0008\u0000\u0010@\u000E${'\u0000'.repeat(8)}SSND${'\u0000'.repeat(24)}`,
  ),
  encode(`OggS\u0000\u0002${'\u0000'.repeat(20)}\u0001\u001E\u0001vorbis${'\u0000'.repeat(23)}`),
  encode(
    `\u0000\u0000\u0000\u0018ftypM4A \u0000\u0000\u0000\u0000M4A mp42\u0000\u0000\u0000\u0010moov\u0000\u0000\u0000\u0008trak`,
  ),
  encode(`fLaC\u0000\u0000\u0000"\u0010\u0000\u0010\u0000${'\u0000'.repeat(30)}`),
  Uint8Array.from(
    { length: 2000 },
    (_, i) => [0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xff, 0x16, 0x54, 0xae, 0x6b][i % 14]!,
  ),
  Uint8Array.from({ length: 4170 }, (_, i) => [0xff, 0xfb, 0x90, 0x64][i % 417] ?? 0),
];

const LINK = writeLink('Tuesday', [
  {
    kindId: 'bandBoost',
    mode: 'practise',
    trialCount: 10,
    seed: 1,
    settings: { bands: [1, 2] },
    deviceId: null,
    trackIds: [],
  },
]);
const OPRA = [
  { type: 'vendor', id: 'v', data: { name: 'Maker' } },
  { type: 'product', id: 'p', data: { name: 'One', vendor_id: 'v' } },
  {
    type: 'eq',
    id: 'e',
    data: {
      product_id: 'p',
      type: 'parametric_eq',
      parameters: { gain_db: 0, bands: [{ type: 'peak_dip', frequency: 100, gain_db: 3, q: 1 }] },
    },
  },
]
  .map((row) => JSON.stringify(row))
  .join('\n');
const PROGRESS = JSON.stringify({
  format: 'elsewhere.progress/1',
  customDrills: [],
  trials: [trialRecord({}), trialRecord({})],
});

const isBuiltIn = (id: string): boolean => CATALOGUE.some((device) => device.id === id);
const OLD_SETTINGS = {
  listen: {
    targetId: 'phone',
    previousTargetId: 'flat',
    layers: { tone: true, room: false },
    volumeDb: -12,
    loop: { startSec: 1, endSec: 2 },
    pins: Array.from({ length: 9 }, () => null),
    gear: { kind: 'unknown' },
    listeningPhon: 80,
  },
  preferences: { theme: 'light', trainTrackIds: ['t'], trainDeviceId: 'phone' },
  library: { hiddenDemoIds: ['a'], referenceDemoIds: ['b'] },
};
const SETTINGS = {
  'listen.place': { value: { currentTrackId: 't', positionSec: 4 }, at: 5 },
  'listen.targets': { value: { targetId: 'phone', previousTargetId: 'flat' }, at: 6 },
  'listen.layers.room': { value: false, at: 7 },
  'listen.volumeDb': { value: -3, at: 8 },
  'preferences.theme': { value: 'light', at: 9 },
  'library.hidden.a': { value: true, at: 10 },
};
const BACKUP_PARTS = {
  'settings.json': JSON.stringify(SETTINGS),
  'tracks.json': JSON.stringify([
    { track: { id: 't', name: 'Mix', fileName: 'mix.wav', sizeBytes: 3, addedAt: 1, role: 'mix' }, audio: null },
  ]),
  'devices.json': JSON.stringify([{ id: 'own-1', addedAt: 1, profile: { ...FLAT_REFERENCE, id: 'own-1' } }]),
};
const BACKUP = new Uint8Array(
  await (
    await writeBackup(
      Object.entries(BACKUP_PARTS).map(([name, text]) => ({ name, content: new Blob([text]) })),
      '2026-12-01T00:00:00.000Z',
    )
  ).arrayBuffer(),
);

/** Throws for anything but a value of the declared type or a declared refusal. */
interface Reader {
  readonly corpus: readonly Uint8Array[];
  readonly read: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
}

async function refusedOr(codes: RegExp, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ElsewhereError && codes.test(error.code))) throw error;
  }
}

const profileOf = (stages: unknown): unknown => ({ ...FLAT_REFERENCE, id: 'own-1', stages });
const expectClean = (name: string): void => expect(name).toBe(cleanName(name));
const within = (count: number, most: number): void => expect(count).toBeLessThanOrEqual(most);

const READERS: Readonly<Record<string, Reader>> = {
  'device files': {
    corpus: [...filesIn(EXCHANGE), ...CATALOGUE.slice(0, 70).map((device) => encode(writeOwnJson(device)))],
    read: async (bytes) =>
      refusedOr(/^device-/, async () => {
        const reading = await readDeviceFile(new File([bytes], 'a device.txt'));
        for (const meaning of ['response', 'correction'] as const) {
          const response = responseOf(reading, meaning);
          if (response.kind === 'curve') {
            within(response.curve.frequenciesHz.length, 1000);
            if (!response.curve.levelsDb.every(Number.isFinite)) throw new Error('a level is no number');
            continue;
          }
          const verdict = judgeDevice(response.kind === 'profile' ? response.profile : profileOf(response.stages));
          if ('refusal' in verdict) expect(verdict.refusal.reason).not.toBe('');
          else within(verdict.profile.stages.length, 210);
          if (response.kind === 'profile') expectClean(response.profile.name);
        }
      }),
  },
  'OPRA’s database': {
    corpus: [encode(OPRA)],
    read: async (bytes) =>
      refusedOr(/^opra-/, async () => {
        const database = await readOpra(new Blob([bytes]));
        for (const hit of database.search('one', 5)) {
          const verdict = judgeDevice(database.device(hit.id));
          if ('refusal' in verdict) expect(verdict.refusal.code).toBe('device-unplayable');
        }
      }),
  },
  'audio containers': {
    corpus: CONTAINERS,
    read: async (bytes) => {
      const source = blobSource(new Blob([bytes]));
      await refusedOr(/^decode-/, () => probe(source));
      await refusedOr(/^decode-/, () => readWav(source));
      await refusedOr(/^decode-/, () => readAiff(source));
    },
  },
  'share links': {
    corpus: [encode(LINK)],
    read: async (bytes) => {
      const link = readLink(decode(bytes));
      if ('reason' in link) expect(['foreign', 'broken', 'newer', 'too-long']).toContain(link.reason);
      else {
        within(link.blocks.length, 24);
        expect(link.title).toBe(cleanTitle(link.title));
      }
    },
  },
  'progress files': {
    corpus: [encode(PROGRESS)],
    read: async (bytes) => {
      const file = new Blob([bytes]);
      const checked = await directProgressFile.check(file, 0, new AbortController().signal, () => undefined);
      if ('reason' in checked) return expect(checked.reason).not.toBe('');
      let count = 0;
      for await (const batch of directProgressFile.trials(file, checked, 0)) {
        count += batch.length;
        for (const { at } of batch) expect(new Date(at).toISOString()).toMatch(/^\d{4}-/);
      }
      for (const { name } of checked.customDrills) expect(name).toBe(cleanTitle(name));
      expect(count).toBe(checked.trialCount);
      within(count, 10_000);
    },
  },
  settings: {
    corpus: [encode(JSON.stringify(OLD_SETTINGS)), encode(JSON.stringify(SETTINGS))],
    read: async (bytes) => {
      const parsed = parseJsonSafely(decode(bytes), { maxDepth: 32, maxBytes: 1_000_000, maxValues: 100_000 });
      if (!('value' in parsed) || typeof parsed.value !== 'object' || parsed.value === null) return;
      const rows = Object.fromEntries(Object.entries(parsed.value).map(([key, row]) => [key, settingOf(row)]));
      const parts = joinFields(newestOf(rows, splitOldSettings(rows)));
      const intent = readKeptIntent(parts.listen, isBuiltIn);
      if (intent.volumeDb !== undefined) expect(Number.isFinite(intent.volumeDb)).toBe(true);
      expect(readKeptPosition(parts.listen)).toBeGreaterThanOrEqual(0);
      expect(['dark', 'light', undefined]).toContain(readKeptTheme(parts.preferences));
      within(readKeptTraining(parts.preferences, isBuiltIn).trainTrackIds.length, 10_000);
      within(parts.library.hiddenDemoIds.length + parts.library.referenceDemoIds.length, 10_000);
    },
  },
  'backup files': {
    corpus: [BACKUP],
    read: async (bytes) =>
      refusedOr(/^backup-/, async () => {
        const { entries } = await openBackup(new Blob([bytes]));
        within(entries.size, 100);
        within((await readContents(entries)).tracks.length, 100);
      }),
  },
  'parts of a backup': {
    corpus: Object.values(BACKUP_PARTS).map(encode),
    read: async (bytes) => {
      // The right sum over wrong contents: what is behind the checksums has to stand by itself.
      for (const name of Object.keys(BACKUP_PARTS)) {
        // oxlint-disable-next-line no-await-in-loop -- one at a time, so that a slow one is known
        await refusedOr(/^backup-/, async () => {
          const { tracks, devices } = await readContents(new Map([[name, new Blob([bytes])]]));
          within(tracks.length + devices.length, 1000);
          for (const { profile } of devices) expect(judgeDevice(profile)).toHaveProperty('profile');
          for (const { track } of tracks) expectClean(track.name);
        });
      }
    },
  },
  routes: {
    corpus: ['#devices/of/phone', '#devices/edit', '#train/bandBoost', '#train/own/x', LINK].map(encode),
    read: async (bytes) => {
      const hash = `#${decode(bytes)}`;
      expect(devicePlace(hash)).toBeTypeOf('object');
      expect(trainPlace(hash, (id) => id === 'bandBoost')).toBeTypeOf('object');
    },
  },
};

const tried: Record<string, number> = {};
let undeclaredCount = 0;
let slowCount = 0;
afterAll(() => {
  keepReliabilityFigures('fuzz', [
    ...Object.entries(tried).map(([what, value]) => ({ what: `Mutated inputs: ${what}`, value })),
    { what: 'Inputs that ended in an error nobody declared', value: undeclaredCount },
    { what: `Inputs that took longer than ${SLOWEST_MS / 1000} s`, value: slowCount },
  ]);
});

async function hold(reader: Reader, bytes: Uint8Array, what: string): Promise<void> {
  const from = process.cpuUsage();
  try {
    await reader.read(new Uint8Array(bytes));
  } catch (cause) {
    undeclaredCount++;
    throw new Error(`${what}: ${String(cause)}\n${JSON.stringify(decode(bytes).slice(0, 500))}`, { cause });
  }
  const { user } = process.cpuUsage(from);
  if (user / 1000 > SLOWEST_MS) {
    slowCount++;
    throw new Error(`${what} took ${Math.round(user / 1000)} ms`);
  }
}

const names = Object.keys(READERS);
const seedNamesOf = (reader: string): string[] =>
  CORPUS_NAMES.filter((name) => name.startsWith(`${reader.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-`));
test.each(names)('%s: mutated inputs give a value or a refusal [fault: fuzz]', { timeout: 3_600_000 }, async (name) => {
  const reader = READERS[name]!;
  const count = Math.ceil(INPUTS / names.length);
  const seeds = seedNamesOf(name).map((file) => new Uint8Array(readFileSync(join(CORPUS, file))));
  const all = [...reader.corpus, ...seeds];
  for (let i = 0; i < count; i++) {
    const seed = SEED + i;
    const corpus = seed % SEEDED_EVERY === 0 ? seeds : all;
    // oxlint-disable-next-line no-await-in-loop -- one at a time, so that a slow one is known
    await hold(reader, mutated(corpus, seed), `FUZZ_SEED=${seed} (${name})`);
    tried[name] = i + 1;
  }
  expect(tried[name]).toBe(count);
});

test('every reader has inputs that once failed, and every such input a reader', () => {
  for (const name of names) expect(seedNamesOf(name), name).not.toEqual([]);
  expect(names.flatMap(seedNamesOf).toSorted()).toEqual(CORPUS_NAMES.toSorted());
});

test('what once failed does so no more [fault: fuzz]', async () => {
  for (const file of CORPUS_NAMES) {
    const bytes = new Uint8Array(readFileSync(join(CORPUS, file)));
    // oxlint-disable-next-line no-await-in-loop -- as above
    for (const name of names) await hold(READERS[name]!, bytes, `${file} (${name})`);
  }
  expect({ undeclaredCount, slowCount }).toEqual({ undeclaredCount: 0, slowCount: 0 });
});
