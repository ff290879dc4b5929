import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { pinkNoise, readFloatWav, wavBytes } from '../../scripts/bench/signals';
import { integratedLoudness } from '../../src/dsp/loudness';
import { ListenPage } from '../support/listenPage';
import { unzipped } from '../support/zip';
import { expect, expectQuiet, test } from './app';

async function exported(page: Page, app: ListenPage) {
  const waiting = page.waitForEvent('download');
  await app.exportAudio.click();
  const download = await waiting;
  return { name: download.suggestedFilename(), ...readFloatWav(readFileSync(await download.path())) };
}

for (const sampleRate of [44_100, 48_000, 96_000]) {
  test(`flat audio exported at ${sampleRate} Hz is the source, bit for bit`, async ({ app, page }) => {
    const source = [5, 6].map((seed) => pinkNoise(sampleRate * 3, seed, 0.1));
    await app.addFiles.setInputFiles({
      name: 'my mix.wav',
      mimeType: 'audio/wav',
      buffer: wavBytes(source, sampleRate, 'float'),
    });
    await expect(app.heading).toHaveText('my mix');
    await expectQuiet(app);
    const file = await exported(page, app);
    expect(file.name).toBe('my mix – Flat reference.wav');
    expect(file.sampleRate).toBe(sampleRate);
    expect(file.channels.map((channel) => channel.length)).toEqual(source.map((channel) => channel.length));
    for (const [i, channel] of file.channels.entries()) {
      expect(Buffer.from(channel.buffer).equals(Buffer.from(source[i]!.buffer)), `channel ${i}`).toBe(true);
    }
  });
}

test('matched exports through other devices are as loud as flat, within 0.1 LU', async ({ app, page }) => {
  await expectQuiet(app);
  const flat = await exported(page, app);
  const flatLufs = integratedLoudness(flat.channels, flat.sampleRate);
  for (const name of ['Phone', 'Mid-size car', 'Mix cube', 'Beats Studio3', 'TV']) {
    await test.step(name, async () => {
      await app.target(name).check();
      await expect(app.nowPlaying).toContainText('matched');
      const file = await exported(page, app);
      expect(file.name).toBe(`Bass-heavy headphone mix – ${name}.wav`);
      expect(Math.abs(integratedLoudness(file.channels, file.sampleRate) - flatLufs)).toBeLessThan(0.1);
    });
  }
});

test('what an imported curve says is what an exported impulse shows', async ({ app, page }) => {
  /** Smooth, up to 12 dB either way, 0 dB on the mean from 300 to 3000 Hz. */
  const wavy = (hz: number): number =>
    11.5 * Math.sin(1.3 * Math.log2(hz / 1000)) * Math.exp(-(Math.log2(hz / 1000) ** 2) / 90);
  const grid = Array.from({ length: 240 }, (_, i) => 20 * 1000 ** (i / 239));
  const middle = grid.filter((hz) => hz >= 300 && hz <= 3000);
  const mean = middle.reduce((sum, hz) => sum + wavy(hz), 0) / middle.length;
  await page.goto('/#devices');
  await page.getByLabel('Import device').setInputFiles({
    name: 'Wavy.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['frequency,raw', ...grid.map((hz) => `${hz.toFixed(2)},${wavy(hz).toFixed(3)}`)].join('\n')),
  });
  await expect(page.getByRole('heading', { name: 'Wavy' })).toBeVisible();
  await page.getByRole('button', { name: 'Listen through it' }).click();
  for (const sampleRate of [44_100, 48_000, 96_000]) {
    const impulse = new Float32Array(sampleRate * 2);
    impulse[1000] = 0.5;
    await page.goto('/#listen');
    await app.addFiles.setInputFiles({
      name: `impulse ${sampleRate}.wav`,
      mimeType: 'audio/wav',
      buffer: wavBytes([impulse, impulse], sampleRate, 'float'),
    });
    await expect(app.heading).toHaveText(`impulse ${sampleRate}`);
    await expectQuiet(app);
    if ((await app.matchLoudness.getAttribute('aria-checked')) === 'true') await app.matchLoudness.click();
    const { channels } = await exported(page, app);
    let squares = 0;
    let worst = 0;
    const heard = grid.filter((hz) => hz >= 30 && hz <= 16_000);
    for (const hz of heard) {
      const error = levelAt(channels[0]!, hz, sampleRate) - 20 * Math.log10(0.5) - (wavy(hz) - mean);
      squares += error * error;
      worst = Math.max(worst, Math.abs(error));
    }
    expect(Math.sqrt(squares / heard.length), `RMS at ${sampleRate} Hz`).toBeLessThan(0.3);
    expect(worst, `worst at ${sampleRate} Hz`).toBeLessThan(0.5);
  }
});

