import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser, BrowserContext, Page } from 'playwright';

/** The browser that the tests take, installed when it is missing and may be. */
const chromiumPath = (): string =>
  execFileSync('bash', [join(import.meta.dirname, '../install-chromium.sh')], { encoding: 'utf8' }).trim();

/** Autoplay stays as strict as for everyone: sound starts from real clicks and keys. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), headless: true, args: ARGS });

export interface BenchPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors and console errors. */
  readonly problems: string[];
}

/** A fresh visitor. @param slowdown CPU factor */
export async function visit(browser: Browser, { slowdown = 1 } = {}): Promise<BenchPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    // The worker that keeps the app offline fetches everything again: that is not what is measured here.
    serviceWorkers: 'block',
    acceptDownloads: true,
  });
  await context.addInitScript({ path: join(import.meta.dirname, 'page/recorder.js') });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  if (slowdown > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  return { context, page, problems };
}

/** Memory of all renderer processes, megabytes (2^20): proportional set size, which counts shared pages once. */
export async function rendererMemoryMb(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  let kib = 0;
  for (const { type, id } of processInfo) {
    if (type !== 'renderer') continue;
    let text: string;
    try {
      text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    } catch {
      continue; // ended between the two reads
    }
    kib += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  }
  return kib / 1024;
}

/** Collects garbage and gives the size of the JavaScript heap that is in use, megabytes. */
export async function collectedHeapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}
