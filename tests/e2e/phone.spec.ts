import { expect, expectQuiet, fixture, test } from './app';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('the journey with one thumb at 390 × 844', async ({ app, output, page }) => {
  await expect(app.play).toBeInViewport();
  await app.play.tap();
  await output.expectSound();
  await expect(app.slotB).toBeInViewport();
  await app.slotB.tap();
  await expect(app.nowPlaying).not.toContainText('Flat reference');
  await app.slotA.tap();
  await expect(app.nowPlaying).toContainText('Flat reference');
  await app.target('Phone').scrollIntoViewIfNeeded();
  await app.target('Phone').check();
  await expect(app.nowPlaying).toContainText('Phone');
  await app.addFiles.setInputFiles(fixture('long.flac'));
  await expect(app.heading).toHaveText('long');
  await expectQuiet(app);
  await output.expectSound();

  await test.step('nothing runs off the side', async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
  await test.step('what a thumb presses is large enough', async () => {
    for (const control of [app.pause, app.slotA, app.slotB, app.swap]) {
      const box = (await control.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    }
  });
});
