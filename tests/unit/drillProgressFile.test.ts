import { describe, expect, test } from 'vitest';
import { createProgressRules } from '../../src/drills/progress';
import {
  exportCsv,
  exportJson,
  importProgressFile,
  PROGRESS_FILE_LIMIT_BYTES,
  readProgressFile,
  type FileText,
} from '../../src/drills/progressFile';
import type { CustomDrill, TrialRecord } from '../../src/drills/records';
import { MemoryProgress } from '../../src/storage/MemoryProgress';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord, yearsOfTrials } from '../support/trialRecords';

const now = Date.UTC(2026, 5, 1);
const rules = createProgressRules([NAME_THE_BAND], 'import');
const drill: CustomDrill = {
  id: 'd',
  name: 'Mine, "the" low end',
  createdAt: 5,
  blocks: [
    {
      kindId: 'nameTheBand',
      mode: 'test',
      trialCount: 10,
      settings: { bands: [1, 2] },
      deviceId: null,
      trackIds: ['t'],
    },
  ],
};

const fileOf = (text: string): FileText => ({ size: text.length, text: async () => text });
const contentOf = (trials: readonly unknown[], more: object = {}): FileText =>
  fileOf(JSON.stringify({ format: 'elsewhere.progress/1', customDrills: [], trials, ...more }));

async function filled(records: readonly TrialRecord[]): Promise<MemoryProgress> {
  const storage = new MemoryProgress();
  await storage.importTrials(records, rules);
  await storage.putCustomDrill(drill);
  return storage;
}

async function trialsIn(storage: MemoryProgress): Promise<TrialRecord[]> {
  const all: TrialRecord[] = [];
  await storage.readTrials((records) => all.push(...records));
  return all;
}

describe('JSON', () => {
  const records = yearsOfTrials(12_000, 30, 0.15);

  test('goes out and comes back whole, sums and all; the second time adds nothing', async () => {
    const from = await filled(records);
    const text = (await exportJson(from, now)).join('');
    const to = new MemoryProgress();
    const first = await importProgressFile(fileOf(text), to, rules, { now });
    expect(first).toEqual({ added: 12_000, known: 0, clockTroubleCount: 0 });
    expect(await trialsIn(to)).toEqual(await trialsIn(from));
    expect(await to.readSkills()).toEqual(await from.readSkills());
    expect(await to.readDays()).toEqual(await from.readDays());
    expect(await to.listCustomDrills()).toEqual([drill]);
    const again = await importProgressFile(fileOf(text), to, rules, { now });
    expect(again).toEqual({ added: 0, known: 12_000, clockTroubleCount: 0 });
    expect(await to.readDays()).toEqual(await from.readDays());
    expect(await to.readSkills()).toEqual(await from.readSkills());
  });

  test('is one JSON document, empty or not, and says what it is', async () => {
    const empty = JSON.parse((await exportJson(new MemoryProgress(), now)).join('')) as unknown;
    expect(empty).toEqual({
      format: 'elsewhere.progress/1',
      exportedAt: '2026-06-01T00:00:00.000Z',
      customDrills: [],
      trials: [],
    });
  });

  test('a drill that was changed since the export is not taken back to what it was', async () => {
    const storage = await filled([]);
    const text = (await exportJson(storage, now)).join('');
    await storage.putCustomDrill({ ...drill, name: 'Changed' });
    await importProgressFile(fileOf(text), storage, rules, { now });
    expect(await storage.listCustomDrills()).toMatchObject([{ name: 'Changed' }]);
  });

  test('the page gets its turn while a long file is checked', async () => {
    let turns = 0;
    const breathe = async (): Promise<void> => {
      turns++;
    };
    await readProgressFile(contentOf(records), { now, breathe });
    expect(turns).toBe(2);
  });
});

