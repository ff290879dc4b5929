import { TrainPage } from '../support/trainPage';
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

test('a drill with one thumb at 390 × 844', async ({ output, page }) => {
  const train = new TrainPage(page);
  await train.open();
  const isLargeEnough = async (): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    for (const control of await train.trial.getByRole('button').all()) {
      const box = (await control.boundingBox())!;
      expect(Math.min(box.width, box.height), (await control.textContent()) ?? '').toBeGreaterThanOrEqual(44);
    }
  };
  await train.follow(
    train.linkTo(
      ['bandBoost', 'panPosition', 'crackle', 'correctEq'].map((kindId, index) => ({
        kindId,
        seed: index + 1,
        mode: 'practise' as const,
      })),
    ),
  );
  await page.getByRole('button', { name: 'Start', exact: true }).tap();

  await test.step('a name', async () => {
    await train.expectQuestion(1, 1);
    await output.expectSound();
    await isLargeEnough();
    await train.versions.getByRole('button').nth(1).tap();
    await expect(train.versions.getByRole('button').nth(1)).toHaveAttribute('aria-pressed', 'true');
    await expect(train.question).toBeInViewport();
    await train.options.getByRole('button').first().tap();
    await train.expectVerdict();
    await isLargeEnough();
    await train.versions.getByRole('button').last().tap();
    await output.expectSound();
    await page.getByRole('button', { name: 'Next' }).tap();
  });
  await test.step('a value', async () => {
    await expect(train.trial).toContainText('part 2 of 4');
    await train.expectQuestion(1, 1);
    await isLargeEnough();
    const box = (await train.trial.locator('input[type="range"][data-arrows]').boundingBox())!;
    await page.touchscreen.tap(box.x + box.width * 0.7, box.y + box.height / 2);
    await page.getByRole('button', { name: /^Answer / }).tap();
    await train.expectVerdict();
    await page.getByRole('button', { name: 'Next' }).tap();
  });
  await test.step('a moment', async () => {
    await expect(train.trial).toContainText('part 3 of 4');
    await train.expectQuestion(1, 1);
    await isLargeEnough();
    await page.getByRole('button', { name: 'Mark now' }).tap();
    await train.options.getByRole('button').first().tap();
    await page.getByRole('button', { name: /^Answer / }).tap();
    await train.expectVerdict();
    await page.getByRole('button', { name: 'Next' }).tap();
  });
  await test.step('an EQ', async () => {
    await expect(train.trial).toContainText('part 4 of 4');
    await train.expectQuestion(1, 1);
    await isLargeEnough();
    const pad = (await train.trial
      .locator('svg')
      .filter({ has: page.locator('path') })
      .last()
      .boundingBox())!;
    await page.touchscreen.tap(pad.x + pad.width * 0.4, pad.y + pad.height * 0.3);
    await page.getByRole('button', { name: /^Answer / }).tap();
    await train.expectVerdict();
    await page.getByRole('button', { name: 'To the summary' }).tap();
  });
  await expect(train.summary).toContainText('4 trials');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
