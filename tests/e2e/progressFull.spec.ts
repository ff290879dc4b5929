import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

/** Small enough to be filled within a second, large enough for the page to open. */
const QUOTA_BYTES = 8_000_000;

/** The override ends with the session, which ends with the page. */
interface Quota {
  /** Uses up every byte that the page is granted, and grants it no more. */
  readonly fill: () => Promise<void>;
  /** Grants what the browser grants by itself. */
  readonly lift: () => Promise<void>;
}

/**
 * Before the page is opened: what an open database may still write is remembered by the browser for half a minute, and
 * neither a reload nor a smaller quota makes it ask again. Only what has really been used up is refused at once.
 */
async function limitStorage(page: Page, baseUrl: string): Promise<Quota> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(baseUrl);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA_BYTES });
  return {
    async fill() {
      const written = await page.evaluate(fillDatabase);
      expect(written).toBeGreaterThan(1_000_000);
      expect(written).toBeLessThan(QUOTA_BYTES);
      await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    },
    async lift() {
      await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    },
  };
}

/** Runs in the page. @returns bytes that were taken before not even sixteen more were */
async function fillDatabase(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('filling');
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('bytes', { autoIncrement: true }));
    opening.addEventListener('error', () => reject(opening.error!));
    opening.addEventListener('success', () => resolve(opening.result));
  });
  const write = (size: number): Promise<boolean> =>
    new Promise((resolve, reject) => {
      // What compresses is stored in fewer bytes than it has.
      const bytes = new Uint8Array(size);
      for (let from = 0; from < size; from += 65_536) crypto.getRandomValues(bytes.subarray(from, from + 65_536));
      const transaction = database.transaction('bytes', 'readwrite');
      transaction.objectStore('bytes').add(bytes);
      transaction.addEventListener('complete', () => resolve(true));
      transaction.addEventListener('abort', () => {
        if (transaction.error?.name === 'QuotaExceededError') resolve(false);
        else reject(transaction.error!);
      });
    });
  let written = 0;
  for (let size = 2_097_152; size >= 16; size = Math.floor(size / 2)) {
    while (await write(size)) written += size;
  }
  database.close();
  return written;
}

async function exported(page: Page, format: 'json' | 'csv'): Promise<string> {
  await page.getByRole('combobox', { name: 'Export format' }).selectOption(format);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export progress' }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

const storedTrials = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('elsewhere');
        opening.addEventListener('error', () => reject(opening.error!));
        opening.addEventListener('success', () => {
          const counting = opening.result.transaction('trials').objectStore('trials').count();
          counting.addEventListener('error', () => reject(counting.error!));
          counting.addEventListener('success', () => {
            opening.result.close();
            resolve(counting.result);
          });
        });
      }),
  );

// Filling a disk and finding that there is room again take their time.
test.setTimeout(120_000);

test('on a full disk answers wait, count and are exported, and are stored once there is room [fault: storage-full]', async ({
  page,
  baseURL,
}) => {
  const train = new TrainPage(page);
  const waiting = page.getByRole('status', { name: 'Not stored yet' });
  const quota = await limitStorage(page, baseURL!);
  await train.open();
  await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 5, trialCount: 5 }], 'Octaves'));
  await train.acceptInvitation();
  for (let index = 1; index <= 2; index++) {
    await train.expectQuestion(index, 5);
    await train.answer();
  }
  await train.expectQuestion(3, 5);
  await expect.poll(() => storedTrials(page)).toBe(2);

  await quota.fill();
  for (let index = 3; index <= 5; index++) {
    await train.expectQuestion(index, 5);
    await train.answer();
  }
  await expect(train.summary).toContainText('5 trials');
  await expect(waiting).toContainText(/^3 answered trials are not stored yet: the browser has no room left/);
  await train.expectTrialsInProgress(5);
  expect(await storedTrials(page)).toBe(2);
  await expect(waiting).toContainText('3 answered trials');

  await test.step('they go out with the rest', async () => {
    const { trials } = JSON.parse(await exported(page, 'json')) as { trials: { id: string; at: number }[] };
    expect(new Set(trials.map(({ id }) => id)).size).toBe(5);
    expect(trials.map(({ at }) => at)).toEqual(trials.map(({ at }) => at).toSorted((a, b) => a - b));
    expect((await exported(page, 'csv')).trimEnd().split('\r\n')).toHaveLength(1 + 5);
  });
  await test.step('nobody leaves without being asked', async () => {
    const asking = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => window.location.reload(), 0));
    const dialog = await asking;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await expect(waiting).toContainText('3 answered trials');
  });

  await quota.lift();
  // By itself.
  await expect(waiting).toBeEmpty({ timeout: 30_000 });
  expect(await storedTrials(page)).toBe(5);
  await page.reload();
  await train.expectTrialsInProgress(5);
});

test('an import on a full disk waits, counts and is stored once there is room [fault: storage-full]', async ({
  page,
  baseURL,
}) => {
  const train = new TrainPage(page);
  const waiting = page.getByRole('status', { name: 'Not stored yet' });
  const quota = await limitStorage(page, baseURL!);
  await train.open('#progress');
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  await quota.fill();
  const trials = Array.from({ length: 2500 }, (_, i) => ({
    id: `import/0/${i}`,
    at: Date.UTC(2026, 3, 1) + i * 60_000,
    mode: 'practise',
    kindId: 'bandBoost',
    deviceId: null,
    band: 3 + (i % 4),
    strength: 6,
    isCatch: false,
    isCorrect: i % 3 > 0,
    chance: 0.125,
    item: '500',
    answered: i % 3 > 0 ? '500' : '1000',
    error: null,
    responseMs: 2000,
  }));
  const text = JSON.stringify({ format: 'elsewhere.progress/1', customDrills: [], trials });
  await page
    .getByLabel('Import progress')
    .setInputFiles({ name: 'progress.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(train.alerts).toContainText('2500 trials came in');
  await expect(waiting).toContainText('2500 answered trials are not stored yet');
  await train.expectTrialsInProgress(2500);
  expect(await storedTrials(page)).toBe(0);
  await quota.lift();
  await page.getByRole('button', { name: 'Store now' }).click();
  await expect(waiting).toBeEmpty({ timeout: 30_000 });
  await page.reload();
  await train.expectTrialsInProgress(2500);
});
