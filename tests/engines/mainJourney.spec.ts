import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import type { EngineDriver } from './EngineDriver';
import { keepJourney, type JourneyStep } from './keepJourney';
import { STEPS, type DeviceLevels, type JourneyContext } from './mainJourney';
import { openOutputs } from './outputs';
import { puppeteerDriver } from './puppeteerDriver';
import { serveProbed, type ServedApp } from './serveProbed';
import { webKitDriver } from './webKitDriver';

const PORT = Number(process.env['E2E_PORT'] ?? 4174);

const test = base.extend<object, { readonly served: ServedApp }>({
  served: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      const server = await serveProbed(PORT);
      await provide(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Engine {
  readonly name: string;
  /** Environment variable that names its executable, as scripts/install-engines.sh prints it. */
  readonly pathVariable: string;
  readonly needsOutputs: 'none' | 'sound' | 'soundAndScreen';
  start(path: string, env: NodeJS.ProcessEnv): Promise<EngineDriver>;
}

const ENGINES: readonly Engine[] = [
  {
    name: 'Chromium',
    pathVariable: 'CHROMIUM_PATH',
    needsOutputs: 'none',
    start: (executablePath) => puppeteerDriver({ browser: 'chrome', executablePath, args: CHROMIUM_ARGS }),
  },
  {
    name: 'Firefox',
    pathVariable: 'FIREFOX_PATH',
    needsOutputs: 'sound',
    start: (executablePath, env) =>
      puppeteerDriver({
        browser: 'firefox',
        executablePath,
        env,
        extraPrefsFirefox: { 'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0 },
      }),
  },
  {
    name: 'WebKit',
    pathVariable: 'WEBKIT_DRIVER_PATH',
    needsOutputs: 'soundAndScreen',
    start: webKitDriver,
  },
];

/**
 * What Chromium measured, for the engines after it: a failed test ends the process that ran it, and an engine may be run
 * alone. It holds for the build in which it was measured.
 */
interface KeptLevels {
  readonly build: string;
  readonly levels: DeviceLevels;
}
const LEVELS_PATH = join(import.meta.dirname, '../../bench-results/engines/chromium-levels.json');

function keepLevels(kept: KeptLevels): void {
  mkdirSync(dirname(LEVELS_PATH), { recursive: true });
  writeFileSync(LEVELS_PATH, JSON.stringify(kept));
}

function readLevels(build: string): DeviceLevels | null {
  if (!existsSync(LEVELS_PATH)) return null;
  const kept = JSON.parse(readFileSync(LEVELS_PATH, 'utf8')) as KeptLevels;
  return kept.build === build ? kept.levels : null;
}

for (const engine of ENGINES) {
  test(`the main journey in ${engine.name}`, async ({ served: { url, build } }, testInfo) => {
    const day = new Date().toISOString().slice(0, 10);
    const path = process.env[engine.pathVariable];
    if (!path) {
      const note = `${engine.name} is not on this machine`;
      const steps = Object.keys(STEPS).map((name): JourneyStep => ({ name, outcome: 'not run', note }));
      keepJourney({ engine: engine.name, version: null, day, steps });
    }
    test.skip(!path, `NOT RUN: scripts/install-engines.sh found no ${engine.name}`);

    const outputs = engine.needsOutputs === 'none' ? null : await openOutputs(engine.needsOutputs === 'soundAndScreen');
    const steps: JourneyStep[] = [];
    const measured: JourneyContext['measured'] = {};
    let version: string | null = null;
    let driver: EngineDriver | undefined;
    try {
      driver = await engine.start(path!, outputs?.env ?? process.env);
      ({ version } = driver);
      const folder = testInfo.outputPath('files');
      mkdirSync(folder, { recursive: true });
      const isFirst = engine === ENGINES[0];
      const expectedWhole = isFirst ? null : readLevels(build);
      const context: JourneyContext = { driver, url, folder, expectedWhole, measured };
      let hasStopped = false;
      for (const [name, step] of Object.entries(STEPS)) {
        if (hasStopped) {
          steps.push({ name, outcome: 'not run', note: 'the page had stopped to answer' });
          continue;
        }
        await test.step(name, async () => {
          const began = Date.now();
          try {
            const note = await step(context);
            steps.push({ name, outcome: 'ok', ...(note ? { note } : {}) });
          } catch (error) {
            steps.push({ name, outcome: 'not', note: String(error).split('\n')[0]! });
            const isAlive = await driver!.evaluate(() => true).catch(() => false);
            hasStopped = !isAlive;
          }
          const { outcome, note = '' } = steps.at(-1)!;
          console.log(`${engine.name}: ${name}: ${outcome}, ${Date.now() - began} ms ${note}`);
        });
      }
      if (isFirst && measured.whole) keepLevels({ build, levels: measured.whole });
    } finally {
      await driver?.close();
      await outputs?.close();
    }
    const { whole: _, ...worst } = measured;
    console.log(`${engine.name} ${version}: ${JSON.stringify(worst)}`);
    keepJourney({ engine: engine.name, version, day, steps, ...worst });
    expect(steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });
}
