import type { Page } from 'playwright';
import { measureToneSwitch, TONE_QUARTERS } from '../analyse';
import { visit } from '../browser';
import { rowOf } from '../rows';
import { untilHeard } from './app';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

/** Parts of the app on the workbench page. */

export async function openWorkbench(
  { browser, workbenchUrl }: Measuring,
  options: { readonly isRecorded?: boolean } = {},
): Promise<Page> {
  const { page, problems } = await visit(browser, options);
  await page.goto(workbenchUrl);
  try {
    await page.waitForFunction(() => 'bench' in window, undefined, { timeout: 60_000 });
  } catch (cause) {
    throw new Error(`the workbench did not start: ${problems.join('; ')}`, { cause });
  }
  return page;
}

export const sameDevice: Measurement = {
  name: 'same-device',
  rows: ['fade-level', 'click-same'],
  async run(measuring) {
    const page = await openWorkbench(measuring);
    const devices = await page.evaluate(() => window.bench.sounds);
    const levels: number[] = [];
    const clicks: number[] = [];
    const unsteady: string[] = [];
    let unheard = 0;
    let worst = { db: 0, device: '', toneQuarter: 0 };
    for (const quarter of Object.values(TONE_QUARTERS)) {
      // A click, because browsers start sound only from one.
      await page.evaluate((q) => {
        document.querySelector<HTMLButtonElement>('#start')!.onclick = () => void window.bench.startTone(q, 90);
      }, quarter);
      await page.getByRole('button', { name: 'Start' }).click();
      await untilHeard(page);
      await pause(2500);
      await page.evaluate(() => window.outputRecorder.record(60));
      const events: number[] = [];
      for (const index of devices.keys()) {
        await page.evaluate((i) => window.bench.switchTo(i, false), index);
        await pause(450);
        events.push(await page.evaluate((i) => window.bench.switchTo(i, true), index));
        await pause(450);
      }
      await page.evaluate((url) => window.outputRecorder.send(url), `${measuring.server.url}/same`);
      const capture = measuring.server.takeCapture('/same');
      for (const [index, at] of events.entries()) {
        const { id } = devices[index]!;
        const result = measureToneSwitch(capture, at, quarter, { changed: 1e-6, settledWithin: 1e-6 });
        if (!result) unheard++;
        if (result?.isUnsteady) unsteady.push(`${id}, quarter of ${quarter} frames`);
        levels.push(result?.levelStepDb ?? 0);
        const clickDb = result ? result.clickDb : -140;
        if (clickDb !== null) clicks.push(clickDb);
        if (result && result.levelStepDb > worst.db) {
          worst = { db: result.levelStepDb, device: id, toneQuarter: quarter };
        }
      }
      await page.evaluate(() => window.bench.stopTone());
    }
    measuring.note('same-device switch whose level moved most', worst);
    measuring.note('same-device switches on a tone that did not repeat itself (judged like the others)', unsteady);
    measuring.note('same-device switches whose fade cannot be told from the tone (their level counts as 0)', unheard);
    await page.context().close();
    const how =
      'live engine, a device of every kind and all with a room or limits, each to its equal on steady tones of 100 Hz to 2.8 kHz; the equal plays 0.0001 dB louder, so that there is a fade';
    return [
      rowOf(
        {
          id: 'fade-level',
          what: 'level through the fade, the same device in both slots',
          unit: 'dB',
          limit: 0.05,
          how,
        },
        levels,
      ),
      rowOf(
        { id: 'click-same', what: 'energy above 6 kHz at a switch, content the same', unit: 'dB', limit: -80, how },
        clicks,
      ),
    ];
  },
};
