import { expect, expectQuiet, test } from './app';

test('layers go on and off while the mix plays, and stay as they were over a reload', async ({ app, output, page }) => {
  const layer = (name: string) => page.getByRole('switch', { name, exact: true });
  await expectQuiet(app);
  await app.target('Mid-size car').check();
  await app.play.click();
  await output.expectSound();
  for (const name of ['Tone', 'Stereo and room', 'Device limits', 'Background noise']) {
    const isOn = await layer(name).getAttribute('aria-checked');
    await layer(name).click();
    await expect(layer(name)).toHaveAttribute('aria-checked', isOn === 'true' ? 'false' : 'true');
    await output.expectSound();
  }
  await expect(app.nowPlaying).toContainText('without tone and room');
  await page.keyboard.press('t');
  await page.keyboard.press('r');
  await expect(app.nowPlaying).not.toContainText('without');
  await page.getByRole('combobox', { name: 'Noise of' }).selectOption('Café');
  await app.pause.click();
  await expect(app.alerts).toHaveCount(0);

  await page.reload();
  await expect(layer('Device limits')).not.toBeChecked();
  await expect(layer('Background noise')).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Noise of' })).toHaveValue('cafe');
});

test('a quieter listening level and one’s own headphones are set without a stop, by keyboard', async ({
  app,
  output,
  page,
}) => {
  await expectQuiet(app);
  await app.play.click();
  await output.expectSound();
  const gear = page.getByRole('combobox', { name: 'I am listening on' });
  await gear.focus();
  await page.keyboard.type('m20x');
  await page.keyboard.press('Enter');
  await expect(gear).toHaveValue('ATH-M20x');
  await expect(page.getByRole('button', { name: 'Correction of ATH-M20x' })).toBeVisible();
  await output.expectSound();

  const level = page.getByRole('slider', { name: 'Listening level' });
  await level.fill('60');
  await expect(level).toHaveAttribute('aria-valuetext', '60 phon');
  await output.expectSound();
  await level.press('Home');
  await expect(level).toHaveAttribute('aria-valuetext', 'off');
  await expect(app.pause).toBeVisible();
  await expect(app.alerts).toHaveCount(0);

  await page.reload();
  await expect(gear).toHaveValue('ATH-M20x');
});
