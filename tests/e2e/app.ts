import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ListenPage } from '../support/listenPage';

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

interface Fixtures {
  readonly app: ListenPage;
  readonly output: Output;
}

export const test = base.extend<Fixtures>({
  page: async ({ page }, provide) => {
    await page.addInitScript({ path: join(import.meta.dirname, '../../scripts/bench/page/recorder.js') });
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
