import { writeFileSync } from 'node:fs';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

/** A page that holds still longer than this feels dead. */
const LONGEST_TASK_MS = 250;

test('40 MB of opening brackets are refused with a sentence, and the page stays alive [fault: deep-file]', async ({
  page,
}, testInfo) => {
  const file = testInfo.outputPath('brackets.json');
  writeFileSync(file, '['.repeat(40_000_000));
  const train = new TrainPage(page);
  await train.open('#progress');
  await expect(page.getByText('Nothing practised yet.')).toBeVisible();
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    Object.assign(window, { tasks });
  });
  await page.getByLabel('Import progress').setInputFiles(file);
  await expect(train.alerts).toContainText(/file/);
  await expect(page.getByRole('progressbar', { name: 'Imported so far' })).toHaveCount(0);
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
  expect(Math.max(0, ...tasks)).toBeLessThan(LONGEST_TASK_MS);
  await expect(page.getByRole('button', { name: 'Export progress' })).toBeEnabled();
});
