import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

test.use({ serviceWorkers: 'allow' });

/** What About says of use without a connection. */
async function openAbout(page: Page) {
  await page.getByRole('button', { name: 'About Elsewhere' }).click();
  return page.getByRole('status', { name: 'Without a connection' });
}

test('after a visit of Listen alone, drills of every material start without a network [fault: offline-drill]', async ({
  page,
  app,
  output,
  context,
}) => {
  test.slow();
  await expect(app.play).toBeEnabled();
  await expect(await openAbout(page)).toContainText('Ready to work without a connection', { timeout: 90_000 });
  await context.setOffline(true);
  await page.reload();
  const train = new TrainPage(page);
  await train.open();
  const kinds = ['bandBoost', 'stemLevel', 'nameDevice'];
  await train.follow(train.linkTo(kinds.map((kindId, i) => ({ kindId, seed: i + 1, trialCount: 1 }))));
  await train.acceptInvitation();
  for (const [i, kindId] of kinds.entries()) {
    await test.step(kindId, async () => {
      await expect(train.trial).toContainText(`part ${i + 1} of ${kinds.length}`);
      await train.expectQuestion(1, 1);
      await output.expectSound();
      await train.answer();
    });
  }
  await expect(train.summary).toBeVisible();
  await train.expectTrialsInProgress(kinds.length);
});

test('what could not be stored is named, and fetched when asked for [fault: offline-drill]', async ({
  page,
  context,
}) => {
  test.slow();
  const stems = '**/samples/stem-*';
  await context.route(stems, (route) => route.abort());
  await page.goto('/');
  const status = await openAbout(page);
  await expect(status).toContainText('the stems of the demo song. They could not be fetched.', { timeout: 90_000 });
  await context.unroute(stems);
  await page.getByRole('button', { name: 'Fetch what is missing' }).click();
  await expect(status).toContainText('Ready to work without a connection', { timeout: 60_000 });
});

test('a browser that saves data fetches nothing that was not asked for', async ({ page }) => {
  test.slow();
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const stems: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/samples/stem-')) stems.push(request.url());
  });
  await page.goto('/');
  await expect(await openAbout(page)).toContainText('asks pages to save data', { timeout: 90_000 });
  expect(stems).toEqual([]);
});
