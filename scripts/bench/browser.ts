import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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

/**
 * A fresh visitor.
 * @param options.slowdown CPU factor
 * @param options.isRecorded false where the recorder's own work on the audio thread would be counted
 */
export async function visit(browser: Browser, { slowdown = 1, isRecorded = true } = {}): Promise<BenchPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    // The worker that keeps the app offline fetches everything again: that is not what is measured here.
    serviceWorkers: 'block',
    acceptDownloads: true,
  });
  if (isRecorded) await context.addInitScript({ path: join(import.meta.dirname, 'page/recorder.js') });
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

/** Of `/proc`: USER_HZ, the same on every Linux. */
const TICKS_PER_SEC = 100;

async function rendererIds(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/**
 * Memory of the renderer process that holds the page and its workers, megabytes (2^20): proportional set size, which
 * counts shared pages once. It is the largest one; the browser has others for pages of its own, some 90 MB.
 */
export async function rendererMemoryMb(browser: Browser): Promise<number> {
  let mostKib = 0;
  for (const id of await rendererIds(browser)) {
    let text: string;
    try {
      text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    } catch {
      continue; // ended between the two reads
    }
    mostKib = Math.max(mostKib, Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0));
  }
  return mostKib / 1024;
}

/** Processor time that audio threads of all renderer processes have had so far, seconds. */
export async function audioThreadSec(browser: Browser): Promise<number> {
  let ticks = 0;
  for (const id of await rendererIds(browser)) {
    for (const task of readdirSync(`/proc/${id}/task`)) {
      const stat = readFileSync(`/proc/${id}/task/${task}/stat`, 'utf8');
      // The name stands in brackets: the thread of a context with worklets runs its whole graph.
      if (!/\(Realtime AudioW/.test(stat)) continue;
      const [userTicks, systemTicks] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13);
      ticks += Number(userTicks) + Number(systemTicks);
    }
  }
  return ticks / TICKS_PER_SEC;
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
