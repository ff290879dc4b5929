import type { Page } from 'playwright';
import { ListenPage } from '../../../tests/support/listenPage';
import type { BenchServer } from '../server';
import { visit } from '../browser';
import type { BenchPage } from '../browser';
import type { Measuring } from './measuring';

export interface OpenApp extends BenchPage {
  readonly screen: ListenPage;
}

/** A fresh visitor on the Listen screen, when the demo song is loaded and measured. */
export async function openApp({ browser, server }: Measuring): Promise<OpenApp> {
  const visited = await visit(browser);
  const screen = new ListenPage(visited.page);
  await visited.page.goto(server.url);
  await screen.play.waitFor();
  await untilQuiet(visited.page);
  return { ...visited, screen };
}

/** Waits until nothing is loading or being measured, and the current mix is whole. */
export async function untilQuiet(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const exportButton = [...document.querySelectorAll('button')].find((b) =>
        b.textContent?.includes('Export audio'),
      );
      return exportButton?.disabled === false && document.querySelector('progress') === null;
    },
    undefined,
    { timeout: 120_000, polling: 100 },
  );
}

/** Hands files over and waits until the first of them is on and measured. */
export async function addFile({ page, screen }: OpenApp, path: string, name: string): Promise<void> {
  await screen.addFiles.setInputFiles(path);
  await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 120_000 });
  await untilQuiet(page);
}

/** Presses Play and waits until sound comes out. */
export async function playAndHear({ page, screen }: OpenApp): Promise<void> {
  await screen.play.click();
  await untilHeard(page);
}

/** Waits until sound comes out. The page itself asks again: Playwright takes the promise of a predicate for a yes. */
export async function untilHeard(page: Page): Promise<void> {
  const isHeard = await page.evaluate(async () => {
    const until = performance.now() + 20_000;
    /* oxlint-disable no-await-in-loop -- asks until it is so */
    while (performance.now() < until) {
      await window.outputRecorder.ask('watch');
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (((await window.outputRecorder.ask('level'))?.rms ?? 0) > 1e-5) return true;
    }
    /* oxlint-enable no-await-in-loop */
    return false;
  });
  if (!isHeard) throw new Error('nothing was heard within 20 s');
}

export async function takeCapture(page: Page, server: BenchServer, name: string) {
  const events = await page.evaluate((url) => window.outputRecorder.send(url), `${server.url}/${name}`);
  return { events, capture: server.takeCapture(`/${name}`) };
}

/** Forgets the long tasks so far. */
export const forgetLongTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.outputRecorder.longTasks.length = 0;
    window.outputRecorder.longFrames.length = 0;
  });

/** The longest task, milliseconds (0 below 50), and what ran in the longest frames. */
export const longestTaskOf = (page: Page): Promise<{ ms: number; where: string[] }> =>
  page.evaluate(() => {
    const { longTasks, longFrames } = window.outputRecorder;
    return {
      ms: Math.max(0, ...longTasks.map(({ durationMs }) => durationMs)),
      where: longFrames
        .toSorted((a, b) => b.durationMs - a.durationMs)
        .slice(0, 2)
        .map(
          ({ startMs, durationMs, styleMs, scripts }) =>
            `frame of ${Math.round(durationMs)} ms at ${Math.round(startMs)} ms (style, layout and paint ${styleMs}): ${scripts.join('; ')}`,
        ),
    };
  });
