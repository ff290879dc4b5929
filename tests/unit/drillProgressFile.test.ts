import { describe, expect, test } from 'vitest';
import { createProgressRules } from '../../src/drills/progress';
import { textOf } from '../../src/app/progressText';
import {
  checkProgressFile,
  exportCsv,
  exportJson,
  PROGRESS_FILE_LIMIT_BYTES,
  readTrialsInOrder,
  type ImportTrouble,
  type ReadingOptions,
} from '../../src/drills/progressFile';
import type { CustomDrill, TrialRecord } from '../../src/drills/records';
import { MemoryProgress } from '../../src/storage/MemoryProgress';
import { importProgressFile, type ImportResult } from '../../src/store/train/importProgress';
import { directProgressFile } from '../support/directProgressFile';
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

const fileOf = (text: string): Blob => new Blob([text]);
const contentOf = (trials: readonly unknown[], more: object = {}): Blob =>
  fileOf(JSON.stringify({ format: 'elsewhere.progress/1', customDrills: [], trials, ...more }));

async function filled(records: readonly TrialRecord[]): Promise<MemoryProgress> {
  const storage = new MemoryProgress();
  await storage.importTrials(records, rules);
  await storage.putCustomDrill(drill);
  return storage;
}

const take = (file: Blob, to: MemoryProgress): Promise<ImportResult | { readonly reason: ImportTrouble }> =>
  importProgressFile(file, directProgressFile, to, rules, { now, signal: new AbortController().signal });

async function trialsOf(file: Blob, options: ReadingOptions = { now }): Promise<TrialRecord[]> {
  const checked = await checkProgressFile(textOf(file), options);
  if ('reason' in checked) throw new Error(checked.reason);
  const all: TrialRecord[] = [];
  for await (const batch of readTrialsInOrder(textOf(file), checked, options)) all.push(...batch);
  expect(all).toHaveLength(checked.trialCount);
  return all;
}

const taken = (change: Partial<ImportResult>): ImportResult => ({
  added: 0,
  known: 0,
  clockTroubleCount: 0,
  movedCount: 0,
  isStopped: false,
  ...change,
});

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
    const first = await take(fileOf(text), to);
    expect(first).toEqual(taken({ added: 12_000 }));
    expect(await trialsIn(to)).toEqual(await trialsIn(from));
    expect(await to.readSkills()).toEqual(await from.readSkills());
    expect(await to.readDays()).toEqual(await from.readDays());
    expect(await to.listCustomDrills()).toEqual([drill]);
    const again = await take(fileOf(text), to);
    expect(again).toEqual(taken({ known: 12_000 }));
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
    await take(fileOf(text), storage);
    expect(await storage.listCustomDrills()).toMatchObject([{ name: 'Changed' }]);
  });

  test('in another order it is put in order, and adds up to the same', async () => {
    const inOrder = await filled(records);
    const shuffled = new MemoryProgress();
    await take(contentOf([...records.slice(5000), ...records.slice(0, 5000)], { customDrills: [drill] }), shuffled);
    expect(await trialsIn(shuffled)).toEqual(await trialsIn(inOrder));
    expect(await shuffled.readSkills()).toEqual(await inOrder.readSkills());
  });

  test('stopped in the middle it leaves whole trials, and doing it again adds the rest', async () => {
    const file = contentOf(records);
    const to = new MemoryProgress();
    const stopping = new AbortController();
    const result = await importProgressFile(file, directProgressFile, to, rules, {
      now,
      signal: stopping.signal,
      onProgress: (phase, share) => {
        if (phase === 'storing' && share > 0.3) stopping.abort();
      },
    });
    const added = await to.countTrials();
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThan(12_000);
    expect(result).toEqual(taken({ added, isStopped: true }));
    expect(await take(file, to)).toEqual(taken({ added: 12_000 - added, known: added }));
  });
});

