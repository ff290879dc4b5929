import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { BrowserContext, Page, TestInfo } from '@playwright/test';
import { ListenPage } from '../support/listenPage';
import { keepReliabilityFigures } from '../support/reliability';
import { Traffic } from '../support/traffic';

/** What comes out of the page, measured at the destination of its AudioContext. */
export class Output {
  constructor(private readonly page: Page) {}

  /** Loudness of the next stretch of output, RMS at full scale 1. */
  async rms(seconds = 0.25): Promise<number> {
    return this.page.evaluate(async (sec) => {
      const started = await window.outputRecorder.ask('watch');
      if (!started) return 0;
      for (;;) {
        const level = await window.outputRecorder.ask('level');
        const tap = window.outputRecorder.current;
        // The context was given up for one at another rate.
        if (!level || !tap) return 0;
        if (level.frames >= sec * tap.context.sampleRate) return level.rms;
        await new Promise(requestAnimationFrame);
      }
    }, seconds);
  }

  /**
   * The first half second of what a trial plays, from its start, as a number: the same for the same sound. Rounded to
   * 16 bits.
   */
  async passage(): Promise<{ readonly sampleRate: number; readonly hash: number }> {
    const play = this.page.getByRole('button', { name: /^(?:Play|Pause)$/ });
    if ((await play.getAttribute('aria-label')) === 'Pause') await this.page.keyboard.press(' ');
    await this.expectSilence();
    await this.page.evaluate(() => window.outputRecorder.record(3));
    await this.page.keyboard.press('Backspace');
    await this.expectSound();
    await this.rms(0.6);
    return this.page.evaluate(async () => {
      const { left, right, sampleRate } = await window.outputRecorder.take();
      const first = left.findIndex(
        (sample, i) => Math.round(sample * 32_767) !== 0 || Math.round(right[i]! * 32_767) !== 0,
      );
      const count = sampleRate / 2;
      if (first < 0 || first + count > left.length) throw new Error('too little of the passage was recorded');
      let hash = 0x811c_9dc5;
      for (let i = first; i < first + count; i++) {
        for (const sample of [left[i]!, right[i]!]) hash = Math.imul(hash ^ Math.round(sample * 32_767), 0x0100_0193);
      }
      return { sampleRate, hash: hash >>> 0 };
    });
  }

  async expectSound(): Promise<void> {
    await expect.poll(() => this.rms(), { message: 'sound at the output' }).toBeGreaterThan(1e-4);
  }

  async expectSilence(): Promise<void> {
    // A paused engine may have given the sound card back; then nothing flows at all.
    await expect
      .poll(
        () =>
          this.page.evaluate(async () => {
            const context = window.outputRecorder.current?.context;
            if (!context || context.state !== 'running') return 0;
            await window.outputRecorder.ask('watch');
            for (let frame = 0; frame < 15; frame++) await new Promise(requestAnimationFrame);
            return (await window.outputRecorder.ask('level'))?.peak ?? 0;
          }),
        { message: 'silence at the output' },
      )
      .toBeLessThan(1e-6);
  }
}

/** Measures what reaches the destination; injected before any script of the page. */
export const RECORDER = join(import.meta.dirname, '../../scripts/bench/page/recorder.js');

/** Adds what a journey asked for to that of the journeys before it in this run. */
function keepTraffic(traffic: Traffic, { project, titlePath }: TestInfo): void {
  // Playwright empties the folder before each run.
  const file = join(project.outputDir, 'traffic.jsonl');
  mkdirSync(project.outputDir, { recursive: true });
  const journey = { titlePath, requests: traffic.asked.length, foreign: traffic.foreign.length };
  appendFileSync(file, `${JSON.stringify(journey)}\n`);
  const all = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as typeof journey);
  const total = (of: 'requests' | 'foreign'): number => all.reduce((sum, each) => sum + each[of], 0);
  keepReliabilityFigures('traffic', [
    { what: 'journeys whose requests were recorded', value: all.length },
    { what: 'requests, of pages, workers and the service worker', value: total('requests') },
    { what: 'requests for anything but a file of the build, without a press', value: 0 },
    { what: 'requests with a body, a query or a path of their own', value: 0 },
    { what: 'requests to OPRA, each after a press', value: total('foreign') },
  ]);
}

interface Fixtures {
  readonly app: ListenPage;
  readonly output: Output;
  /** Every request of the test, in any context that it opens. */
  readonly traffic: Traffic;
  /** What the browser kept the page from doing, or would not let it do for any other reason of policy. */
  readonly policyReports: string[];
}

export const test = base.extend<Fixtures>({
  traffic: [
    async ({ browser, baseURL }, provide, testInfo) => {
      const traffic = new Traffic(baseURL!);
      const watch = (context: BrowserContext): void => traffic.watch(context);
      browser.on('context', watch);
      await provide(traffic);
      browser.off('context', watch);
      expect(traffic.faults(), 'requests that carry something, or go elsewhere').toEqual([]);
      keepTraffic(traffic, testInfo);
    },
    { auto: true },
  ],
  policyReports: [
    async ({ browser }, provide) => {
      const reports: string[] = [];
      const watch = (context: BrowserContext): void => {
        context.on('console', (message) => {
          if (/Content Security Policy|Trusted|Permissions-Policy|permissions policy/i.test(message.text()))
            reports.push(message.text());
        });
      };
      browser.on('context', watch);
      await provide(reports);
      browser.off('context', watch);
      expect(reports, 'what the policy of the page forbids').toEqual([]);
    },
    { auto: true },
  ],
  page: async ({ page }, provide) => {
    await page.addInitScript({ path: RECORDER });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await provide(page);
    expect(problems, 'uncaught errors on the page').toEqual([]);
  },
  app: async ({ page }, provide) => {
    await page.goto('/');
    const app = new ListenPage(page);
    await expect(app.play).toBeEnabled();
    await provide(app);
  },
  output: async ({ page }, provide) => {
    await provide(new Output(page));
  },
});

/** A file made by scripts/make-fixtures.ts. */
export function fixture(name: string): string {
  const path = join(import.meta.dirname, '../fixtures/generated', name);
  if (!existsSync(path)) throw new Error(`${name} is missing: run "npx tsx scripts/make-fixtures.ts" first`);
  return path;
}

/** Nothing is loading or being measured any more. */
export async function expectQuiet(app: ListenPage): Promise<void> {
  await expect(app.exportAudio).toBeEnabled();
  await expect(app.progress).toHaveCount(0);
}

export { expect };
