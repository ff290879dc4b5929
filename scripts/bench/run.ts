/**
 * `npm run bench [-- --only name]`: builds the app, measures it in Chromium, prints the table and keeps it in docs/.
 * Exits 1 when a row fails. `--dist folder` measures a build that is already there; `--short` switches at random for
 * one minute at each rate instead of five, and its row says so. With `--only`, `--keep` writes what was measured into
 * docs/ beside what other runs measured.
 */
import { join, resolve } from 'node:path';
import { build, createServer } from 'vite';
import { launch } from './browser';
import { runHarness } from './harness';
import { audioThread } from './measure/audioThread';
import { burst } from './measure/burst';
import { convolution } from './measure/convolution';
import { fitting, opra } from './measure/devices';
import { drillNull } from './measure/drillNull';
import { exporting } from './measure/exporting';
import { analysis, files } from './measure/files';
import { sameDevice } from './measure/modules';
import type { Measurement } from './measure/measuring';
import { memoryAdded, memoryLong, memoryMixed } from './measure/memory';
import { ready as deviceReadiness } from './measure/ready';
import { rendererMemory } from './measure/rendererMemory';
import { spike } from './measure/spike';
import { exports, firstScreen, growth, memory } from './measure/page';
import { liveLevel, position } from './measure/music';
import { switching } from './measure/switching';
import { answering, progress } from './measure/training';
import { passes } from './rows';
import type { Row } from './rows';
import { printRow, writeReport } from './report';
import { serveBuild } from './server';

const ROOT = resolve(import.meta.dirname, '../..');

const MEASUREMENTS: readonly Measurement[] = [
  spike,
  switching,
  sameDevice,
  burst,
  deviceReadiness,
  rendererMemory,
  audioThread,
  convolution,
  position,
  liveLevel,
  exports,
  exporting,
  files,
  analysis,
  firstScreen,
  memory,
  memoryAdded,
  memoryMixed,
  memoryLong,
  growth,
  answering,
  drillNull,
  progress,
  fitting,
  opra,
];

function chosen(args: readonly string[]): readonly Measurement[] {
  const only = args.flatMap((arg, i) => (args[i - 1] === '--only' ? arg.split(',') : []));
  if (only.length === 0) return MEASUREMENTS;
  const found = MEASUREMENTS.filter((m) => only.includes(m.name) || m.rows.some((row) => only.includes(row)));
  if (found.length === 0) {
    throw new RangeError(`--only takes ${MEASUREMENTS.map((m) => m.name).join(', ')}, got ${only.join(', ')}`);
  }
  return found;
}

const optionOf = (name: string): string | undefined => process.argv[process.argv.indexOf(name) + 1 || Infinity];

const measurements = chosen(process.argv.slice(2));
const ready = optionOf('--dist');
if (!ready) await build({ root: ROOT, logLevel: 'warn' });
const vite = await createServer({
  root: ROOT,
  logLevel: 'error',
  server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
});
await vite.listen();
const server = await serveBuild(ready ?? join(ROOT, 'dist'));
const browser = await launch();
const version = browser.version();
const rows: Row[] = [];
const notes: Record<string, unknown> = {};
const broken: string[] = [];
try {
  for (const measurement of measurements) {
    const began = performance.now();
    console.log(`… ${measurement.name}`);
    try {
      const more = await measurement.run({
        browser,
        server,
        isShort: process.argv.includes('--short'),
        workbenchUrl: `${vite.resolvedUrls!.local[0]}scripts/bench/page/workbench.html`,
        note: (name, value) => {
          notes[name] = value;
          if (process.argv.includes('--notes')) console.log(`  ${name}:`, value);
        },
      });
      for (const row of more) printRow(row);
      rows.push(...more);
    } catch (error) {
      broken.push(measurement.name);
      console.error(`${measurement.name} could not be measured:`, error);
    } finally {
      // What failed in the middle must not go on beside the next one.
      for (const context of browser.contexts()) await context.close();
    }
    console.log(`  ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
} finally {
  await browser.close();
  server.close();
  await vite.close();
}

const isWhole = measurements.length === MEASUREMENTS.length;
if (isWhole) {
  console.log('… capture harness, if there is one');
  try {
    const folder = process.env['MEASURE_HARNESS'] ?? join(ROOT, '../shared/tools/measure');
    const measured = runHarness(ROOT, folder);
    if (measured) notes['by the capture harness that measured other web apps, median (worst)'] = measured;
  } catch (error) {
    broken.push('harness');
    console.error('The capture harness could not be run:', error);
  }
}
const failed = rows.filter((row) => !passes(row));
if (isWhole || process.argv.includes('--keep')) {
  const ids = MEASUREMENTS.flatMap((measurement) => measurement.rows);
  writeReport({ root: ROOT, rows, notes, chromium: version, ids });
}
for (const row of failed) console.log(`FAIL ${row.id}`);
for (const name of broken) console.log(`FAIL ${name} (not measured)`);
console.log(`${rows.length - failed.length} passed, ${failed.length + broken.length} failed`);
process.exitCode = failed.length + broken.length > 0 ? 1 : 0;
