import { existsSync, mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { seededRandom } from '../../../src/core/random';
import { collectedHeapMb, rendererMemoryMb, visit } from '../browser';
import { rowOf } from '../rows';
import { SIGNAL_FOLDER, cached, fourMinuteMp3, fourMinuteWav, songLike, wavFile } from '../signals';
import { ListenPage } from '../../../tests/support/listenPage';
import { addFile, openApp, playAndHear, untilQuiet } from './app';
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

/** How long the long mixed use lasts, seconds; the short run is only to see that it works. */
const LONG_USE_SEC = 600;
const SHORT_LONG_USE_SEC = 150;
/** Workers that nobody needs any more have ended after so long. */
const WORKERS_END_MS = 45_000;
/** From here on nothing may grow any more, seconds. */
const FLAT_FROM_SEC = 60;
/** The demo mixes, which stay open all the time: two of 49 s at 44.1 kHz, stereo, as 32-bit samples. */
const OPEN_TRACKS_MB = (2 * 49.25 * 44_100 * 2 * 4) / 2 ** 20;

/** Counts the audio contexts of the page; injected before any script of the page. */
const CONTEXT_COUNTER = join(import.meta.dirname, '../page/contextCounter.js');

interface Held {
  readonly rendererMb: number;
  readonly heapMb: number;
  /** Beyond the output and one for decoding at each sample rate. */
  readonly surplusContexts: number;
  readonly workers: number;
}

/** After collection. */
async function held({ page }: OpenApp, { browser }: Measuring): Promise<Held> {
  const heapMb = await collectedHeapMb(page);
  await pause(LOOK_EVERY_MS);
  return {
    heapMb,
    rendererMb: await rendererMemoryMb(browser),
    surplusContexts: await page.evaluate(() => (window as unknown as { surplusContexts(): number }).surplusContexts()),
    workers: page.workers().length,
  };
}

export const memoryLong: Measurement = {
  name: 'memory-long',
  rows: [
    'memory-long-peak',
    'memory-long-flat',
    'memory-long-heap',
    'memory-long-contexts',
    'memory-long-workers',
    'memory-long-errors',
  ],
  async run(measuring) {
    const files = shortFiles();
    const visited = await visit(measuring.browser);
    await visited.context.addInitScript({ path: CONTEXT_COUNTER });
    const app: OpenApp = { ...visited, screen: new ListenPage(visited.page) };
    const { page, screen, problems } = app;
    await page.goto(measuring.server.url);
    await screen.play.waitFor();
    await untilQuiet(page);
    await playAndHear(app);
    await pause(12_000);
    await screen.pause.click();
    const start = await held(app, measuring);
    const random = seededRandom(10);
    const useSec = measuring.isShort ? SHORT_LONG_USE_SEC : LONG_USE_SEC;
    let flat: Held | null = null;
    let roundCount = 0;
    const along: number[] = [];
    const peak = await peakOf(measuring, async () => {
      const beganMs = performance.now();
      const secondsIn = (): number => (performance.now() - beganMs) / 1000;
      await screen.play.click();
      while (secondsIn() < useSec) {
        const { path, name } = files[roundCount % files.length]!;
        await switchAndSeek(page, random, 12);
        await addFile(app, path, name);
        await switchAndSeek(page, random, 12);
        await page.getByRole('button', { name: `Remove ${name}` }).click();
        if (roundCount % 2 === 0) {
          await beginAndLeaveWorkout(app);
          await screen.play.click();
        }
        roundCount++;
        along.push(Math.round(await rendererMemoryMb(measuring.browser)));
        if (flat === null && secondsIn() >= FLAT_FROM_SEC) flat = await held(app, measuring);
      }
      if (await screen.pause.isVisible()) await screen.pause.click();
    });
    await pause(WORKERS_END_MS);
    await settledMb(app, measuring);
    const end = await held(app, measuring);
    if (flat === null) throw new RangeError('the use was too short');
    const early: Held = flat;
    measuring.note('long mixed use: held at the start, after the first minute, at the end', [start, early, end]);
    measuring.note('long mixed use: renderer memory after each round, MB', along);
    await app.context.close();
    const how = `${measuring.isShort ? 'SHORT RUN: ' : ''}${useSec / 60} minutes of switches, seeks, files of 5 to 25 s in and out (${roundCount}), a workout begun and left every second time`;
    const row = (id: string, what: string, unit: string, limit: number, detail: string, value: number) =>
      rowOf({ id: `memory-long-${id}`, what, unit, limit, how: detail === '' ? how : `${how}; ${detail}` }, [value]);
    return [
      row(
        'peak',
        'most memory during long mixed use, above the open tracks',
        'MB',
        300,
        'renderer’s proportional set size, looked at ten times a second, uncollected, less the samples of the two demo mixes',
        peak - OPEN_TRACKS_MB,
      ),
      row(
        'flat',
        'memory after long mixed use, against after its first minute',
        '×',
        1.1,
        'renderer’s proportional set size after collection',
        end.rendererMb / early.rendererMb,
      ),
      row(
        'heap',
        'JavaScript heap after long mixed use, above that after its first minute',
        'MB',
        2,
        'after collection',
        end.heapMb - early.heapMb,
      ),
      row(
        'contexts',
        'audio contexts of both kinds after long mixed use, beyond the output and one for decoding at each sample rate',
        'contexts',
        0,
        'those that are neither closed nor collected',
        end.surplusContexts,
      ),
      row(
        'workers',
        'workers after long mixed use, more than at its start',
        'workers',
        0,
        '',
        end.workers - start.workers,
      ),
      row(
        'errors',
        'errors in the page during long mixed use',
        'errors',
        0,
        'uncaught ones and those on the console',
        problems.length,
      ),
    ];
  },
};

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
