import type { Locator, Page } from '@playwright/test';
import { expect, expectQuiet, test } from './app';

/** Presses Tab until the control has the focus; a person would do the same. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${await control.getAttribute('aria-label')}`);
}

test('the whole journey with the keyboard alone', async ({ app, output, page }) => {
  await expectQuiet(app);
  await page.keyboard.press('Space');
  await output.expectSound();

  await test.step('choose a target among the radios', async () => {
    await tabTo(page, app.targets.getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expect(app.target('Flat reference')).not.toBeChecked();
    await expect(app.nowPlaying).not.toContainText('Flat reference');
  });

  await test.step('see all keys and go back', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await expect(help).toBeVisible();
    await expect(help).toContainText('Swap the last two targets');
    await page.keyboard.press('Escape');
    await expect(help).toHaveCount(0);
  });

  await test.step('press every button that Tab reaches without losing the way', async () => {
    await tabTo(page, app.matchLoudness);
    await page.keyboard.press('Space');
    await expect(app.matchLoudness).not.toBeChecked();
    await expect(app.pause).toBeVisible();
  });

  await test.step('open the other mix', async () => {
    await tabTo(page, app.track('Mix that translates').getByRole('button').first());
    await page.keyboard.press('Enter');
    await expect(app.heading).toHaveText('Mix that translates');
    await output.expectSound();
  });

  await test.step('export', async () => {
    await expectQuiet(app);
    await tabTo(page, app.exportAudio);
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toContain('Mix that translates');
  });
});