describe('a file that is not taken', () => {
  const reasonOf = async (file: FileText): Promise<unknown> => {
    const storage = await filled([trialRecord()]);
    const before = JSON.stringify([await trialsIn(storage), await storage.readDays()]);
    const result = await importProgressFile(file, storage, rules, { now });
    // Nothing of it has got in.
    expect(JSON.stringify([await trialsIn(storage), await storage.readDays()])).toBe(before);
    return 'reason' in result ? result.reason : 'taken';
  };

  test.each([
    '',
    'hello',
    '{}',
    '[]',
    'null',
    '3',
    '"elsewhere.progress/1"',
    '{"format":3}',
    '{"format":"other.thing/1","trials":[]}',
  ])('%j is foreign', async (text) => {
    expect(await reasonOf(fileOf(text))).toBe('foreign');
  });

  test('cut off, it is broken', async () => {
    const text = (await exportJson(await filled([trialRecord({ id: 'other' })]), now)).join('');
    for (let length = 40; length < text.trimEnd().length; length += 7) {
      expect(await reasonOf(fileOf(text.slice(0, length)))).toBe('broken');
    }
  });

  test.each<[string, Record<string, unknown>]>([
    ['no id', { id: undefined }],
    ['an empty id', { id: '' }],
    ['a time that is no number', { at: 'yesterday' }],
    ['a time beyond all calendars', { at: 1e300 }],
    ['a right that is neither', { isCorrect: 1 }],
    ['a chance above one', { chance: 1.5 }],
    ['an unknown mode', { mode: 'exam' }],
    ['half a band', { band: 2.5 }],
    ['no strength', { strength: null }],
    ['time run backwards', { responseMs: -1 }],
  ])('a trial with %s breaks the whole, after good ones too', async (_, change) => {
    const good = trialRecord({ id: 'good' });
    expect(await reasonOf(contentOf([good, { ...good, ...change }]))).toBe('broken');
  });

  test('a custom drill of another shape breaks it as well', async () => {
    expect(await reasonOf(contentOf([], { customDrills: [{ ...drill, blocks: [] }] }))).toBe('broken');
    expect(await reasonOf(contentOf([], { trials: undefined }))).toBe('broken');
    expect(await reasonOf(contentOf([], { format: 'elsewhere.progress/x' }))).toBe('broken');
  });

  test('of a later version', async () => {
    expect(await reasonOf(contentOf([], { format: 'elsewhere.progress/2', trials: 'elsewhere' }))).toBe('newer');
  });

  test('too large, without reading it', async () => {
    const file: FileText = {
      size: PROGRESS_FILE_LIMIT_BYTES + 1,
      text: () => Promise.reject(new Error('read')),
    };
    expect(await reasonOf(file)).toBe('too-large');
  });
});

test('fields of a later app fall away', async () => {
  const read = await readProgressFile(contentOf([{ ...trialRecord(), mood: 'good' }], { later: [] }), { now });
  expect(read).toEqual({ trials: [trialRecord()], customDrills: [], clockTroubleCount: 0 });
});

test('an old version goes through every step in between', async () => {
  const old = fileOf(JSON.stringify({ format: 'elsewhere.progress/1', rows: [trialRecord()] }));
  const read = await readProgressFile(old, {
    now,
    migrations: [
      ({ rows, ...rest }) => ({ ...rest, list: rows }),
      ({ list, ...rest }) => ({ ...rest, trials: list, customDrills: [] }),
    ],
  });
  expect(read).toMatchObject({ trials: [trialRecord()] });
});

test('trials of a clock that was wrong are kept and told', async () => {
  const trials = [
    trialRecord({ id: 'a', at: 0 }),
    trialRecord({ id: 'b', at: now + 2 * 86_400_000 }),
    trialRecord({ id: 'c', at: now + 3_600_000 }),
    trialRecord({ id: 'd' }),
  ];
  const storage = new MemoryProgress();
  const result = await importProgressFile(contentOf(trials), storage, rules, { now });
  expect(result).toEqual({ added: 4, known: 0, clockTroubleCount: 2 });
  expect((await trialsIn(storage)).map(({ id }) => id)).toEqual(['a', 'd', 'c', 'b']);
});

/** RFC 4180, for reading back. */
function parsedCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((cells) => cells.length > 1);
}

describe('CSV', () => {
  test('has a header with units, a line a trial, and reads back', async () => {
    const records = [
      trialRecord({ id: 'a', error: -0.5, deviceId: 'phone' }),
      trialRecord({ id: 'b', at: trialRecord().at + 1, band: null, answered: null, item: 'a "b", c\nd' }),
    ];
    const text = (await exportCsv(await filled(records), [NAME_THE_BAND])).join('');
    expect(text.endsWith('\r\n')).toBe(true);
    const [header, first, second, ...rest] = parsedCsv(text);
    expect(rest).toEqual([]);
    const column = (row: string[] | undefined, name: string): string | undefined => row?.[header!.indexOf(name)];
    expect(header!.every((name) => name.length > 0)).toBe(true);
    expect(first).toHaveLength(header!.length);
    expect(second).toHaveLength(header!.length);
    expect(column(first, 'time (UTC)')).toBe('2026-05-04T12:00:00.000Z');
    expect(column(first, 'heard through')).toBe('phone');
    expect(column(second, 'heard through')).toBe('flat');
    expect(column(first, 'band (Hz)')).toBe('1000');
    expect(column(second, 'band (Hz)')).toBe('');
    expect(column(first, 'strength')).toBe('6');
    expect(column(first, 'strength unit')).toBe('dB');
    expect(column(first, 'response time (ms)')).toBe('2000');
    expect(column(second, 'asked')).toBe('a "b", c\nd');
    expect(column(second, 'answered')).toBe('');
    expect(text).toContain(',-0.5,');
  });

  test('no text is a formula to a spreadsheet', async () => {
    const items = ['=1+1', '+1', '@x', '-x', '-6', '\tx'];
    const records = items.map((item, i) => trialRecord({ id: String(i), at: trialRecord().at + i, item }));
    const rows = parsedCsv((await exportCsv(await filled(records), [])).join(''));
    const asked = rows[0]!.indexOf('asked');
    expect(rows.slice(1).map((row) => row[asked])).toEqual(["'=1+1", "'+1", "'@x", "'-x", '-6', "'\tx"]);
  });
});
