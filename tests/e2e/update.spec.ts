import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { build } from 'vite';
import { ListenPage } from '../support/listenPage';
import { TrainPage } from '../support/trainPage';

const { expect } = base;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** A static host whose folder can be published anew. */
class Host {
  folder = '';
  #server: Server | undefined;
  async open(): Promise<string> {
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://host');
      const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
      readFile(join(this.folder, file)).then(
        (bytes) =>
          response
            .writeHead(200, {
              'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
              'cache-control': 'no-cache',
            })
            .end(bytes),
        () => response.writeHead(404, { 'content-type': 'text/plain' }).end('not here'),
      );
    });
    const server = this.#server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

/** Builds the app so that the page says which build it is; every file name that depends on its code differs. */
async function buildNamed(name: string, outDir: string): Promise<void> {
  await build({
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
    plugins: [
      {
        name: 'build-name',
        transform: (code, id) =>
          id.endsWith('/src/app/main.tsx')
            ? `${code}\ndocument.documentElement.dataset.build = ${JSON.stringify(name)};\n`
            : undefined,
      },
    ],
  });
}

interface Builds {
  readonly first: string;
  readonly second: string;
}

const test = base.extend<
  { host: Host; open: (serviceWorkers: 'allow' | 'block') => Promise<BrowserContext> },
  { builds: Builds }
>({
  builds: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide, workerInfo) => {
      const folder = (name: string): string => join(workerInfo.project.outputDir, `build-${name}`);
      const builds = { first: folder('first'), second: folder('second') };
      await buildNamed('first', builds.first);
      await buildNamed('second', builds.second);
      await provide(builds);
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  host: async ({ builds }, provide) => {
    const host = new Host();
    host.folder = builds.first;
    await provide(host);
    host.close();
  },
  open: async ({ browser, host }: { browser: Browser; host: Host }, provide) => {
    const baseURL = await host.open();
    const contexts: BrowserContext[] = [];
    await provide(async (serviceWorkers) => {
      const context = await browser.newContext({ baseURL, serviceWorkers });
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },
});

const buildOf = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset['build']);
const offer = (page: Page) => page.getByRole('status').filter({ hasText: /newer version/ });
const take = (page: Page) => page.getByRole('button', { name: 'Reload into it' });

test('an update waits for the other tab: a drill there goes on in its own version [fault: update-elsewhere]', async ({
  host,
  builds,
  open,
}) => {
  // Two builds' pages and a drill by keyboard, on a machine that may be busy.
  test.setTimeout(240_000);
  const context = await open('allow');
  const listening = await context.newPage();
  await listening.goto('/');
  await listening.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const training = await context.newPage();
  const train = new TrainPage(training);
  await train.open();
  await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 1, trialCount: 2 }]));
  await train.acceptInvitation();
  await train.expectQuestion(1, 2);
  await training.evaluate(() => Object.assign(window, { isSamePage: true }));
  const isSamePage = () => training.evaluate(() => 'isSamePage' in window);

  host.folder = builds.second;
  await listening.reload();
  await expect(offer(listening)).toContainText('A newer version is ready', { timeout: 60_000 });
  await expect(offer(training)).toContainText('A newer version is ready');
  await take(listening).click();
  await expect(offer(listening)).toContainText('Elsewhere is open in another tab, which it would interrupt');
  expect(await buildOf(listening)).toBe('first');

  await test.step('the drill is answered, and parts of its version still load', async () => {
    expect(await isSamePage()).toBe(true);
    await train.answer();
    await train.expectQuestion(2, 2);
    await training.getByRole('link', { name: 'Devices', exact: true }).click();
    await expect(training.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
    expect(await isSamePage()).toBe(true);
    expect(await buildOf(training)).toBe('first');
    await expect(training.getByRole('alert')).toHaveCount(0);
  });

  await training.close();
  await take(listening).click();
  await expect.poll(() => buildOf(listening).catch(() => undefined)).toBe('second');
  await expect(new ListenPage(listening).play).toBeEnabled();
  await expect(offer(listening)).toHaveCount(0);
  const next = await context.newPage();
  await next.goto('/');
  expect(await buildOf(next)).toBe('second');
});

test('without a service worker, a part that a newer deployment has removed offers to reload into it [fault: chunk-missing]', async ({
  host,
  builds,
  open,
}) => {
  const context = await open('block');
  const page = await context.newPage();
  await page.goto('/');
  await expect(new ListenPage(page).play).toBeEnabled();
  host.folder = builds.second;
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Train could not be loaded.' })).toBeVisible();
  await expect(offer(page)).toContainText('A newer version is ready');
  await take(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible();
  expect(await buildOf(page)).toBe('second');
});
