import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { pinkNoise, readFloatWav, wavBytes } from '../../scripts/bench/signals';
import { integratedLoudness } from '../../src/dsp/loudness';
import { ListenPage } from '../support/listenPage';
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

test('a phone is mono, on the file too', async ({ app, page }) => {
  await expectQuiet(app);
  await app.target('Phone').check();
  const { channels } = await exported(page, app);
  expect(Buffer.from(channels[0]!.buffer).equals(Buffer.from(channels[1]!.buffer))).toBe(true);
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
