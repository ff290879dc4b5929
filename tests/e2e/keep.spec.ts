import { expect, expectQuiet, fixture, test } from './app';

test('a reload keeps tracks, loop, target, A, B and settings', async ({ app, output, page }) => {
  await app.addFiles.setInputFiles(fixture('long.flac'));
  await expect(app.heading).toHaveText('long');
  await expectQuiet(app);
  await app.target('TV').check();
  await page.getByRole('button', { name: 'Set A to TV' }).click();
  await app.target('Phone').check();
  await page.getByRole('button', { name: 'Set B to Phone' }).click();
  await app.loopStart.fill('10');
  await app.loopStart.press('Enter');
  await app.loopEnd.fill('12');
  await app.loopEnd.press('Enter');
  await app.loop.click();
  await app.matchLoudness.click();
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await app.track('long').getByRole('button', { name: 'Reference' }).click();
  await page.getByRole('slider', { name: 'Volume' }).fill('-20');
  // Written a moment after the last change; the page has no sign for it, its storage has.
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const names = (await indexedDB.databases()).map(({ name }) => name!);
        const text: string[] = [];
        for (const name of names) {
          const db = await new Promise<IDBDatabase>((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => resolve(open.result);
          });
          for (const store of db.objectStoreNames) {
            const all = await new Promise<unknown[]>((resolve) => {
              const request = db.transaction(store).objectStore(store).getAll();
              request.onsuccess = () => resolve(request.result);
            });
            text.push(JSON.stringify(all));
          }
          db.close();
        }
        return text.join('\n');
      }),
    )
    .toMatch(/"value":-20,/);

  await page.reload();
  await expect(app.heading).toHaveText('long');
  await expectQuiet(app);
  await expect(app.nowPlaying).toContainText('Phone');
  await expect(app.target('Phone')).toBeChecked();
  await expect(app.loopStart).toHaveValue('10');
  await expect(app.loopEnd).toHaveValue('12');
  await expect(app.loop).toHaveAttribute('aria-pressed', 'true');
  await expect(app.matchLoudness).not.toBeChecked();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(app.track('long').getByRole('button', { name: 'Reference' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('slider', { name: 'Volume' })).toHaveValue('-20');
  await app.slotA.click();
  await expect(app.nowPlaying).toContainText('TV');
  await app.play.click();
  await output.expectSound();
  await expect.poll(() => app.position.inputValue().then(Number)).toBeGreaterThanOrEqual(0);
});

test('a target chosen right before a reload is there after it, ten times in a row', async ({ app, page }) => {
  const names = ['Phone', 'TV', 'Mid-size car', 'Mix cube', 'Bluetooth speaker'];
  for (let i = 0; i < 10; i++) {
    const name = names[i % names.length]!;
    await app.target(name).check();
    await page.reload();
    await expect(app.target(name), `reload ${i + 1}`).toBeChecked();
    await expect(app.nowPlaying).toContainText(name);
  }
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('after one visit the page opens, plays and takes files', async ({ app, output, page, context }) => {
    await app.play.click();
    await output.expectSound();
    await expectQuiet(app);
    await test.step('the second demo has been fetched too', async () => {
      await app.track('Mix that translates').getByRole('button').first().click();
      await expect(app.heading).toHaveText('Mix that translates');
      await expectQuiet(app);
    });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // From the second visit on the worker is in charge; what it fetches then stays.
    await page.reload();
    await expectQuiet(app);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    for (const name of ['Bass-heavy headphone mix', 'Mix that translates']) {
      await app.track(name).getByRole('button').first().click();
      await expect(app.heading).toHaveText(name);
      await expectQuiet(app);
    }
    await context.setOffline(true);
    await page.reload();
    await expect(app.play).toBeEnabled();
    await app.play.click();
    await output.expectSound();
    await app.addFiles.setInputFiles(fixture('stereo-24.flac'));
    await expect(app.heading).toHaveText('stereo-24');
    await expect(app.alerts).toHaveCount(0);
  });
});
