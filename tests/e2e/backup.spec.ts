import { readFile } from 'node:fs/promises';
import { expect, fixture, test } from './app';
import { ListenPage } from '../support/listenPage';

const DEVICE = {
  format: 'elsewhere.device/1',
  profile: {
    id: 'cans',
    name: 'Own cans',
    kindLabel: 'own',
    family: 'own',
    subfamily: 'own',
    pictogram: 'curve',
    evidence: 'own',
    stages: [{ kind: 'peaking', frequencyHz: 1000, gainDb: 3, q: 1 }],
  },
};

test('a backup brings tracks, devices and settings to another browser, once [fault: backup]', async ({
  app,
  page,
  browser,
}) => {
  await app.addFiles.setInputFiles(fixture('stereo-24.flac'));
  await expect(app.heading).toHaveText('stereo-24');
  await app.target('Phone').check();
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await page.getByLabel('Import device').setInputFiles({
    name: 'cans.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(DEVICE)),
  });
  await expect(app.heading).toHaveText('Own cans');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('radio', { name: 'Light' }).check();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up everything' }).click();
  const path = await (await saving).path();
  await expect(page.getByText(/^Elsewhere backup .* is saved/)).toBeVisible();

  const context = await browser.newContext();
  const fresh = await context.newPage();
  await fresh.goto('/');
  const other = new ListenPage(fresh);
  await expect(other.play).toBeEnabled();
  await fresh.getByRole('link', { name: 'Settings', exact: true }).click();
  const restore = fresh.getByLabel('Restore backup');
  const file = { name: 'backup.zip', mimeType: 'application/zip', buffer: await readFile(path) };
  await restore.setInputFiles(file);
  await expect(fresh.getByText('Added: 1 track, 1 device.')).toBeVisible();
  await expect(fresh.locator('html')).toHaveAttribute('data-theme', 'light');
  await restore.setInputFiles(file);
  await expect(fresh.getByText('Nothing was added.')).toBeVisible();
  await fresh.goto('/');
  await other.track('stereo-24').getByRole('button').first().click();
  await expect(other.heading).toHaveText('stereo-24');
  await expect(other.target('Phone')).toBeChecked();
  await expect(other.target('Own cans')).toHaveCount(1);

  await fresh.getByRole('link', { name: 'Settings', exact: true }).click();
  file.buffer[200] = (file.buffer[200] ?? 0) ^ 1;
  await restore.setInputFiles(file);
  await expect(fresh.getByRole('alert')).toContainText('is damaged');
  await context.close();
});
