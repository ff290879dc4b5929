import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './app';

/** A table of 19.9 MB, a WAV of 64 channels and 199 MB, and 16 MB of filters. */
function largeFiles(outputPath: (name: string) => string): Readonly<Record<'table' | 'wav' | 'filters', string>> {
  const table = outputPath('table.csv');
  const rows: string[] = ['frequency,raw'];
  for (let i = 0, bytes = 14; bytes < 19_850_000; i++) {
    const row = `${(20 + i * 0.02).toFixed(4)},${(i % 7).toFixed(2)}`;
    rows.push(row);
    bytes += row.length + 1;
  }
  writeFileSync(table, rows.join('\n'));
  const wav = outputPath('room.wav');
  const bytes = Buffer.alloc(199_000_044);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(64, 22);
  bytes.writeUInt32LE(192_000, 24);
  bytes.writeUInt32LE(192_000 * 128, 28);
  bytes.writeUInt16LE(128, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(199_000_000, 40);
  for (let c = 0; c < 64; c++) bytes.writeInt16LE(20_000, 44 + 2 * c);
  writeFileSync(wav, bytes);
  const filters = outputPath('filters.txt');
  writeFileSync(filters, 'Filter 1: ON PK Fc 1000 Hz Gain 0.1 dB Q 1.00\n'.repeat(347_000));
  return { table, wav, filters };
}

/** Longest task of the page since it was opened, milliseconds. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = { longestMs: 0 };
    Object.assign(globalThis, { seenTasks: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longestMs = Math.max(seen.longestMs, duration);
    }).observe({ type: 'longtask' });
  });
  return () =>
    page.evaluate(async () => {
      // What is observed is told in a task of its own.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return (globalThis as unknown as { seenTasks: { longestMs: number } }).seenTasks.longestMs;
    });
}

test('large device files leave the page alive, are judged in words, and can be cancelled [fault: large-device-file]', async ({
  app,
  page,
}, testInfo) => {
  test.setTimeout(180_000);
  const files = largeFiles((name) => testInfo.outputPath(name));
  await page.goto('#devices');
  const input = page.getByLabel('Import device');
  await expect(input).toBeAttached();
  const underWay = page.getByRole('list', { name: 'Imports under way' });
  // What the screen loads with the first import is not what is measured.
  await input.setInputFiles({ name: 'none.txt', mimeType: 'text/plain', buffer: Buffer.from('nothing') });
  await expect(app.alerts.getByRole('listitem')).toHaveCount(1);
  const longest = await watchTasks(page);
  const told: string[] = [];
  let alerts = 1;
  for (const [name, words] of [
    ['table', /more than 524,288/],
    ['wav', /64 channels, and at most 16/],
    ['filters', /347,000 filters, and a device may have 200/],
  ] as const) {
    const from = Date.now();
    await test.step(name, async () => {
      await input.setInputFiles(files[name]);
      await expect(app.alerts.getByRole('listitem')).toHaveCount(++alerts, { timeout: 60_000 });
      await expect(app.alerts).toContainText(words);
    });
    told.push(`${name}: ${Date.now() - from} ms, longest task of the page so far ${Math.round(await longest())} ms`);
  }
  // A measurement, not a bound.
  // oxlint-disable-next-line no-console
  console.log(told.join('\n'));
  expect(await longest()).toBeLessThan(1000);
  // Cancelled while it is read: the worker ends, and nothing of it stays.
  await input.setInputFiles(files.table);
  const workers = page.workers().length;
  expect(workers).toBeGreaterThan(0);
  await underWay.getByRole('button', { name: 'Cancel the import of table.csv' }).click();
  await expect(underWay).toHaveCount(0);
  await expect.poll(() => page.workers().length).toBeLessThan(workers);
  await expect(app.alerts.getByRole('listitem')).toHaveCount(alerts);
});
