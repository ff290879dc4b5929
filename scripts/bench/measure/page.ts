import { readFileSync } from 'node:fs';
import { CATALOGUE } from '../../../src/devices/catalogue';
import { integratedLoudness } from '../../../src/dsp/loudness';
import { seededRandom } from '../../../src/core/random';
import { JS_BUDGET_KB } from '../budget';
import { collectedHeapMb, rendererMemoryMb, visit } from '../browser';
import { medianOf, rowOf } from '../rows';
import { readFloatWav, tenMinuteWav } from '../signals';
import { ListenPage } from '../../../tests/support/listenPage';
import { addFile, forgetLongTasks, longestTaskOf, openApp, playAndHear, untilQuiet } from './app';
import { pause } from './measuring';
import type { Measurement } from './measuring';

export const firstScreen: Measurement = {
  name: 'load',
  rows: ['usable', 'usable-slow', 'javascript', 'longest-task-load'],
  async run(measuring) {
    const timesAt = async (slowdown: number, runs: number): Promise<number[]> => {
      const times: number[] = [];
      for (let i = 0; i < runs; i++) {
        const { page, context } = await visit(measuring.browser, { slowdown });
        await page.addInitScript(() => {
          window.outputRecorder.when('usable', () => {
            const play = document.querySelector<HTMLButtonElement>('button[aria-label="Play"]');
            return (
              play !== null &&
              !play.disabled &&
              document.querySelector('[role="radiogroup"] input[type="radio"]') !== null
            );
          });
        });
        await page.goto(measuring.server.url);
        await page.waitForFunction(() => window.outputRecorder.marks['usable'] !== undefined);
        times.push(await page.evaluate(() => window.outputRecorder.marks['usable']!));
        await context.close();
      }
      return times;
    };
    const slow = await timesAt(4, 5);
    const normal = await timesAt(1, 5);

    const { page, context } = await visit(measuring.browser);
    const screen = new ListenPage(page);
    const before = measuring.server.log.length;
    await page.goto(measuring.server.url);
    await playAndHear({ page, context, screen, problems: [] });
    const scripts = measuring.server.log.slice(before).filter(({ path }) => path.endsWith('.js'));
    await context.close();

    const tasks: number[] = [];
    for (let i = 0; i < 5; i++) {
      const visitor = await visit(measuring.browser);
      await visitor.page.goto(measuring.server.url);
      await new ListenPage(visitor.page).play.click();
      // Long enough for engine, analysis and every device to get ready; nothing is asked of the page meanwhile.
      await pause(5000);
      const longest = await longestTaskOf(visitor.page);
      tasks.push(longest.ms);
      if (longest.ms > 0) measuring.note(`long tasks while opening and getting ready, run ${i + 1}`, longest.where);
      await visitor.context.close();
    }
    measuring.note(
      'JavaScript before the first Play, KB gzip',
      Object.fromEntries(
        scripts.map(({ path, bytes }) => [path.replace(/^\/assets\//, ''), Number((bytes / 1024).toFixed(1))]),
      ),
    );
    const how = 'from navigation, cold, until Play can be pressed and the targets are there';
    return [
      rowOf({ id: 'usable', what: 'first usable screen', unit: 'ms', limit: 1500, gate: 'median', how }, normal),
      rowOf(
        {
          id: 'usable-slow',
          what: 'first usable screen on a 4× slower CPU',
          unit: 'ms',
          limit: 1500,
          gate: 'median',
          how,
        },
        slow,
      ),
      rowOf(
        {
          id: 'javascript',
          what: 'JavaScript before the first Play, gzip',
          unit: 'KB',
          limit: JS_BUDGET_KB,
          how: 'every script the server sent from navigation until the demo song sounds',
        },
        [scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1024],
      ),
      rowOf(
        {
          id: 'longest-task-load',
          what: 'longest task on the page while it opens, plays and gets every device ready',
          unit: 'ms',
          limit: 50,
          how: 'cold page, Play at once, 5 s; tasks below 50 ms are not reported and count as 0',
        },
        tasks,
      ),
    ];
  },
};

export const memory: Measurement = {
  name: 'memory',
  rows: ['memory'],
  async run(measuring) {
    const path = tenMinuteWav();
    const decodedMb = (600 * 48_000 * 2 * 4) / 2 ** 20;
    const app = await openApp(measuring);
    await playAndHear(app);
    // Every device is ready before the count begins.
    await pause(12_000);
    await app.screen.pause.click();
    await pause(2000);
    await collectedHeapMb(app.page);
    await pause(1000);
    const before = await rendererMemoryMb(measuring.browser);
    let peak = before;
    const look = async (): Promise<void> => {
      peak = Math.max(peak, await rendererMemoryMb(measuring.browser));
    };
    const watch = setInterval(() => void look(), 250);
    await addFile(app, path, 'ten-minutes');
    clearInterval(watch);
    await pause(3000);
    await collectedHeapMb(app.page);
    await pause(3000);
    const after = await rendererMemoryMb(measuring.browser);
    measuring.note('10-minute file: renderer memory before, at most, after, MB', [before, peak, after].map(Math.round));
    await app.context.close();
    return [
      rowOf(
        {
          id: 'memory',
          what: 'memory after loading a 10-minute 48 kHz stereo file',
          unit: '× decoded size',
          limit: 1.5,
          how: 'growth of the renderer’s proportional set size after garbage collection, demo mixes still loaded',
        },
        [(after - before) / decodedMb],
      ),
    ];
  },
};

/** Growth over hundreds of switches: what would become of a page left open all day. */
export const growth: Measurement = {
  name: 'growth',
  rows: ['heap-growth', 'memory-growth', 'longest-task'],
  async run(measuring) {
    const app = await openApp(measuring);
    const { page } = app;
    await playAndHear(app);
    await page.keyboard.press('l');
    const random = seededRandom(5);
    const work = async (switches: number): Promise<void> => {
      for (let i = 0; i < switches; i++) {
        await page.keyboard.press('1234567890abx'[Math.floor(random() * 13)]!);
        if (i % 6 === 0) await page.keyboard.press(random() < 0.6 ? 'ArrowRight' : 'ArrowLeft');
        await pause(90);
      }
      await pause(1500);
    };
    // Every device is ready, has been visited, and every cache is filled before the count begins.
    await pause(12_000);
    await work(120);
    const heapBefore = await collectedHeapMb(page);
    const memoryBefore = await rendererMemoryMb(measuring.browser);
    await forgetLongTasks(page);
    await page.evaluate(() => {
      window.outputRecorder.events.length = 0;
    });
    await work(300);
    const longest = await longestTaskOf(page);
    if (longest.ms > 0) measuring.note('long tasks while switching and seeking by keys', longest.where);
    await page.evaluate(() => {
      window.outputRecorder.events.length = 0;
    });
    const heap = (await collectedHeapMb(page)) - heapBefore;
    const total = (await rendererMemoryMb(measuring.browser)) - memoryBefore;
    await app.context.close();
    const how = '300 switches and 50 seeks by keys while the demo song loops, after 120 switches to warm up';
    return [
      rowOf(
        {
          id: 'heap-growth',
          what: 'JavaScript heap growth',
          unit: 'MB',
          limit: 1,
          how: `${how}; after garbage collection`,
        },
        [heap],
      ),
      rowOf(
        {
          id: 'memory-growth',
          what: 'renderer memory growth',
          unit: 'MB',
          limit: 20,
          how: `${how}; proportional set size`,
        },
        [total],
      ),
      rowOf(
        {
          id: 'longest-task',
          what: 'longest task on the page while switching and seeking',
          unit: 'ms',
          limit: 50,
          how,
        },
        [longest.ms],
      ),
    ];
  },
};

export const exports: Measurement = {
  name: 'exports',
  rows: ['matched'],
  async run(measuring) {
    const app = await openApp(measuring);
    const { page, screen } = app;
    const levels: Record<string, number> = {};
    for (const { id, name } of CATALOGUE) {
      await screen.target(name).check();
      await screen.nowPlaying.filter({ hasText: /matched|unchanged/ }).waitFor();
      const download = page.waitForEvent('download');
      await screen.exportAudio.click();
      const { channels, sampleRate } = readFloatWav(readFileSync(await (await download).path()));
      levels[id] = integratedLoudness(channels, sampleRate);
    }
    await untilQuiet(page);
    await app.context.close();
    const values = Object.values(levels);
    const pairs = values.flatMap((a, i) => values.slice(i + 1).map((b) => Math.abs(a - b)));
    measuring.note(
      'demo song exported through each target, LUFS',
      Object.fromEntries(Object.entries(levels).map(([id, lufs]) => [id, Number(lufs.toFixed(3))])),
    );
    measuring.note('median loudness of the exports, LUFS', Number(medianOf(values).toFixed(2)));
    return [
      rowOf(
        {
          id: 'matched',
          what: 'loudness between any two targets, matched',
          unit: 'LU',
          limit: 0.1,
          how: 'the demo song exported through every target, BS.1770 on the files, all pairs',
        },
        pairs,
      ),
    ];
  },
};
