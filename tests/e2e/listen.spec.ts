import { expect, expectQuiet, fixture, test } from './app';

test('a first visitor presses Play and hears the demo song', async ({ app, output }) => {
  await expect(app.nowPlaying).toContainText('Flat reference');
  await expect(app.tracks).toContainText('Bass-heavy headphone mix');
  await expect(app.tracks).toContainText('Mix that translates');
  await app.play.click();
  await output.expectSound();
  await expect(app.pause).toBeVisible();
  await expect.poll(() => app.position.inputValue().then(Number)).toBeGreaterThan(0.3);

  await test.step('the other mix of the same song goes on at the same place', async () => {
    const before = Number(await app.position.inputValue());
    await app
      .track('Mix that translates')
      .getByRole('button', { name: /Mix that translates/ })
      .first()
      .click();
    await expect(app.heading).toHaveText('Mix that translates');
    await output.expectSound();
    expect(Number(await app.position.inputValue())).toBeGreaterThan(before - 0.1);
  });

  await app.pause.click();
  await output.expectSilence();
});

test('targets change by radio, number key, A, B and Swap; only the sound changes', async ({ app, output, page }) => {
  await app.play.click();
  await output.expectSound();
  // Measured, or the words about the level change while they are compared.
  await expectQuiet(app);

  await app.target('Phone').check();
  await expect(app.nowPlaying).toContainText('Phone');
  await output.expectSound();

  await page.keyboard.press('0');
  await expect(app.nowPlaying).toContainText('Flat reference');
  await expect(app.target('Flat reference')).toBeChecked();

  await page.keyboard.press('1');
  await expect(app.nowPlaying).not.toContainText('Flat reference');
  const first = await app.nowPlaying.textContent();

  await page.keyboard.press('x');
  await expect(app.nowPlaying).toContainText('Flat reference');
  await app.swap.click();
  await expect(app.nowPlaying).toHaveText(first!);

  await page.keyboard.press('b');
  const b = await app.nowPlaying.textContent();
  await page.keyboard.press('a');
  await expect(app.nowPlaying).not.toHaveText(b!);
  await app.slotB.click();
  await expect(app.nowPlaying).toHaveText(b!);
  await output.expectSound();
  await expect(app.pause).toBeVisible();
});

test('every target can be chosen and sounds', async ({ app, output }) => {
  // Seventy of them.
  test.slow();
  await app.play.click();
  await output.expectSound();
  const radios = app.targets.getByRole('radio');
  await expect(app.target('Flat reference')).toBeVisible();
  const count = await radios.count();
  expect(count).toBeGreaterThanOrEqual(17);
  for (let i = 0; i < count; i++) {
    await radios.nth(i).check();
    await output.expectSound();
  }
  await expect(app.alerts).toHaveCount(0);
});

test('matched, a phone is as loud as flat; at its true level it is not', async ({ app, output, page }) => {
  await expectQuiet(app);
  await expect(app.matchLoudness).toBeChecked();
  await app.target('Phone').check();
  await expect(app.nowPlaying).toContainText('matched');
  await app.play.click();
  await output.expectSound();
  await page.keyboard.press('m');
  await expect(app.matchLoudness).not.toBeChecked();
  await expect(app.nowPlaying).not.toContainText('matched');
  await app.matchLoudness.click();
  await expect(app.matchLoudness).toBeChecked();
  await expect(app.nowPlaying).toContainText('matched');
  await output.expectSound();
});

test('a loop set by keyboard repeats, sample after sample', async ({ app, output, page }) => {
  await app.addFiles.setInputFiles(fixture('long-s16.wav'));
  await expect(app.heading).toHaveText('long-s16');
  await expectQuiet(app);
  await app.loopStart.fill('3');
  await app.loopStart.press('Enter');
  await app.loopEnd.fill('3.5');
  await app.loopEnd.press('Enter');
  await app.heading.click();
  await page.keyboard.press('l');
  await expect(app.loop).toHaveAttribute('aria-pressed', 'true');
  await app.position.focus();
  await page.keyboard.press('Home');
  await app.heading.click();
  await page.keyboard.press(' ');
  await output.expectSound();
  // Playback comes from the start, enters the loop and stays in it.
  await expect.poll(() => app.position.inputValue().then(Number)).toBeGreaterThan(3);
  await page.evaluate(() => window.outputRecorder.record(2));
  const seen: number[] = [];
  await expect
    .poll(async () => {
      seen.push(Number(await app.position.inputValue()));
      return seen.some((now, i) => i > 0 && now < seen[i - 1]!);
    })
    .toBe(true);
  for (const at of seen) {
    expect(at).toBeGreaterThanOrEqual(2.99);
    expect(at).toBeLessThan(3.51);
  }
  // Two seconds of output hold four rounds: each sample equals the one half a second earlier.
  await expect.poll(() => output.rms(2.1)).toBeGreaterThan(0);
  const worst = await page.evaluate(async () => {
    const { left, sampleRate } = await window.outputRecorder.take();
    const round = sampleRate / 2;
    let difference = 0;
    for (let i = round; i < left.length; i++) difference = Math.max(difference, Math.abs(left[i]! - left[i - round]!));
    return difference;
  });
  expect(worst).toBeLessThan(1e-6);
});

test('arrow keys, Home and the slider seek', async ({ app, page }) => {
  await expectQuiet(app);
  await app.heading.click();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => app.position.inputValue().then(Number)).toBeCloseTo(5, 1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => app.position.inputValue().then(Number)).toBeCloseTo(5, 1);
  await app.position.fill('20');
  await expect.poll(() => app.position.inputValue().then(Number)).toBeCloseTo(20, 1);
  await app.position.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => app.position.inputValue().then(Number)).toBeCloseTo(0, 1);
});

test('a mark as reference is shown and can be taken back', async ({ app }) => {
  const star = app.track('Mix that translates').getByRole('button', { name: 'Reference' });
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'false');
});
