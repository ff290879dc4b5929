import { expect, fixture, test } from './app';
test('shots', async ({ app, page }) => {
  await app.addFiles.setInputFiles(fixture('stereo-24.flac'));
  await expect(app.heading).toHaveText('stereo-24');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('meter', { name: 'Storage used' })).toBeVisible();
  for (const theme of ['dark', 'light'])
    for (const [w, h] of [
      [1280, 720],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width: w, height: h });
      await page.evaluate((t) => document.documentElement.setAttribute('data-theme', t), theme);
      await page.screenshot({ path: `/tmp/set-${theme}-${w}.png`, fullPage: w === 390 });
    }
});
