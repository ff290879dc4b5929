import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectQuiet, fixture, test } from './app';

/** Lets files and folders of the disk go over the page, as a hand does: the browser makes the entries itself. */
async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    // In order, as a hand moves.
    // oxlint-disable-next-line no-await-in-loop
    await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
}

test('a folder of an album is added in order, what is no audio counted [fault: folder]', async ({
  app,
  page,
}, testInfo) => {
  const album = testInfo.outputPath('Album');
  mkdirSync(join(album, 'Disc 2', '.git'), { recursive: true });
  for (const name of ['10 last.wav', '2 second.wav', 'Disc 2/1 other.wav']) {
    copyFileSync(fixture('mono-s16.wav'), join(album, name));
  }
  for (let i = 0; i < 37; i++) writeFileSync(join(album, `scan ${i}.png`), 'no audio');
  writeFileSync(join(album, '.DS_Store'), 'hidden');
  writeFileSync(join(album, 'Disc 2/.git/config'), 'hidden');
  await expect(app.tracks.getByRole('listitem')).toHaveCount(2);
  await dropPaths(page, [album]);
  await expect(app.tracks.getByRole('listitem')).toHaveCount(5);
  await expectQuiet(app);
  const names = await app.tracks.getByRole('listitem').allInnerTexts();
  const places = ['2 second', '10 last', '1 other'].map((name) => names.findIndex((text) => text.includes(name)));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  await expect(app.alerts.getByRole('listitem')).toHaveCount(1);
  await expect(app.alerts).toContainText('3 of 40 files in “Album” are audio.');
});

test('a folder without audio and an empty one say so, and nothing is lost [fault: folder]', async ({
  app,
  page,
}, testInfo) => {
  const [pictures, empty] = [testInfo.outputPath('Pictures'), testInfo.outputPath('Empty')];
  for (const folder of [pictures, empty]) mkdirSync(folder, { recursive: true });
  for (let i = 0; i < 178; i++) writeFileSync(join(pictures, `${i}.jpg`), 'no audio');
  await expect(app.tracks.getByRole('listitem')).toHaveCount(2);
  await dropPaths(page, [pictures, empty]);
  await expect(app.alerts.getByRole('listitem')).toHaveCount(2);
  await expect(app.alerts).toContainText('None of the 178 files in “Pictures” is audio.');
  await expect(app.alerts).toContainText('“Empty” is empty.');
  await expect(app.tracks.getByRole('listitem')).toHaveCount(2);
});

test('a folder of measurements becomes devices [fault: folder]', async ({ app, page }, testInfo) => {
  const folder = testInfo.outputPath('Measurements');
  mkdirSync(folder, { recursive: true });
  const rows = Array.from({ length: 31 }, (_, i) => `${20 * 10 ** (i / 10)},${i % 3}`).join('\n');
  for (const name of ['Bench one', 'Bench two']) writeFileSync(join(folder, `${name}.csv`), `frequency,raw\n${rows}\n`);
  writeFileSync(join(folder, 'photo.jpg'), 'no device');
  await page.goto('#devices');
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
  await dropPaths(page, [folder]);
  for (const name of ['Bench one', 'Bench two'])
    await expect(page.getByRole('link', { name, exact: true }).first()).toBeVisible();
  await expect(app.alerts).toContainText('2 of 3 files in “Measurements” are of a kind that devices come in.');
});
