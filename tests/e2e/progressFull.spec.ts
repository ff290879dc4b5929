import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

/** Bytes that the browser grants the page from now on; null for what it grants by itself. */
async function setQuota(page: Page, quotaSize: number | null): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== null && { quotaSize }) });
  // The override ends with the session, which ends with the page.
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

test('on a full disk answers wait, count and are exported, and are stored once there is room', async ({ page }) => {
  const train = new TrainPage(page);
  const waiting = page.getByRole('status', { name: 'Not stored yet' });
  await train.open();
  await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 5, trialCount: 5 }], 'Octaves'));
  await train.acceptInvitation();
  for (let index = 1; index <= 2; index++) {
    await train.expectQuestion(index, 5);
    await train.answer();
  }
  await train.expectQuestion(3, 5);
  await expect.poll(() => storedTrials(page)).toBe(2);

  await setQuota(page, 1000);
  // What room there was is known to an open database for a while.
  await page.reload();
  await train.pressOn(page.getByRole('button', { name: 'Go on' }));
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

  await setQuota(page, null);
  // By itself.
  await expect(waiting).toBeEmpty({ timeout: 30_000 });
  expect(await storedTrials(page)).toBe(5);
  await page.reload();
  await train.expectTrialsInProgress(5);
});

test('an import on a full disk waits, counts and is stored once there is room', async ({ page }) => {
  const train = new TrainPage(page);
  const waiting = page.getByRole('status', { name: 'Not stored yet' });
  await train.open('#progress');
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  await setQuota(page, 1000);
  await page.reload();
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
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
  await setQuota(page, null);
  await page.getByRole('button', { name: 'Store now' }).click();
  await expect(waiting).toBeEmpty({ timeout: 30_000 });
  await page.reload();
  await train.expectTrialsInProgress(2500);
});
