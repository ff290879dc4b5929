import { CATALOGUE } from '../../../src/devices/catalogue';
import { seededRandom } from '../../../src/core/random';
import { collectedHeapMb, rendererMemoryMb } from '../browser';
import { rowOf } from '../rows';
import { openApp, playAndHear } from './app';
import { pause } from './measuring';
import type { Measurement } from './measuring';
import { pressTarget, SWITCH_KEYS, untilListed } from './targets';

const FIRST_SWITCHES = 40;
const ALL_SWITCHES = 1000;
/** Until every device is ready, and until a figure stands still. */
const READY_MS = 8000;
const REST_MS = 3000;

/** What the renderer process holds when everything is ready, and what it comes to over a day of switches. */
export const rendererMemory: Measurement = {
  name: 'renderer-memory',
  rows: ['memory-ready', 'memory-switches'],
  async run(measuring) {
    const app = await openApp(measuring);
    const { page } = app;
    await untilListed(page);
    const opened = await rendererMemoryMb(measuring.browser);
    await playAndHear(app);
    await page.keyboard.press('l');
    await pause(READY_MS);
    const isReady = await rendererMemoryMb(measuring.browser);
    const random = seededRandom(40);
    const ids = CATALOGUE.map(({ id }) => id);
    const work = async (switches: number): Promise<void> => {
      for (let done = 0; done < switches;) {
        if (random() < 0.5) {
          if (await pressTarget(page, ids[Math.floor(random() * ids.length)]!)) done++;
        } else {
          await page.keyboard.press(SWITCH_KEYS[Math.floor(random() * SWITCH_KEYS.length)]!);
          done++;
        }
        await pause(70);
      }
      await pause(REST_MS);
    };
    await work(FIRST_SWITCHES);
    const first = await rendererMemoryMb(measuring.browser);
    await work(ALL_SWITCHES - FIRST_SWITCHES);
    await page.evaluate(() => {
      window.outputRecorder.events.length = 0;
    });
    const later = await rendererMemoryMb(measuring.browser);
    const heapMb = await collectedHeapMb(page);
    await pause(REST_MS);
    const collected = await rendererMemoryMb(measuring.browser);
    await app.context.close();
    measuring.note(
      'renderer process when opened, when every device is ready, after 40 switches, after 1,000, and then collected, MB',
      [opened, isReady, first, later, collected].map(Math.round),
    );
    measuring.note('JavaScript heap of the page after 1,000 switches, collected, MB', Number(heapMb.toFixed(1)));
    const how =
      'built app, demo songs loaded, every device ready; keys and arrow keys over all targets; proportional set size, without asking for a collection';
    return [
      rowOf(
        {
          id: 'memory-ready',
          what: `renderer process when every device is ready and after ${FIRST_SWITCHES} switches`,
          unit: 'MB',
          limit: 300,
          how,
        },
        [first],
      ),
      rowOf(
        {
          id: 'memory-switches',
          what: `renderer process after ${ALL_SWITCHES} switches, against after ${FIRST_SWITCHES}`,
          unit: '×',
          limit: 1.3,
          how,
        },
        [later / first],
      ),
    ];
  },
};
