import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { rendererMemoryMb, visit } from '../browser';
import { medianOf, rowOf } from '../rows';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

/** A real copy of OPRA's database, which is never part of the project. */
const OPRA_FILE = resolve(import.meta.dirname, '../../../../shared/devices/opra/database_v1.jsonl');

/** What somebody may type to find headphones; all of them together are 200 letters and more. */
const TYPED = [
  'sennheiser hd 600',
  'audio-technica ath-m50x',
  'beyerdynamic dt 770 pro',
  'sony wh-1000xm4',
  'apple airpods pro 2',
  'akg k701',
  'hd650',
  'moondrop blessing 2 dusk',
  'bose quietcomfort 35 ii',
  'shure se215',
  'm20x',
  'philips fidelio x2hr',
  'zzz nothing like this',
];

async function openDevices({ browser, workbenchUrl }: Measuring): Promise<Page> {
  const { page, problems } = await visit(browser);
  await page.goto(new URL('devices.html', workbenchUrl).href);
  try {
    await page.waitForFunction(() => 'deviceBench' in window, undefined, { timeout: 60_000 });
  } catch (cause) {
    throw new Error(`the devices bench did not start: ${problems.join('; ')}`, { cause });
  }
  return page;
}

export const fitting: Measurement = {
  name: 'fitting',
  rows: ['fit-curve'],
  async run(measuring) {
    const page = await openDevices(measuring);
    const fit = (seed: number) => page.evaluate((s) => window.deviceBench.fit(s), seed);
    const first = await fit(101);
    for (let seed = 102; seed < 110; seed++) await fit(seed);
    const perCurve: number[] = [];
    const errors: number[] = [];
    for (let seed = 1; seed <= 24; seed++) {
      const runs = [await fit(seed), await fit(seed), await fit(seed)];
      perCurve.push(medianOf(runs.map(({ ms }) => ms)));
      errors.push(runs[0]!.worstDb);
    }
    measuring.note('first fit of a visit, with the start of its worker, ms', Math.round(first.ms));
    measuring.note('largest error of the curves that were fitted for time, dB', Math.max(...errors));
    await page.context().close();
    return [
      rowOf(
        {
          id: 'fit-curve',
          what: 'fitting one curve in its worker',
          unit: 'ms',
          limit: 300,
          how: '24 seeded curves of ±12 dB, smooth over a third of an octave, from the page to the worker and back, worker started and warm; median of 3 for each',
        },
        perCurve,
      ),
    ];
  },
};

/** Proportional memory of the renderers while `work` is under way: before it, the most, and when all is done, megabytes. */
async function memoryDuring<T>(
  { browser }: Measuring,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly before: number; readonly most: number; readonly after: number }> {
  const before = await rendererMemoryMb(browser);
  let most = before;
  const watch = { isOver: false };
  const watching = (async () => {
    while (!watch.isOver) {
      most = Math.max(most, await rendererMemoryMb(browser));
      await pause(20);
    }
  })();
  const result = await work().finally(() => {
    watch.isOver = true;
  });
  await watching;
  const after = await rendererMemoryMb(browser);
  return { result, before, most: Math.max(most, after), after };
}

const LOADS = 10;

export const opra: Measurement = {
  name: 'opra',
  rows: ['opra-load', 'opra-task', 'opra-memory', 'opra-restore', 'opra-search'],
  async run(measuring) {
    if (!existsSync(OPRA_FILE)) {
      console.warn(`  LEFT OUT: opra-*, as there is no copy of OPRA's database at ${OPRA_FILE}`);
      return [];
    }
    const loads: { readonly ms: number; readonly blockedMs: number }[] = [];
    const growth: number[] = [];
    const staying: number[] = [];
    const restores: number[] = [];
    const searches: number[] = [];
    for (let run = 0; run < LOADS; run++) {
      const page = await openDevices(measuring);
      await page.setInputFiles('#file', OPRA_FILE);
      const load = () => page.evaluate(() => window.deviceBench.loadOpra());
      // Asking the system for memory takes time from the page, so time and memory are taken from different loads.
      if (run % 2 === 0) loads.push(await load());
      else {
        const { before, most, after } = await memoryDuring(measuring, load);
        growth.push(most - before);
        staying.push(after - before);
      }
      restores.push(await page.evaluate(() => window.deviceBench.restoreOpra()));
      if (run === 0) searches.push(...(await page.evaluate((texts) => window.deviceBench.search(texts), TYPED)));
      await page.context().close();
    }
    measuring.note(
      'memory that stays after OPRA’s database was loaded, without asking for a collection, MB',
      Math.round(medianOf(staying)),
    );
    const head = 'OPRA’s whole file from a file field, on a page of its own with a fresh worker each time';
    return [
      rowOf(
        {
          id: 'opra-load',
          what: 'OPRA’s database, from the file to the first hits of a search',
          unit: 'ms',
          limit: 2000,
          gate: 'median',
          how: `${head}, the start of the worker included`,
        },
        loads.map(({ ms }) => ms),
      ),
      rowOf(
        {
          id: 'opra-task',
          what: 'longest that the page was kept from its work while it loads',
          unit: 'ms',
          limit: 50,
          how: `${head}; by how much a beat every 4 ms came late, so an upper bound of the longest task`,
        },
        loads.map(({ blockedMs }) => blockedMs),
      ),
      rowOf(
        {
          id: 'opra-memory',
          what: 'memory that loading OPRA’s database takes, at its most',
          unit: 'MB',
          limit: 100,
          how: `${head}; proportional set size of the renderer process, which holds page and worker, every 20 ms, above what it was before the worker started`,
        },
        growth,
      ),
      rowOf(
        {
          id: 'opra-restore',
          what: 'the kept database after a reload, to the first hits of a search',
          unit: 'ms',
          limit: 1000,
          gate: 'median',
          how: 'a fresh worker is given the compact form; its start included',
        },
        restores,
      ),
      rowOf(
        {
          id: 'opra-search',
          what: 'a search in OPRA’s database',
          unit: 'ms',
          limit: 30,
          how: `${searches.length} queries, ${TYPED.length} names typed letter by letter, from the page to the worker and back`,
        },
        searches,
      ),
    ];
  },
};
