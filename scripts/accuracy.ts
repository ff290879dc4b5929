// Renders every device in Chromium, and writes docs/accuracy.md and the table that the app shows.
//   npx tsx scripts/accuracy.ts
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { CATALOGUE } from '../src/devices/catalogue';
import { loadEvidence } from '../src/devices/evidence';
import { RENDERED_RATES_HZ, type DeviceAccuracy } from '../src/devices/evidence/accuracyTypes';
import { accuracyDocument, accuracySource, chainMark } from './accuracy/write';
import { launch, visit } from './bench/browser';

const PROJECT = join(import.meta.dirname, '..');
const LIMIT_DB = 0.25;

async function measure(): Promise<Record<string, DeviceAccuracy>> {
  const vite = await createServer({
    root: PROJECT,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await vite.listen();
  const browser = await launch();
  try {
    const { page, problems } = await visit(browser);
    await page.goto(`${vite.resolvedUrls!.local[0]}scripts/accuracy/page.html`);
    try {
      await page.waitForFunction(() => 'accuracy' in window, undefined, { timeout: 60_000 });
    } catch (cause) {
      throw new Error(`the page did not start: ${problems.join('; ')}`, { cause });
    }
    const accuracy: Record<string, DeviceAccuracy> = {};
    for (const profile of CATALOGUE) {
      const errors: number[] = [];
      for (const rate of RENDERED_RATES_HZ) {
        const error = await page.evaluate(([id, hz]) => window.accuracy.renderedErrorDb(id, hz), [
          profile.id,
          rate,
        ] as const);
        errors.push(Number(error.toFixed(3)));
      }
      const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = errors;
      accuracy[profile.id] = { renderedDb: [first, second, third], chain: chainMark(profile) };
      console.log(profile.id.padEnd(24), errors.map((error) => error.toFixed(3)).join('  '));
    }
    return accuracy;
  } finally {
    await browser.close();
    await vite.close();
  }
}

const accuracy = await measure();
const data = join(PROJECT, 'src/devices/evidence/accuracy.ts');
writeFileSync(data, accuracySource(accuracy));
execFileSync(join(PROJECT, 'node_modules/.bin/oxfmt'), [data], { cwd: PROJECT, stdio: 'ignore' });
writeFileSync(join(PROJECT, 'docs/accuracy.md'), accuracyDocument(CATALOGUE, await loadEvidence(), accuracy));
if (Object.values(accuracy).some(({ renderedDb }) => renderedDb.some((error) => !(error <= LIMIT_DB)))) {
  process.exitCode = 1;
  console.error(`At least one device is further than ${LIMIT_DB} dB from what it states.`);
}
