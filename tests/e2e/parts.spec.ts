import type { Locator, Page } from '@playwright/test';
import { expect, fixture, test } from './app';

/** Answers requests for these files as a host does that has published other ones since. */
async function remove(page: Page, files: RegExp): Promise<void> {
  await page.route(files, (route) => route.fulfill({ status: 404, contentType: 'text/html', body: 'not here' }));
}

const trouble = (page: Page, part: string): Locator =>
  page.getByRole('alert').filter({ hasText: `${part} could not be loaded.` });

test('a screen that does not load leaves the page, its keys and the music, and tries again [fault: chunk-missing]', async ({
  page,
  app,
  output,
}) => {
  test.slow();
  await app.play.click();
  await output.expectSound();
  const files = /TrainScreen-[\w-]+\.js/;
  await remove(page, files);
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await expect(trouble(page, 'Train')).toBeVisible();
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
    await expect(trouble(page, 'Train')).toHaveCount(0);
    await page.getByRole('link', { name: 'Progress', exact: true }).click();
    await expect(app.heading.filter({ hasText: 'Progress' })).toBeVisible();
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await expect(trouble(page, 'Train')).toBeVisible();
  });
  await test.step('still missing, it says so again and offers to reload the page', async () => {
    await trouble(page, 'Train').getByRole('button', { name: 'Try again' }).click();
    await expect(trouble(page, 'Train').getByRole('button', { name: 'Reload the page' })).toBeVisible();
  });
  await page.unroute(files);
  await trouble(page, 'Train').getByRole('button', { name: 'Try again' }).click();
  await expect(app.heading.filter({ hasText: 'Train' })).toBeVisible();
  await expect(trouble(page, 'Train')).toHaveCount(0);
});

test('each lazy part of the screen names itself, and opens once it can be fetched [fault: chunk-missing]', async ({
  page,
  app,
}) => {
  test.slow();
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const PARTS = [
    { files: /loadTraining-[\w-]+\.js/, open: link('Train'), name: 'Train', is: app.heading },
    { files: /ProgressScreen-[\w-]+\.css/, open: link('Progress'), name: 'Progress', is: app.heading },
    { files: /DevicesScreen-[\w-]+\.js/, open: link('Devices'), name: 'Devices', is: app.heading },
    {
      files: /About-[\w-]+\.js/,
      open: button('About Elsewhere'),
      name: 'About Elsewhere',
      is: page.getByRole('dialog', { name: 'About Elsewhere' }),
    },
    {
      files: /KeyboardHelp-[\w-]+\.js/,
      open: button('Keyboard shortcuts'),
      name: 'The list of keys',
      is: page.getByRole('dialog', { name: 'Keyboard' }),
    },
    {
      files: /DeviceDetail-[\w-]+\.js/,
      open: button('About this device'),
      name: 'About this device',
      is: page.getByRole('dialog', { name: 'Flat reference' }),
    },
  ];
  for (const { files, open, name, is } of PARTS) {
    await test.step(name, async () => {
      await page.goto('/#listen');
      await remove(page, files);
      await open.click();
      await expect(trouble(page, name)).toBeVisible();
      await page.unroute(files);
      await trouble(page, name).getByRole('button', { name: 'Try again' }).click();
      await expect(is).toBeVisible();
      await expect(trouble(page, name)).toHaveCount(0);
      // Not only the code: the screen looks as it should.
      const hasAllStyles = () =>
        page.evaluate(() =>
          [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].every(({ sheet }) => sheet !== null),
        );
      await expect.poll(hasAllStyles).toBe(true);
      await page.keyboard.press('Escape');
    });
  }
});

test('what a button fetches and does not get ends in a sentence [fault: chunk-missing]', async ({ page, app }) => {
  test.slow();
  const lines = app.alerts.getByRole('listitem');
  await test.step('readers of files', async () => {
    const files = /(?:flac|decodePcm)-[\w-]+\.js/;
    await remove(page, files);
    await app.addFiles.setInputFiles([fixture('stereo-24.flac'), fixture('mono-s16.wav')]);
    await expect(lines.filter({ hasText: 'The reader of FLAC files, which “stereo-24.flac” needs' })).toBeVisible();
    await expect(lines.filter({ hasText: 'The reader of WAV and AIFF files, which “mono-s16.wav”' })).toBeVisible();
    await page.unroute(files);
    await app.addFiles.setInputFiles(fixture('mono-s16.wav'));
    await expect(app.heading).toHaveText('mono-s16');
  });
  await test.step('background noise and listening level', async () => {
    await remove(page, /(?:NoiseBedPlayer|playback)-[\w-]+\.js/);
    await page.getByRole('slider', { name: 'Listening level' }).press('ArrowRight');
    await expect(lines.filter({ hasText: 'the listening level could not be loaded' })).toBeVisible();
    await app.target('Mid-size car').check();
    await page.getByRole('switch', { name: 'Background noise' }).check();
    await expect(lines.filter({ hasText: 'The background noise could not be loaded' })).toBeVisible();
  });
  await test.step('exports', async () => {
    // Four of a kind would be one line.
    await page.getByRole('button', { name: 'Dismiss all' }).click();
    await remove(page, /MixExport-[\w-]+\.js/);
    await app.exportAudio.click({ timeout: 60_000 });
    await expect(lines.filter({ hasText: 'What writes exports' })).toBeVisible();
  });
});
