import type { Page } from 'playwright';
import { CATALOGUE } from '../../../src/devices/catalogue';
import { audioThreadSec } from '../browser';
import { rowOf } from '../rows';
import { openWorkbench } from './modules';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

/** One of each kind by what it costs; the last two are halls. */
const KINDS = ['flat', 'ath-m50x', 'car-midsize', 'phone', 'nearfield-bedroom', 'club', 'cinema'];
const HALLS = ['club', 'cinema'];
const STEADY_SEC = 8;
const SWITCHING_SEC = 15;
/** Ten times a second. */
const GAP_MS = [100, 100] as const;

async function startMusic(page: Page, sampleRate: number): Promise<void> {
  await page.evaluate((rate) => {
    document.querySelector<HTMLButtonElement>('#start')!.onclick = () => void window.bench.startMusic(rate);
  }, sampleRate);
  await page.getByRole('button', { name: 'Start' }).click();
  // Every device is designed by then.
  await pause(6000);
}

/** Share of one core, %, that the audio thread takes while `work` goes on. */
async function shareDuring(measuring: Measuring, work: () => Promise<unknown>): Promise<number> {
  const [before, began] = [await audioThreadSec(measuring.browser), performance.now()];
  await work();
  const used = (await audioThreadSec(measuring.browser)) - before;
  return (100 * 1000 * used) / (performance.now() - began);
}

export const audioThread: Measurement = {
  name: 'audio-thread',
  rows: ['thread-steady', 'thread-switching', 'thread-96k'],
  async run(measuring) {
    const page = await openWorkbench(measuring, { isRecorded: false });
    const steady: Record<string, number> = {};
    await startMusic(page, 44_100);
    for (const id of KINDS) {
      await page.evaluate((device) => window.bench.choose(device), id);
      await pause(500);
      steady[id] = await shareDuring(measuring, () => pause(1000 * STEADY_SEC));
    }
    const switchAmong = (ids: readonly string[]): Promise<number> =>
      shareDuring(measuring, () =>
        page.evaluate(([sec, devices, gap]) => window.bench.switchFor(sec, devices, gap), [
          SWITCHING_SEC,
          ids,
          GAP_MS,
        ] as const),
      );
    const all = CATALOGUE.map(({ id }) => id);
    const switching = { 'all targets': await switchAmong(all), 'hall to hall': await switchAmong(HALLS) };
    await startMusic(page, 96_000);
    const at96: Record<string, number> = { 'hall to hall, 10 × a second': await switchAmong(HALLS) };
    for (const id of ['flat', ...HALLS]) {
      await page.evaluate((device) => window.bench.choose(device), id);
      await pause(500);
      at96[id] = await shareDuring(measuring, () => pause(1000 * STEADY_SEC));
    }
    await page.context().close();
    const rounded = (shares: Record<string, number>): Record<string, number> =>
      Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, Number(share.toFixed(2))]));
    measuring.note('audio thread at 44.1 kHz, % of a core', rounded(steady));
    measuring.note('audio thread at 44.1 kHz, ten switches a second, % of a core', rounded(switching));
    measuring.note('audio thread at 96 kHz, % of a core', rounded(at96));
    const how =
      'processor time of the thread by /proc, meters, spectra and safety limiter included; the live engine alone on a page that draws nothing, with all targets designed and the limits of the likely ones running';
    return [
      rowOf(
        {
          id: 'thread-steady',
          what: 'audio thread, share of one core, any device',
          unit: '%',
          limit: 8,
          how: `${how}; ${KINDS.join(', ')}, ${STEADY_SEC} s each at 44.1 kHz`,
        },
        Object.values(steady),
      ),
      rowOf(
        {
          id: 'thread-switching',
          what: 'audio thread, share of one core, ten switches a second',
          unit: '%',
          limit: 9,
          how: `${how}; over all targets at random, and between two halls, ${SWITCHING_SEC} s each at 44.1 kHz`,
        },
        Object.values(switching),
      ),
      rowOf(
        {
          id: 'thread-96k',
          what: 'audio thread, share of one core, hall to hall at 96 kHz',
          unit: '%',
          limit: 16,
          how: `${how}; ten switches a second between two halls for ${SWITCHING_SEC} s, then flat and each hall for ${STEADY_SEC} s`,
        },
        Object.values(at96),
      ),
    ];
  },
};
