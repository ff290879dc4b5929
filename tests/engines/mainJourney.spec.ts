import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import type { EngineDriver } from './EngineDriver';
import { keepJourney, type JourneyStep } from './keepJourney';
import { STEPS, type DeviceLevels, type JourneyContext } from './mainJourney';
import { openOutputs } from './outputs';
import { puppeteerDriver } from './puppeteerDriver';
import { serveProbed } from './serveProbed';
import { webKitDriver } from './webKitDriver';

const PORT = Number(process.env['E2E_PORT'] ?? 4174);

const test = base.extend<object, { readonly url: string }>({
  url: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      const server = await serveProbed(PORT);
      await provide(server.url);
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

for (const engine of ENGINES) {
  test(`the main journey in ${engine.name}`, async ({ url }, testInfo) => {
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
      // From one engine to the next: a failed test ends the process that ran it.
      const levelsPath = join(testInfo.project.outputDir, 'chromium-levels.json');
      const isFirst = engine === ENGINES[0];
      const expectedWhole =
        !isFirst && existsSync(levelsPath) ? (JSON.parse(readFileSync(levelsPath, 'utf8')) as DeviceLevels) : null;
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
      if (isFirst && measured.whole) writeFileSync(levelsPath, JSON.stringify(measured.whole));
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
