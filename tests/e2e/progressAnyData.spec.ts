import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

/** Rows that were put into the database behind the page's back. */
interface Attack {
  readonly trials: number;
  readonly skills: number;
  readonly days: number;
  readonly drills: number;
}

/**
 * Fills the database with sound rows and with rows in which one field is something else: every field of every kind of
 * row times every kind of value that IndexedDB can hold.
 */
const attack = (page: Page): Promise<Attack> =>
  page.evaluate(async () => {
    const loop: Record<string, unknown> = {};
    loop['loop'] = loop;
    let deep: unknown = 0;
    for (let i = 0; i < 500; i++) deep = [deep];
    const values: unknown[] = [
      undefined,
      null,
      true,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -1,
      0.5,
      1e300,
      8.64e15,
      -8.64e15,
      Date.UTC(10_000, 0, 1),
      Date.UTC(-1, 0, 1),
      10n,
      '',
      'x',
      '9'.repeat(100_000),
      '+275760-09-13',
      '0000-00-00',
      '__proto__',
      [],
      [[1]],
      {},
      { constructor: { prototype: 1 } },
      new Date(Number.NaN),
      new Map([[1, 2]]),
      new Blob(['x']),
      loop,
      deep,
    ];
    const at = Date.UTC(2026, 4, 4, 12);
    const trial = {
      at,
      mode: 'practise',
      kindId: 'bandBoost',
      deviceId: null,
      band: 5,
      strength: 6,
      isCatch: false,
      isCorrect: true,
      chance: 0.125,
      item: '1000',
      answered: '2000',
      error: null,
      responseMs: 2000,
    };
    const skill = {
      kindId: 'bandBoost',
      deviceId: null,
      band: 5,
      history: { outcomes: [[6, true, 0.125]] },
      times: [at],
      trialCount: 1,
      correctCount: 1,
      card: null,
      updatedAt: at,
    };
    const day = {
      day: '2026-05-04',
      kindId: 'bandBoost',
      deviceId: null,
      band: 5,
      trialCount: 1,
      correctCount: 1,
      chanceSum: 0.125,
      catchCount: 0,
      catchCorrectCount: 0,
      practiceMs: 2000,
      threshold: { value: 6, low: 5, high: 7 },
      confusions: { '1000→2000': 1 },
    };
    const drill = { name: 'Mine', blocks: [], createdAt: at };

    const changed = <T extends object>(row: T, keyOf: (row: T, index: number) => object): object[] => {
      const rows: object[] = [];
      for (const field of Object.keys(row)) {
        for (const value of values) {
          const other = { ...row, [field]: value };
          if (value === undefined) delete other[field as keyof T];
          rows.push({ ...other, ...keyOf(other, rows.length) });
        }
      }
      return rows;
    };
    const textOf = (value: unknown): string =>
      typeof value === 'string' || typeof value === 'number' ? `${value}`.slice(0, 50) : typeof value;
    const keyOfSkill = (row: { kindId: unknown; deviceId: unknown; band: unknown }, index: number): string =>
      `${textOf(row.kindId)}|${textOf(row.deviceId ?? 'flat')}|${textOf(row.band ?? '-')}#${index}`;
    const soundKey = 'bandBoost|flat|5';
    const stores: Record<string, object[]> = {
      trials: [
        ...Array.from({ length: 20 }, (_, i) => ({ ...trial, id: `sound/0/${i}`, at: at + i * 5000 })),
        ...changed(trial, (_row, index) => ({ id: `bad/0/${index}` })),
        ...values.slice(5, 12).map((value) => ({ ...trial, id: value })),
      ].filter(({ id }: { id?: unknown }) => typeof id === 'string' || (typeof id === 'number' && !Number.isNaN(id))),
      skills: [{ ...skill, key: soundKey }, ...changed(skill, (row, index) => ({ key: keyOfSkill(row, index) }))],
      days: [
        { ...day, skill: soundKey, key: `2026-05-04|${soundKey}` },
        ...changed(day, (row, index) => ({
          skill: keyOfSkill(row, index),
          key: `${textOf(row.day)}|${keyOfSkill(row, index)}`,
        })),
      ],
      customDrills: changed(drill, (_row, index) => ({ id: `drill${index}` })),
    };
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('elsewhere');
      opening.addEventListener('error', () => reject(opening.error!));
      opening.addEventListener('success', () => resolve(opening.result));
    });
    const transaction = database.transaction(Object.keys(stores), 'readwrite');
    for (const [name, rows] of Object.entries(stores)) {
      for (const row of rows) transaction.objectStore(name).put(row);
    }
    await new Promise((resolve, reject) => {
      transaction.addEventListener('complete', resolve);
      transaction.addEventListener('abort', () => reject(transaction.error!));
    });
    database.close();
    return {
      trials: stores['trials']!.length,
      skills: stores['skills']!.length,
      days: stores['days']!.length,
      drills: stores['customDrills']!.length,
    };
  });