describe('a file that is not taken', () => {
  const reasonOf = async (file: Blob): Promise<unknown> => {
    const storage = await filled([trialRecord()]);
    const before = JSON.stringify([await trialsIn(storage), await storage.readDays()]);
    const result = await take(file, storage);
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
    const file = new Blob([]);
    Object.defineProperty(file, 'size', { value: PROGRESS_FILE_LIMIT_BYTES + 1 });
    Object.defineProperty(file, 'stream', { value: () => expect.unreachable('read') });
    expect(await reasonOf(file)).toBe('too-large');
  });

  test.each([
    ['brackets', '[', 'foreign'],
    ['objects', '{"a":', 'foreign'],
    ['brackets in a file of ours', '[', 'broken', '{"format":"elsewhere.progress/1","x":'],
    ['brackets in a trial', '[', 'broken', '{"format":"elsewhere.progress/1","trials":['],
    ['letters in a trial', 'a', 'broken', '{"format":"elsewhere.progress/1","trials":["'],
    ['letters in a name', 'a', 'foreign', '{"'],
  ])('forty million %s end the reading at once [fault: deep-file]', async (_, unit, reason, before = '') => {
    let pieces = 0;
    const file = {
      size: 40_000_000,
      async *pieces() {
        yield before;
        for (; pieces < 400; pieces++) yield unit.repeat(100_000 / unit.length);
      },
    };
    expect(await checkProgressFile(file, { now })).toEqual({ reason });
    expect(pieces).toBeLessThan(2);
  });

  test('a text without end that nobody needs is read past and not held [fault: deep-file]', async () => {
    const file = {
      size: 40_000_000,
      async *pieces() {
        yield '{"format":"elsewhere.progress/1","exportedAt":"';
        for (let i = 0; i < 400; i++) yield 'a'.repeat(100_000);
        yield '","customDrills":[],"trials":[]}';
      },
    };
    expect(await checkProgressFile(file, { now })).toMatchObject({ trialCount: 0 });
  });
});

test('wherever the pieces are cut, the same is read', async () => {
  const drillText = { ...drill, name: 'a "[{,:}]" \\ \u{1F3A7}' };
  const text = JSON.stringify({
    format: 'elsewhere.progress/1',
    later: { deep: [[{ a: ']' }]] },
    customDrills: [drillText],
    trials: [trialRecord({ item: '],[{"' }), trialRecord({ id: 'b', at: trialRecord().at + 1, answered: '\\"' })],
    damaged: [1, { trials: [] }],
  });
  const whole = await trialsOf(fileOf(text));
  for (const length of [1, 2, 3, 7, 50, text.length]) {
    const file = {
      size: text.length,
      async *pieces() {
        for (let from = 0; from < text.length; from += length) yield text.slice(from, from + length);
      },
    };
    const trials: TrialRecord[] = [];
    const checked = await checkProgressFile(file, { now, onTrial: (trial) => trials.push(trial) });
    expect(checked).toMatchObject({ trialCount: 2, customDrills: [drillText] });
    expect(trials).toEqual(whole);
  }
});

test('what JSON.parse refuses is refused, and nothing else', async () => {
  const sound = JSON.stringify({ format: 'elsewhere.progress/1', customDrills: [drill], trials: [trialRecord()] });
  const read = async (text: string): Promise<boolean> =>
    !('reason' in (await checkProgressFile(textOf(fileOf(text)), { now })));
  expect(await read(sound)).toBe(true);
  expect(await read(`\uFEFF \n${sound}\t `)).toBe(true);
  for (let at = 0; at < sound.length; at++) {
    // One character taken away: what is still JSON may still be a file.
    const text = sound.slice(0, at) + sound.slice(at + 1);
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    if (!isJson) expect(await read(text), text).toBe(false);
  }
});

test('fields of a later app fall away', async () => {
  expect(await trialsOf(contentOf([{ ...trialRecord(), mood: 'good' }], { later: [] }))).toEqual([trialRecord()]);
});

test('an old version goes through every step in between', async () => {
  const old = contentOf([{ ...trialRecord(), item: 5 }], { customDrills: undefined, drills: [] });
  const read = await trialsOf(old, {
    now,
    migrations: [
      { head: (members) => ({ ...members, customDrills: [] }), trial: (row) => ({ ...(row as object), item: 'five' }) },
      { trial: (row) => ({ ...(row as object), item: `${(row as { item: string }).item}!` }) },
    ],
  });
  expect(read).toEqual([trialRecord({ item: 'five!' })]);
});

test('a date that no calendar here shows becomes the nearest possible one, and is told [fault: impossible-date]', async () => {
  const trials = [
    trialRecord({ id: 'end of time', at: 8.64e15 }),
    trialRecord({ id: 'year 10000', at: Date.UTC(10_000, 0, 1) }),
    trialRecord({ id: 'year 0', at: Date.UTC(-1, 11, 31) }),
    trialRecord({ id: 'fine' }),
  ];
  const storage = new MemoryProgress();
  expect(await take(contentOf(trials), storage)).toEqual(taken({ added: 4, clockTroubleCount: 3, movedCount: 3 }));
  expect((await trialsIn(storage)).map(({ id, at }) => [id, at])).toEqual([
    ['year 0', 0],
    ['fine', trialRecord().at],
    ['end of time', now],
    ['year 10000', now],
  ]);
});

