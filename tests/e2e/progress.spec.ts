import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, RECORDER, test } from './app';

const COUNT = 3;

async function practise(train: TrainPage): Promise<void> {
  await train.open();
  await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 8, trialCount: COUNT }]));
  await train.acceptInvitation();
  for (let index = 1; index <= COUNT; index++) {
    await train.expectQuestion(index, COUNT);
    await train.answer();
  }
  await expect(train.summary).toBeVisible();
  await train.expectTrialsInProgress(COUNT);
}

async function exported(page: Page, format: 'json' | 'csv'): Promise<string> {
  await page.getByRole('combobox', { name: 'Export format' }).selectOption(format);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export progress' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^elsewhere-progress-\\d{4}-\\d\\d-\\d\\d\\.${format}$`));
  return readFileSync(await file.path(), 'utf8');
}

const json = (text: string) => ({ name: 'progress.json', mimeType: 'application/json', buffer: Buffer.from(text) });

test('practice goes to another browser and is counted once, whatever is imported', async ({
  page,
  browser,
}, testInfo) => {
  const train = new TrainPage(page);
  await practise(train);
  const file = await exported(page, 'json');
  expect((JSON.parse(file) as { trials: unknown[] }).trials).toHaveLength(COUNT);
  const rows = (await exported(page, 'csv')).trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + COUNT);
  expect(rows[0]).toContain('response time (ms)');
  for (const row of rows.slice(1)) expect(row).toContain(',test,bandBoost,flat,');

  const other = await (await browser.newContext()).newPage();
  await other.addInitScript({ path: RECORDER });
  const there = new TrainPage(other);
  await there.open('#progress');
  await expect(other.getByText('Nothing practised yet.')).toBeVisible();
  const input = other.getByLabel('Import progress');
  const takes = async (text: string, says: RegExp): Promise<void> => {
    await input.setInputFiles(json(text));
    await expect(there.alerts).toContainText(says);
  };

  await test.step('what is no file of ours is refused with a sentence', async () => {
    await takes(file.slice(0, file.length - 40), /The progress file is damaged/);
    await takes(file.replace('"bandBoost"', '7'), /The progress file is damaged/);
    await takes('{"trials":[]}', /is no progress file of Elsewhere/);
    await takes('RIFF....WAVE', /is no progress file of Elsewhere/);
    await takes('', /is no progress file of Elsewhere/);
    await takes(file.replace(/"format":"([^"]*?)\d+"/, '"format":"$199"'), /made by a newer version/);
    const huge = testInfo.outputPath('huge.json');
    writeFileSync(huge, file);
    truncateSync(huge, 201_000_000);
    await input.setInputFiles(huge);
    await expect(there.alerts).toContainText(/larger than any that this page makes/);
    await expect(other.getByText('Nothing practised yet.')).toBeVisible();
  });
  await test.step('the real one comes in, once', async () => {
    await takes(file, /3 trials came in/);
    await there.expectTrialsInProgress(COUNT);
    await takes(file, /Everything in the file was here already: 3 trials/);
    await there.expectTrialsInProgress(COUNT);
  });
  await test.step('so does a long history, and days that cannot be are named', async () => {
    const content = JSON.parse(file) as { trials: { id: string; at: number }[] };
    const [first] = content.trials;
    const trials = Array.from({ length: 5000 }, (_, i) => ({
      ...first!,
      id: `long/0/${i}`,
      at: i === 0 ? 0 : first!.at - i * 600_000,
    }));
    await takes(JSON.stringify({ ...content, trials }), /5000 trials came in.*1 trial carried a date that cannot be/);
    await expect(other.getByRole('definition').filter({ hasText: /^5,?.?003$/ })).toBeVisible();
  });
  await test.step('a damaged file leaves all of it as it was, and it survives a reload', async () => {
    await takes(file.slice(0, 300), /The progress file is damaged/);
    await other.reload();
    await expect(other.getByRole('definition').filter({ hasText: /^5,?.?003$/ })).toBeVisible();
  });
  await other.context().close();
  await train.expectTrialsInProgress(COUNT);
});

test('Progress charts what was practised, and forgets it when told to', async ({ page }) => {
  const train = new TrainPage(page);
  await practise(train);
  await expect(page.getByRole('region', { name: 'Which band was boosted' })).toBeVisible();
  await page.reload();
  await train.expectTrialsInProgress(COUNT);
  const clear = page.getByRole('button', { name: 'Clear all progress' });
  await train.pressOn(clear);
  await expect(page.getByRole('dialog')).toContainText('3 trials on 1 day');
  await train.pressOn(page.getByRole('button', { name: 'Keep it' }));
  await train.expectTrialsInProgress(COUNT);
  await train.pressOn(clear);
  await train.pressOn(page.getByRole('button', { name: 'Forget all of it' }));
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  await expect(train.heading).toBeFocused();
  await page.reload();
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
});
