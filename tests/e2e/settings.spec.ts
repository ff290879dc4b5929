import { expect, fixture, test } from './app';

test('Settings shows what is kept, line by line, and frees it', async ({ app, page }) => {
  await app.addFiles.setInputFiles(fixture('stereo-24.flac'));
  await expect(app.heading).toHaveText('stereo-24');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  const kept = page.getByRole('list', { name: 'What is kept' });
  const line = kept.getByRole('listitem').filter({ hasText: 'stereo-24' });
  await expect(line).toContainText(/\d (?:kB|MB)/);
  await expect(kept.getByRole('listitem').filter({ hasText: 'Practice' })).toContainText('0 trials');
  await expect(page.getByRole('meter', { name: 'Storage used' })).toBeVisible();
  // Either the browser has promised to keep it, or it can be asked to.
  await expect(
    page
      .getByText('The browser keeps it until you clear it yourself.')
      .or(page.getByRole('button', { name: 'Ask the browser to keep it' })),
  ).toBeVisible();
  await line.getByRole('button', { name: 'Remove stereo-24' }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole('button', { name: 'Free the demo music' }).click();
  await expect(page.getByRole('button', { name: 'Free the demo music' })).toHaveCount(0);
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(app.alerts).toHaveCount(0);
});
