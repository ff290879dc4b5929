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

interface Fixtures {
  readonly app: ListenPage;
  readonly output: Output;
}

export const test = base.extend<Fixtures>({
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
