import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { DevicesPage } from '../support/devicesPage';
import { expect, test } from './app';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A bright headphone with weak bass, as AutoEq writes it: level at 1 kHz is 0 dB. */
const responseAt = (hz: number): number =>
  4 * Math.tanh(Math.log2(hz / 1000) / 2) - 3 * Math.exp(-((Math.log2(hz / 5000) * 2) ** 2));
const CSV = [
  'frequency,raw',
  ...Array.from({ length: 200 }, (_, i) => {
    const hz = 20 * 1000 ** (i / 199);
    return `${hz.toFixed(2)},${responseAt(hz).toFixed(3)}`;
  }),
].join('\n');

const textFile = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page, which its policy would not run.
  await page.evaluate(AXE);
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found.flatMap(({ id, impact, nodes }) =>
    nodes
      // Handles lie where their filters are; the list below has the same with room around it (WCAG 2.5.8, equivalent).
      .filter(({ target }) => !(id === 'target-size' && String(target).includes('data-index')))
      .map((node) => `${impact} ${id}: ${node.target.join(' ')}`),
  );
}

test('a device is found, heard on its page and left with the back button', async ({ app, page, output }) => {
  const devices = new DevicesPage(page);
  await app.page.getByRole('link', { name: 'Devices' }).click();
  await expect(devices.heading).toHaveText('Devices');
  await page.getByRole('searchbox', { name: 'Search the library' }).fill('m20');
  await devices.card('ATH-M20x').click();
  await expect(devices.heading).toHaveText('ATH-M20x');
  await expect(devices.heading).toBeFocused();
  await expect(devices.facts).toContainText('CC-BY-SA-4.0');
  await page.getByRole('button', { name: 'Listen through it' }).click();
  await expect(devices.nowPlaying).toContainText('ATH-M20x');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await output.expectSound();
  await page.goBack();
  await expect(devices.heading).toHaveText('Devices');
  await expect(page.getByRole('searchbox', { name: 'Search the library' })).toHaveValue('m20');
});

test('a measurement is imported, fitted, kept over a reload and exported', async ({ page }) => {
  const devices = new DevicesPage(page);
  await devices.open();
  await devices.importDevice.setInputFiles(textFile('Bright cans.csv', CSV));
  await expect(devices.heading).toHaveText('Bright cans');
  await expect(devices.facts).toContainText(/Fit error0\.\d\d\sdB on average \(RMS\), 0\.\d\d\sdB at worst/);
  await page.reload();
  await expect(devices.heading).toHaveText('Bright cans');

  await devices.exportDevice.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as Equalizer APO' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toMatch(/^Filter 1: ON /m);

  // What was exported is a device again.
  await devices.follow('#devices');
  await devices.importDevice.setInputFiles(textFile('Bright again.txt', text));
  const question = page.getByRole('group', { name: 'Is this a response or a correction?' });
  await expect(question.or(devices.heading.filter({ hasText: 'Bright again' }))).toBeVisible();
  if (await question.isVisible()) {
    await page.getByRole('radio', { name: /A response/ }).check();
    await page.getByRole('button', { name: 'Go on' }).click();
  }
  await expect(devices.heading).toHaveText('Bright again');
});

test('what is no device is told and changes nothing', async ({ page }) => {
  const devices = new DevicesPage(page);
  await devices.open();
  await devices.importDevice.setInputFiles(textFile('holiday.txt', 'Dear diary'));
  await expect(devices.alerts).toContainText('“holiday.txt”');
  await expect(devices.pending).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Your own', exact: true })).toHaveCount(0);
});

test('a device is made by mouse and keys, heard meanwhile, and saved', async ({ page }) => {
  const devices = new DevicesPage(page);
  await devices.open('#devices/of/ath-m50x');
  await page.getByRole('button', { name: 'Make your own from it' }).click();
  await expect(devices.heading).toHaveText('Make a device');
  const handle = devices.handle(2);
  const before = await handle.getAttribute('aria-label');
  const box = (await handle.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2 - 50, { steps: 6 });
  await page.mouse.up();
  await expect(handle).not.toHaveAttribute('aria-label', before!);
  await page.keyboard.press('Control+z');
  await expect(handle).toHaveAttribute('aria-label', before!);
  await page.keyboard.press('Control+Shift+z');
  await expect(handle).not.toHaveAttribute('aria-label', before!);
  await page.mouse.wheel(0, -100);
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('list', { name: 'Filters' }).getByRole('listitem')).toHaveCount(7);
  await page.getByRole('textbox', { name: 'Name' }).fill('My bench');
  await page.getByRole('button', { name: 'Save device' }).click();
  await expect(devices.heading).toHaveText('My bench');
  await expect(devices.nowPlaying).toContainText('My bench');
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const theme of ['dark', 'light'] as const) {
    test(`${width} × ${height}, ${theme}: nothing stands in the way on Devices`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      const devices = new DevicesPage(page);
      await devices.open();
      if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const holds = async (what: string): Promise<void> => {
        expect(await violations(page), what).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, `${what}: nothing runs off the side`).toBeLessThanOrEqual(0);
      };
      await holds('library');
      for (const hash of ['#devices/of/ath-m20x', '#devices/of/car-midsize', '#devices/accuracy', '#devices/opra']) {
        await devices.follow(hash);
        await expect(devices.heading).toBeFocused();
        await expect(page.getByText(/Being fetched|Fetching/)).toHaveCount(0);
        await holds(hash);
      }
      await devices.follow('#devices/of/phone');
      await expect(devices.exportDevice).toBeVisible();
      await devices.exportDevice.click();
      await holds('export');
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'Make your own from it' }).click();
      await expect(devices.heading).toHaveText('Make a device');
      await holds('editor');
    });
  }
}
