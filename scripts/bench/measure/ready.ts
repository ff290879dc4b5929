import { CATALOGUE } from '../../../src/devices/catalogue';
import { soundKeys } from '../../../src/devices/design/deviceSound';
import { visit } from '../browser';
import { rowOf } from '../rows';
import { ListenPage } from '../../../tests/support/listenPage';
import type { Measurement } from './measuring';
import { untilListed } from './targets';

const RUNS = 5;

declare global {
  interface Window {
    /** When each filter was handed to the renderer (`performance.now()`), by key. */
    designedAt: Record<string, number>;
  }
}

/** Put into the page before its scripts: listens to what the design worker says, beside the app. */
const watchDesigns = (): void => {
  window.designedAt = {};
  const PageWorker = window.Worker;
  window.Worker = class extends PageWorker {
    constructor(...args: ConstructorParameters<typeof PageWorker>) {
      super(...args);
      this.addEventListener('message', ({ data }: MessageEvent<{ kind?: string; key?: string } | null>) => {
        if (data?.kind === 'designed' && data.key !== undefined) window.designedAt[data.key] ??= performance.now();
      });
    }
  };
};

export const ready: Measurement = {
  name: 'ready',
  rows: ['ready-pinned', 'ready-all'],
  async run(measuring) {
    const keyOf = new Map(CATALOGUE.map((profile) => [profile.id, soundKeys(profile).filter]));
    const pinnedMs: number[] = [];
    const allMs: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const { page, context } = await visit(measuring.browser);
      await page.addInitScript(watchDesigns);
      await page.goto(measuring.server.url);
      await new ListenPage(page).play.click();
      const keys = [...new Set([...keyOf.values()].filter((key) => key !== null))];
      await page.waitForFunction((all) => all.every((key) => window.designedAt[key] !== undefined), keys, {
        timeout: 60_000,
        polling: 100,
      });
      await untilListed(page);
      const { at, clickMs, pinnedIds } = await page.evaluate(() => ({
        at: window.designedAt,
        clickMs: window.outputRecorder.events.find(({ type }) => type === 'click')!.happenedMs,
        // Flat and what lies on the number keys come first in the list.
        pinnedIds: [
          ...document
            .querySelector('[aria-label="Playback target"] > div')!
            .querySelectorAll<HTMLInputElement>('input'),
        ].map(({ value }) => value),
      }));
      if (pinnedIds.length !== 10) throw new Error(`the list begins with ${pinnedIds.length} pinned targets, not ten`);
      const lastOf = (ids: readonly string[]): number =>
        Math.max(0, ...ids.map((id) => (keyOf.get(id) === null ? 0 : at[keyOf.get(id)!]! - clickMs)));
      pinnedMs.push(lastOf(pinnedIds));
      allMs.push(lastOf([...keyOf.keys()]));
      measuring.note(`after Play, run ${i + 1}: first filter, pinned, all, ms`, [
        Math.round(Math.min(...Object.values(at)) - clickMs),
        Math.round(pinnedMs.at(-1)!),
        Math.round(allMs.at(-1)!),
      ]);
      await context.close();
    }
    const how =
      'fresh page, Play as soon as it can be pressed; from the click until the worker has handed the last filter to the renderer, as the page hears of it';
    return [
      rowOf({ id: 'ready-pinned', what: 'the pinned ten ready after Play', unit: 'ms', limit: 400, how }, pinnedMs),
      rowOf({ id: 'ready-all', what: 'all devices ready after Play', unit: 'ms', limit: 1500, how }, allMs),
    ];
  },
};