/** Puts one value where the unfinished sitting is kept. */
const putSession = (page: Page, kind: number): Promise<boolean> =>
  page.evaluate(async (index) => {
    const sitting = { id: 's', title: 'T', blocks: [], start: {}, answers: [], startedAt: 1, savedAt: 2 };
    const block = {
      kindId: 'bandBoost',
      mode: 'test',
      trialCount: 2,
      seed: 1,
      settings: {},
      deviceId: null,
      trackIds: [],
    };
    const sessions: unknown[] = [
      null,
      new Map(),
      { ...sitting, blocks: [{ ...block, settings: null }] },
      { ...sitting, blocks: [{ ...block, trialCount: 1e9 }] },
      { ...sitting, blocks: [{ ...block, kindId: 'gone' }], answers: [{}] },
    ];
    if (index >= sessions.length) return false;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('elsewhere');
      opening.addEventListener('error', () => reject(opening.error!));
      opening.addEventListener('success', () => resolve(opening.result));
    });
    const transaction = database.transaction('openSession', 'readwrite');
    transaction.objectStore('openSession').put(sessions[index], 'open');
    await new Promise((resolve) => transaction.addEventListener('complete', resolve));
    database.close();
    return true;
  }, kind);

async function expectScreens(page: Page): Promise<void> {
  for (const [link, heading] of [
    ['Train', 'Train'],
    ['Devices', 'Devices'],
    ['Progress', 'Progress'],
  ] as const) {
    await page.getByRole('link', { name: link, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
  }
}

// Thousands of rows are read, exported, imported, repaired and cleared.
test.setTimeout(120_000);

test('whatever is stored of practice: every screen opens, and it can be exported, repaired and cleared [fault: impossible-date]', async ({
  page,
}) => {
  const train = new TrainPage(page);
  await train.open('#progress');
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  const put = await attack(page);
  expect(put.trials + put.skills + put.days + put.drills).toBeGreaterThan(700);
  await page.reload();
  await expectScreens(page);
  const damage = train.alerts.filter({ hasText: 'Some of what is stored cannot be read and is left out' });
  await expect(damage).toContainText(/\d+ skills, \d+ days and \d+ drills of your own/);
  await expect(page.getByRole('region', { name: 'Which band was boosted' })).toBeVisible();

  await test.step('all of it goes out', async () => {
    for (const format of ['json', 'csv'] as const) {
      await page.getByRole('combobox', { name: 'Export format' }).selectOption(format);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export progress' }).click();
      const text = readFileSync(await (await download).path(), 'utf8');
      if (format === 'csv') {
        expect(text.match(/\r\n/g)!.length).toBeGreaterThanOrEqual(1 + put.trials);
        continue;
      }
      const file = JSON.parse(text) as { trials: unknown[]; customDrills: unknown[]; damaged: unknown[] };
      expect(file.trials.length + file.customDrills.length + file.damaged.length).toBe(put.trials + put.drills);
      expect(file.trials.length).toBeGreaterThanOrEqual(20);
      await page
        .getByLabel('Import progress')
        .setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(text) });
      await expect(train.alerts.filter({ hasText: 'was here already' })).toBeVisible();
    }
  });
  await test.step('an answer is kept among it', async () => {
    await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 8, trialCount: 1 }]));
    await train.acceptInvitation();
    await train.expectQuestion(1, 1);
    await train.answer();
    await expect(train.summary).toContainText('1 trial');
    await page.getByRole('link', { name: 'Progress', exact: true }).click();
  });
  await test.step('it is repaired', async () => {
    await page.getByRole('button', { name: 'Repair' }).click();
    await expect(train.alerts.filter({ hasText: 'Your practice has been repaired' })).toBeVisible();
    await expect(damage).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Progress' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Which band was boosted' })).toBeVisible();
    await expect(damage).toHaveCount(0);
    await expectScreens(page);
  });
  await test.step('it is cleared', async () => {
    await attack(page);
    await page.reload();
    await expect(damage).toBeVisible();
    await train.pressOn(page.getByRole('button', { name: 'Clear all progress' }));
    await train.pressOn(page.getByRole('button', { name: 'Forget all of it' }));
    await expect(page.getByText('Nothing practised yet.')).toBeVisible();
    await expect(damage).toHaveCount(0);
    await page.reload();
    await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  });
});

test('whatever is stored as the unfinished sitting, Train and Progress open [fault: impossible-date]', async ({
  page,
}) => {
  const train = new TrainPage(page);
  await train.open('#progress');
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  for (let kind = 0; await putSession(page, kind); kind++) {
    await train.open();
    await page.reload();
    await expect(page.getByText('Opening your practice…')).toHaveCount(0);
    await expect(train.heading).toHaveText('Train');
  }
  await expectScreens(page);
});

test('trials at the end of time, in the year 10000 and in the year 0 come in and lock nothing [fault: impossible-date]', async ({
  page,
}) => {
  const train = new TrainPage(page);
  await train.open('#progress');
  const trials = [8.64e15, -8.64e15, Date.UTC(10_000, 0, 1), Date.UTC(-1, 0, 1), Date.UTC(2026, 4, 4)].map((at, i) => ({
    id: `date/0/${i}`,
    at,
    mode: 'practise',
    kindId: 'bandBoost',
    deviceId: null,
    band: 5,
    strength: 6,
    isCatch: false,
    isCorrect: true,
    chance: 0.125,
    item: '1000',
    answered: '1000',
    error: null,
    responseMs: 2000,
  }));
  const text = JSON.stringify({ format: 'elsewhere.progress/1', customDrills: [], trials });
  await page
    .getByLabel('Import progress')
    .setInputFiles({ name: 'dates.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(train.alerts).toContainText('4 trials dated outside 1970 to 2099 count on the nearest day');
  await page.reload();
  await train.expectTrialsInProgress(5);
  await expect(page.getByRole('button', { name: 'Clear all progress' })).toBeEnabled();
});
