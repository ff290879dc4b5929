import { seededRandom } from '../../../src/core/random';
import { differenceDb, measureToneBurst, steadyTone, toneHz } from '../analyse';
import type { SteadyTone, ToneBurst } from '../analyse';
import { medianOf, rowOf } from '../rows';
import { addFile, openApp, playAndHear, takeCapture } from './app';
import { pause } from './measuring';
import type { Measurement } from './measuring';
import { chosenTarget, openFresh, toneFile, TONE_RATE } from './targets';

const PRESSES = 10;
/** From press to press: ten of them within 100 ms. */
const GAP_MS = 8;
const BURSTS = 15;
const REST_MS = 900;
/** One period of 408 Hz and one of 1 kHz are 4 × 27 and 4 × 11 frames. */
const TONES = [27, 11];
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
/** A fade that was under way when the last press came. */
const FADE_MS = 12;
/** A settled tone that is further from a device's own than this is another device's. */
const SAME_DB = -40;

/** Ten different keys of 0 to 9 in a random order. */
function burstKeys(random: () => number): string[] {
  const rest = DIGITS.slice();
  return Array.from({ length: PRESSES }, () => rest.splice(Math.floor(random() * rest.length), 1)[0]!);
}

export const burst: Measurement = {
  name: 'burst',
  rows: ['burst-last', 'burst-settled', 'burst-overshoot', 'burst-click'],
  async run(measuring) {
    const bursts: (ToneBurst & { readonly way: string })[] = [];
    const spans: number[] = [];
    const handled: number[] = [];
    let others = 0;
    for (const [index, quarter] of TONES.entries()) {
      const app = await openApp(measuring);
      await addFile(app, toneFile(quarter), `tone-${quarter}`);
      const isMatched = index % 2 === 0;
      await openFresh(app, isMatched);
      await playAndHear(app);
      const { page } = app;
      const session = await page.context().newCDPSession(page);
      const random = seededRandom(90 + index);
      await page.evaluate(() => window.outputRecorder.record(60));
      const visitAll = async (): Promise<void> => {
        for (const key of DIGITS) {
          await page.keyboard.press(key);
          await pause(REST_MS);
        }
      };
      // The first visit is where levels that are matched may still be corrected.
      await visitAll();
      for (let i = 0; i < BURSTS; i++) {
        const sent: Promise<unknown>[] = [];
        for (const key of burstKeys(random)) {
          const code = `Digit${key}`;
          const windowsVirtualKeyCode = key.charCodeAt(0);
          // Not one after the other's answer: a hand does not wait for the page.
          for (const type of ['keyDown', 'keyUp'] as const) {
            sent.push(
              session.send('Input.dispatchKeyEvent', {
                type,
                key,
                code,
                windowsVirtualKeyCode,
                ...(type === 'keyDown' && { text: key }),
              }),
            );
          }
          await pause(GAP_MS);
        }
        await Promise.all(sent);
        await pause(REST_MS);
      }
      // Each device by itself: what its steady tone is.
      await visitAll();
      const last = await chosenTarget(page);
      const { events, capture } = await takeCapture(page, measuring.server, 'burst');
      await app.context.close();
      const keys = events.filter(({ type }) => type === 'keydown');
      if (keys.length !== 2 * DIGITS.length + BURSTS * PRESSES) throw new Error(`${keys.length} presses arrived`);
      const toOf = (at: number): string => keys[at + 1]?.targetId ?? last;
      const steady = new Map<string, SteadyTone>();
      const behind = DIGITS.length + BURSTS * PRESSES;
      for (let at = behind; at < keys.length; at++) {
        steady.set(toOf(at), steadyTone(capture, keys[at]!.contextSec + 0.5, quarter, 0.3));
      }
      for (let first = DIGITS.length; first < behind; first += PRESSES) {
        const end = first + PRESSES - 1;
        const to = toOf(end);
        const passed = keys.slice(first, end + 1).map(({ targetId }) => steady.get(targetId)!);
        const way = `burst ${(first - DIGITS.length) / PRESSES + 1}, ends on ${to}, ${Math.round(toneHz(quarter, TONE_RATE))} Hz, ${isMatched ? 'matched' : 'true level'}`;
        const heard = steadyTone(capture, keys[end]!.contextSec + 0.3, quarter, 0.3);
        if (differenceDb(heard, steady.get(to)!) > SAME_DB) others++;
        const own = [...passed, steady.get(to)!];
        bursts.push({ ...measureToneBurst(capture, keys[first]!.contextSec, keys[end]!.contextSec, own), way });
        spans.push(keys[end]!.happenedMs - keys[first]!.happenedMs);
        handled.push(keys[end]!.handledMs - keys[first]!.handledMs);
      }
    }
    const worst = (name: string, pick: (b: ToneBurst) => number): void =>
      measuring.note(
        name,
        bursts
          .toSorted((a, b) => pick(b) - pick(a))
          .slice(0, 3)
          .map((b) => `${b.way}: ${pick(b).toFixed(2)}`),
      );
    measuring.note('burst: from the first press to the last, ms (median, worst)', [
      medianOf(spans),
      Math.max(...spans),
    ]);
    measuring.note('burst: from the page’s first handler to its last, ms (median, worst)', [
      medianOf(handled),
      Math.max(...handled),
    ]);
    worst('burst: latest settled, ms', (b) => b.settledMs);
    worst('burst: largest overshoot, dB', (b) => b.overshootDb);
    worst('burst: loudest above 6 kHz, dB', (b) => b.clickDb ?? -140);
    const how = `built app, ${bursts.length} bursts of ten different keys of 0 to 9 within 100 ms, steady tones of 408 Hz and 1 kHz, matched and at true level`;
    const clicks = bursts.map(({ clickDb }) => clickDb).filter((value) => value !== null);
    return [
      rowOf(
        {
          id: 'burst-last',
          what: 'bursts of ten presses after which another device than the last one sounded',
          unit: 'bursts',
          limit: 0,
          how: `${how}; the tone that stays, against the same device’s alone`,
        },
        [others],
      ),
      rowOf(
        {
          id: 'burst-settled',
          what: 'last of ten presses to settled',
          unit: 'ms',
          limit: 27 + FADE_MS,
          medianLimit: 14 + FADE_MS,
          how: `${how}; the bounds of a single press, and one fade of ${FADE_MS} ms that may have been under way: any more would be presses that piled up`,
        },
        bursts.map(({ settledMs }) => settledMs),
      ),
      rowOf(
        {
          id: 'burst-overshoot',
          what: 'overshoot in a burst of ten presses',
          unit: 'dB',
          limit: 0.1,
          how: `${how}; against the loudest of the devices passed`,
        },
        bursts.map(({ overshootDb }) => overshootDb),
      ),
      rowOf(
        {
          id: 'burst-click',
          what: 'energy above 6 kHz in a burst of ten presses',
          unit: 'dB',
          limit: -75,
          how: `${how}; against the loudest of the devices passed`,
        },
        clicks,
      ),
    ];
  },
};