/** Level of a signal at one frequency, dB. */
function levelAt(signal: Float32Array, hz: number, sampleRate: number): number {
  let re = 0;
  let im = 0;
  for (let i = 0; i < signal.length; i++) {
    if (signal[i] === 0) continue;
    re += signal[i]! * Math.cos((2 * Math.PI * hz * i) / sampleRate);
    im += signal[i]! * Math.sin((2 * Math.PI * hz * i) / sampleRate);
  }
  return 10 * Math.log10(re * re + im * im);
}

/** Mean square of samples. */
function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

test('a phone is mono, on the file too: opposite sides cancel, and only the room tells left from right', async ({
  app,
  page,
}) => {
  const sampleRate = 48_000;
  const left = pinkNoise(sampleRate * 6, 7, 0.1);
  const right = left.map((sample, i) => (i < sampleRate * 3 ? sample : -sample));
  await app.addFiles.setInputFiles({
    name: 'turned over.wav',
    mimeType: 'audio/wav',
    buffer: wavBytes([left, right], sampleRate, 'float'),
  });
  await expect(app.heading).toHaveText('turned over');
  await expectQuiet(app);
  await app.target('Phone').check();
  await expect(app.nowPlaying).toContainText('matched');
  const { channels } = await exported(page, app);
  const inPhase = channels.map((channel) => channel.slice(0, sampleRate * 3));
  const inPhasePower = inPhase.reduce((sum, channel) => sum + power(channel), 0);
  const cancelled = channels.reduce((sum, channel) => sum + power(channel.slice(sampleRate * 5)), 0);
  expect(inPhasePower).toBeGreaterThan(0);
  expect(10 * Math.log10(cancelled / inPhasePower)).toBeLessThan(-60);
  const side = power(inPhase[0]!.map((sample, i) => sample - inPhase[1]![i]!));
  const mid = power(inPhase[0]!.map((sample, i) => sample + inPhase[1]![i]!));
  expect(10 * Math.log10(side / mid)).toBeLessThan(-10);
});

test('a mix that could not be measured is not written as matched, and the page says so', async ({ page }) => {
  await page.route('**/analysis.worker*', (route) => route.abort());
  await page.goto('/');
  const app = new ListenPage(page);
  await expect(app.alerts).toContainText('“Bass-heavy headphone mix” could not be measured');
  await expect(app.exportAudio).toBeEnabled();
  await app.target('Phone').check();
  let downloads = 0;
  page.on('download', () => downloads++);
  await app.exportAudio.click();
  await expect(app.alerts).toContainText('“Bass-heavy headphone mix – Phone.wav” was not written');
  expect(downloads).toBe(0);
  await test.step('at its true level it is', async () => {
    await app.matchLoudness.click();
    expect((await exported(page, app)).name).toBe('Bass-heavy headphone mix – Phone.wav');
  });
});

test('three devices are exported into one ZIP: names, lengths, matched, and flat is the source, bit for bit', async ({
  app,
  page,
}) => {
  const sampleRate = 48_000;
  const source = [7, 8].map((seed) => pinkNoise(sampleRate * 6, seed, 0.1));
  await app.addFiles.setInputFiles({
    name: 'my mix.wav',
    mimeType: 'audio/wav',
    buffer: wavBytes(source, sampleRate, 'float'),
  });
  await expect(app.heading).toHaveText('my mix');
  await expectQuiet(app);
  await app.exportSeveral.click();
  const dialog = page.getByRole('dialog', { name: 'Export through several devices' });
  const start = dialog.getByRole('button', { name: 'Start export' });
  await expect(start).toBeDisabled();
  for (const name of ['Flat reference', 'Phone', 'Mid-size car']) {
    await dialog.getByRole('checkbox', { name, exact: true }).check();
  }
  await expect(dialog).toContainText('3 devices, 0:06 each, about 7 MB');
  await expect(dialog.getByRole('radio', { name: 'Matched loudness' })).toBeChecked();
  const waiting = page.waitForEvent('download');
  await start.click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('my mix - 3 devices.zip');
  await expect(dialog).toContainText('“my mix - 3 devices.zip” is saved.');

  const files = unzipped(readFileSync(await download.path()));
  expect([...files.keys()]).toEqual(['Flat reference', 'Phone', 'Mid-size car'].map((name) => `my mix – ${name}.wav`));
  const flatLufs = integratedLoudness(source, sampleRate);
  for (const [name, bytes] of files) {
    await test.step(name, () => {
      const wav = readFloatWav(Buffer.from(bytes));
      expect(wav.sampleRate).toBe(sampleRate);
      expect(wav.channels.map((channel) => channel.length)).toEqual(source.map((channel) => channel.length));
      expect(Math.abs(integratedLoudness(wav.channels, sampleRate) - flatLufs)).toBeLessThan(0.1);
      for (const [i, channel] of wav.channels.entries()) {
        const isSource = Buffer.from(channel.buffer).equals(Buffer.from(source[i]!.buffer));
        expect(isSource, `channel ${i}`).toBe(name.includes('Flat'));
      }
    });
  }

  await test.step('Escape closes the dialog and gives the focus back', async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(app.exportSeveral).toBeFocused();
  });
});
