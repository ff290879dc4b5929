import { existsSync, mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright';
import { seededRandom } from '../../../src/core/random';
import { collectedHeapMb, rendererMemoryMb } from '../browser';
import { rowOf } from '../rows';
import { SIGNAL_FOLDER, cached, fourMinuteMp3, fourMinuteWav, songLike, wavFile } from '../signals';
import { addFile, openApp, playAndHear } from './app';
import type { OpenApp } from './app';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

/** A figure stands still when two looks, seconds apart, differ by less than this, MB. */
const STILL_MB = 2;
const LOOK_EVERY_MS = 2000;
const MOST_LOOKS = 30;
/** How often the peak is looked for. */
const PEAK_EVERY_MS = 100;

/** How long the mixed use lasts, seconds. */
const USE_SEC = 90;
const WORKOUTS = 7;

/** Memory of the renderer after collection, when it changes no more, MB. */
async function settledMb({ page }: OpenApp, { browser }: Measuring): Promise<number> {
  let last = Infinity;
  for (let look = 0; look < MOST_LOOKS; look++) {
    await collectedHeapMb(page);
    const now = await rendererMemoryMb(browser);
    if (Math.abs(now - last) < STILL_MB) return now;
    last = now;
    await pause(LOOK_EVERY_MS);
  }
  return last;
}

/** A fresh visitor who has played the demo song and paused it, with every device ready. */
async function readyApp(measuring: Measuring): Promise<OpenApp> {
  const app = await openApp(measuring);
  await playAndHear(app);
  // The least time for all devices; `settledMb` waits for the rest.
  await pause(12_000);
  await app.screen.pause.click();
  return app;
}

/** Looks at the memory all the time while `work` runs. @returns the most there was, MB */
async function peakOf({ browser }: Measuring, work: () => Promise<void>): Promise<number> {
  let peak = await rendererMemoryMb(browser);
  const over = new AbortController();
  const watch = (async () => {
    while (!over.signal.aborted) {
      peak = Math.max(peak, await rendererMemoryMb(browser));
      await pause(PEAK_EVERY_MS);
    }
  })();
  try {
    await work();
  } finally {
    over.abort();
    await watch;
  }
  return peak;
}

async function addedBy(measuring: Measuring, path: string): Promise<number> {
  const app = await readyApp(measuring);
  const before = await settledMb(app, measuring);
  const peak = await peakOf(measuring, () => addFile(app, path, 'four-minutes'));
  const after = await settledMb(app, measuring);
  measuring.note(
    `${path.split('.').at(-1)}: renderer memory before, at most, after, MB`,
    [before, peak, after].map(Math.round),
  );
  await app.context.close();
  return after - before;
}

export const memoryAdded: Measurement = {
  name: 'memory-added',
  rows: ['memory-wav'],
  async run(measuring) {
    const added = await addedBy(measuring, fourMinuteWav());
    measuring.note(
      'memory that a 4-minute 320 kb/s MP3 adds, MB',
      Math.round(await addedBy(measuring, fourMinuteMp3())),
    );
    return [
      rowOf(
        {
          id: 'memory-wav',
          what: 'memory that a 4-minute 44.1 kHz stereo WAV adds (85 MB of samples)',
          unit: 'MB',
          limit: 110,
          how: 'growth of the renderers’ proportional set size after garbage collection, when it stands still; every device ready before',
        },
        [added],
      ),
    ];
  },
};

/** Ten files of 5 to 25 s at both usual rates, WAV and MP3 in turn. */
function shortFiles(): { readonly path: string; readonly name: string }[] {
  mkdirSync(SIGNAL_FOLDER, { recursive: true });
  return Array.from({ length: 10 }, (_, i) => {
    const seconds = Math.round(5 + (20 * i) / 9);
    const sampleRate = i % 4 < 2 ? 44_100 : 48_000;
    const name = `mixed-${i}-${seconds}s`;
    const wav = wavFile(
      `${name}.wav`,
      () => [songLike(sampleRate * seconds, 31 + i, sampleRate), songLike(sampleRate * seconds, 51 + i, sampleRate)],
      sampleRate,
      'int16',
    );
    if (i % 2 === 0) return { path: wav, name };
    const path = cached(`${name}.mp3`, (to) => {
      execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', wav, '-b:a', '256k', to]);
    });
    if (!existsSync(path)) throw new Error(`${path} was not made`);
    return { path, name };
  });
}

async function switchAndSeek(page: Page, random: () => number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('1234567890abx'[Math.floor(random() * 13)]!);
    if (i % 4 === 0) await page.keyboard.press(random() < 0.6 ? 'ArrowRight' : 'ArrowLeft');
    await pause(120);
  }
}

async function beginAndLeaveWorkout({ page }: OpenApp): Promise<void> {
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Start workout' }).click();
  await page.getByRole('region', { name: 'Trial' }).waitFor({ timeout: 60_000 });
  await pause(1000);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Start workout' }).waitFor();
  await page.getByRole('link', { name: 'Listen', exact: true }).click();
}

export const memoryMixed: Measurement = {
  name: 'memory-mixed',
  rows: ['memory-mixed-peak', 'memory-mixed-end'],
  async run(measuring) {
    const files = shortFiles();
    const app = await readyApp(measuring);
    const { page, screen } = app;
    const start = await settledMb(app, measuring);
    const random = seededRandom(9);
    const along: number[] = [];
    const peak = await peakOf(measuring, async () => {
      const endMs = performance.now() + USE_SEC * 1000;
      await screen.play.click();
      for (const [i, { path, name }] of files.entries()) {
        await switchAndSeek(page, random, 8);
        await addFile(app, path, name);
        await switchAndSeek(page, random, 8);
        await page.getByRole('button', { name: `Remove ${name}` }).click();
        if (i < WORKOUTS) {
          await beginAndLeaveWorkout(app);
          await screen.play.click();
        }
        along.push(Math.round(await rendererMemoryMb(measuring.browser)));
      }
      while (performance.now() < endMs) await switchAndSeek(page, random, 4);
      if (await screen.pause.isVisible()) await screen.pause.click();
    });
    const end = await settledMb(app, measuring);
    measuring.note('mixed use: renderer memory at the start, after each file, at most, at the end, MB', [
      Math.round(start),
      along,
      Math.round(peak),
      Math.round(end),
    ]);
    await app.context.close();
    const how =
      '90 s of switches and seeks by keys, ten files of 5 to 25 s in and out, a workout begun and left seven times; renderers’ proportional set size';
    return [
      rowOf(
        {
          id: 'memory-mixed-peak',
          what: 'most memory during mixed use',
          unit: 'MB',
          limit: 450,
          how: `${how}, looked at ten times a second, uncollected`,
        },
        [peak],
      ),
      rowOf(
        {
          id: 'memory-mixed-end',
          what: 'memory after mixed use',
          unit: '× the start',
          limit: 1.2,
          how: `${how}, after garbage collection, against the same before`,
        },
        [end / start],
      ),
    ];
  },
};
