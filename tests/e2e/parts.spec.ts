import type { Page } from '@playwright/test';
import type { ListenPage } from '../support/listenPage';
import { expect, expectQuiet, test } from './app';

/** Answers every request for these files as a host does after it has published other ones. */
async function remove(page: Page, files: RegExp): Promise<void> {
  await page.route(files, (route) => route.fulfill({ status: 404, contentType: 'text/html', body: 'not here' }));
}

const trouble = (app: ListenPage, part: string) => app.alerts.filter({ hasText: `${part} could not be loaded.` });

const SCREENS = [
  { name: 'Train', files: /TrainScreen-[\w-]+\.js/, opened: /^Train$/ },
  { name: 'Train', files: /TrainScreen-[\w-]+\.css/, opened: /^Train$/ },
  { name: 'Train', files: /loadTraining-[\w-]+\.js/, opened: /^Train$/ },
  { name: 'Devices', files: /DevicesScreen-[\w-]+\.js/, opened: /^Devices$/ },
  { name: 'Progress', files: /ProgressScreen-[\w-]+\.js/, opened: /^Progress$/ },
];

for (const { name, files, opened } of SCREENS) {
  test(`without ${files.source.split('-')[0]} (${files.source.endsWith('css') ? 'style' : 'code'}) the page, its keys and the music stay, and Try again opens it`, async ({
    page,
    app,
    output,
  }) => {
    await expectQuiet(app);
    await app.play.click();
    await output.expectSound();
    await remove(page, files);
    await page.getByRole('link', { name, exact: true }).click();
    await expect(trouble(app, name)).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await expect(app.tracks).toBeVisible();
    await output.expectSound();
    await test.step('what sounds can be paused and played from here', async () => {
      await app.pause.click();
      await output.expectSilence();
      await app.play.click();
      await output.expectSound();
    });
    await test.step('Back and other screens work at once', async () => {
      await page.goBack();
      await expect(app.targets).toBeVisible();
      await expect(trouble(app, name)).toHaveCount(0);
      await page.getByRole('link', { name, exact: true }).click();
      await expect(trouble(app, name)).toBeVisible();
    });
    await test.step('still missing, it says so again and offers to reload the page', async () => {
      await trouble(app, name).getByRole('button', { name: 'Try again' }).click();
      await expect(trouble(app, name).getByRole('button', { name: 'Reload the page' })).toBeVisible();
    });
    await page.unroute(files);
    await trouble(app, name).getByRole('button', { name: 'Try again' }).click();
    await expect(app.heading.filter({ hasText: opened })).toBeVisible();
    await expect(trouble(app, name)).toHaveCount(0);
    if (files.source.endsWith('css')) {
      // Not only the code: the screen looks as it should.
      await expect
        .poll(() =>
          page.evaluate(() =>
            [...document.querySelectorAll('link[rel=stylesheet]')].every(
              (link) => 'sheet' in link && link.sheet !== null,
            ),
          ),
        )
        .toBe(true);
    }
  });
}