test('rows that hold no trial go out as they are, where an import leaves them alone', async () => {
  const loop: Record<string, unknown> = { id: 'loop', at: 10n };
  loop['self'] = loop;
  const rows: unknown[] = [trialRecord(), { id: 'odd', at: Number.NaN, band: 'x' }, loop, { id: 7 }];
  const source = {
    readTrials: async (onBatch: (records: readonly TrialRecord[]) => void) => onBatch(rows as TrialRecord[]),
    listCustomDrills: async () => [drill, { id: 'half' } as CustomDrill],
  };
  const text = (await exportJson(source, now)).join('');
  expect(JSON.parse(text)).toMatchObject({
    customDrills: [drill],
    trials: [trialRecord()],
    damaged: [{ id: 'half' }, { id: 'odd', band: 'x' }, { id: 'loop', at: '10' }, { id: 7 }],
  });
  expect(await trialsOf(fileOf(text))).toEqual([trialRecord()]);
  const csv = (await exportCsv(source, [])).join('').trimEnd().split('\r\n');
  expect(csv).toHaveLength(1 + rows.length);
  expect(csv[2]).toMatch(/^odd,NaN,,,flat,/);
});

test('whatever rows hold beside or instead of what they should, the export comes in again [fault: impossible-date]', async () => {
  let deep: unknown = 0;
  for (let i = 0; i < 20_000; i++) deep = [deep];
  let nested: unknown = 0;
  for (let i = 0; i < 100; i++) nested = { nested };
  const record = trialRecord();
  const odd = { id: 'odd', at: Number.NaN };
  const extras = ['x'.repeat(100_000), 10n, deep, nested, new Map([[1, 2]])];
  const rows: unknown[] = [record];
  const drills: unknown[] = [drill];
  for (const [index, extra] of extras.entries()) {
    rows.push({ ...record, id: `more/${index}`, extra }, { ...odd, extra });
    drills.push({ ...drill, id: `more/${index}`, extra }, { id: 'half', extra });
  }
  const source = {
    readTrials: async (onBatch: (records: readonly TrialRecord[]) => void) => onBatch(rows as TrialRecord[]),
    listCustomDrills: async () => drills as CustomDrill[],
  };
  const text = (await exportJson(source, now)).join('');
  const { damaged } = JSON.parse(text) as { damaged: unknown[] };
  expect(damaged).toHaveLength(2 * extras.length);
  // Deeper than the file may be: whole, as a text.
  expect(damaged.map((row) => (typeof row === 'string' ? (JSON.parse(row) as unknown) : row))).toContainEqual({
    id: 'odd',
    at: null,
    extra: nested,
  });
  expect(await checkProgressFile(textOf(fileOf(text)), { now })).toMatchObject({
    trialCount: 1 + extras.length,
    customDrills: [drill, ...extras.map((_extra, index) => ({ ...drill, id: `more/${index}` }))],
  });
});

test('any number of custom drills of any size comes in again', async () => {
  const trackIds = Array.from({ length: 1000 }, (_, i) => `${'"'.repeat(195)}${i}`);
  const blocks = Array.from({ length: 24 }, () => ({ ...drill.blocks[0]!, trackIds }));
  const drills = Array.from({ length: 4 }, (_, i) => ({ ...drill, id: `large/${i}`, blocks }));
  const source = { readTrials: async () => undefined, listCustomDrills: async () => drills };
  const checked = await checkProgressFile(textOf(new Blob(await exportJson(source, now))), { now });
  expect(checked).toEqual(expect.objectContaining({ trialCount: 0 }));
  expect('customDrills' in checked && checked.customDrills).toHaveLength(4);
});

test('trials of a clock that was wrong are kept and told', async () => {
  const trials = [
    trialRecord({ id: 'a', at: 0 }),
    trialRecord({ id: 'b', at: now + 2 * 86_400_000 }),
    trialRecord({ id: 'c', at: now + 3_600_000 }),
    trialRecord({ id: 'd' }),
  ];
  const storage = new MemoryProgress();
  const result = await take(contentOf(trials), storage);
  expect(result).toEqual(taken({ added: 4, clockTroubleCount: 2 }));
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
