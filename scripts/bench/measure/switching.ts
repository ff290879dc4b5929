import { CATALOGUE } from '../../../src/devices/catalogue';
import { seededRandom } from '../../../src/core/random';
import { countDropouts, measureToneSwitch, steadyTone, toneHz, TONE_QUARTERS } from '../analyse';
import type { SteadyTone, ToneSwitch } from '../analyse';
import { medianOf, rowOf } from '../rows';
import { addFile, forgetLongTasks, longestTaskOf, openApp, playAndHear, takeCapture } from './app';
import type { OpenApp } from './app';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';
import {
  chosenTarget,
  LIMITED_IDS,
  openFresh,
  pressTarget,
  SWITCH_KEYS,
  toneFile,
  TONE_RATE,
  underrunsOf,
} from './targets';

/** From press to press: the analysis looks 0.4 s ahead. */
const DWELL_MS = 470;
/** What the analysis needs before the first press. */
const LEAD_MS = 250;
/** How long a device with limits is heard at the end, to know its steady tone. */
const REFERENCE_MS = 1000;
const REFERENCE_AFTER_SEC = 0.6;
const REFERENCE_SPAN_SEC = 0.3;
/** Nothing is switched for so long at the end, seconds. */
const REST_SEC = 4;
/** By then the browser's count of under-runs knows of one at a press, seconds. */
const COUNTED_SEC = 1.2;

interface Press {
  /** Of the device, when it is chosen in the list. */
  readonly id?: string;
  readonly key: string;
}

/** Every target once in a random order, and one of the keys after every third. */
function presses(seed: number): Press[] {
  const random = seededRandom(seed);
  const rest = CATALOGUE.map(({ id }) => id);
  const out: Press[] = [];
  while (rest.length > 0) {
    const [id] = rest.splice(Math.floor(random() * rest.length), 1);
    out.push({ id: id!, key: 'ArrowDown' });
    if (rest.length % 3 === 0) out.push({ key: SWITCH_KEYS[Math.floor(random() * SWITCH_KEYS.length)]! });
  }
  return out;
}

interface PressedSwitch extends ToneSwitch {
  readonly key: string;
  readonly to: string;
  readonly way: string;
  /** From the press to the page's handler: the browser's own way. */
  readonly inputMs: number;
  readonly isMatched: boolean;
  /** The browser counted an under-run about then: the audio clock, by which times are taken, stood still. */
  readonly hadUnderrun: boolean;
}

interface ToneRun {
  readonly switches: readonly PressedSwitch[];
  readonly unchanged: readonly string[];
  readonly dropoutsPerMinute: number;
  readonly longestTaskMs: number;
  readonly underruns: number | null;
}

async function runTone(measuring: Measuring, app: OpenApp, quarter: number, seed: number, isMatched: boolean) {
  const { page } = app;
  const underrunsBefore = await underrunsOf(page);
  await page.evaluate(() => window.outputRecorder.record(85));
  await pause(LEAD_MS);
  for (const { id, key } of presses(seed)) {
    if (id !== undefined) await pressTarget(page, id);
    else await page.keyboard.press(key);
    await pause(DWELL_MS);
  }
  const switchedUntil = await page.evaluate(() => window.outputRecorder.events.length);
  for (const id of LIMITED_IDS) {
    await pressTarget(page, id);
    await pause(REFERENCE_MS);
  }
  await page.keyboard.press('0');
  await pause(1000 * REST_SEC + 500);
  const last = await chosenTarget(page);
  const underruns = await underrunsOf(page);
  const longest = await longestTaskOf(page);
  if (longest.ms > 0)
    measuring.note(`long tasks while switching, ${Math.round(toneHz(quarter, TONE_RATE))} Hz`, longest.where);
  const { events, capture } = await takeCapture(page, measuring.server, 'tone');
  const keys = events.filter(({ type }) => type === 'keydown');
  const isMeasured = new Set(events.slice(0, switchedUntil));
  const toOf = (index: number): string => keys[index + 1]?.targetId ?? last;

  // The sound depends on the level from the switch on only where limits do.
  const steady = new Map<string, SteadyTone>();
  for (const [index, event] of keys.entries()) {
    if (isMeasured.has(event) || !LIMITED_IDS.includes(toOf(index))) continue;
    steady.set(toOf(index), steadyTone(capture, event.contextSec + REFERENCE_AFTER_SEC, quarter, REFERENCE_SPAN_SEC));
  }
  const switches: PressedSwitch[] = [];
  const unchanged: string[] = [];
  for (const [index, event] of keys.entries()) {
    const from = event.targetId;
    const to = toOf(index);
    if (!isMeasured.has(event) || from === to) continue;
    const level = isMatched ? 'matched' : 'true level';
    const way = `${from} → ${to}, ${Math.round(toneHz(quarter, TONE_RATE))} Hz, ${level}`;
    const result = measureToneSwitch(capture, event.contextSec, quarter, {
      before: steady.get(from),
      settled: steady.get(to),
    });
    if (result) {
      const counted =
        keys.find(({ contextSec }) => contextSec > event.contextSec + COUNTED_SEC)?.underruns ?? underruns;
      switches.push({
        ...result,
        key: event.key,
        to,
        way,
        inputMs: event.handledMs - event.happenedMs,
        isMatched,
        hadUnderrun: (counted ?? 0) > event.underruns,
      });
    } else unchanged.push(way);
  }
  const restFrom = Math.round((keys.at(-1)!.contextSec + 0.4) * TONE_RATE) - capture.firstFrame;
  const dropouts = countDropouts(capture.left, restFrom, restFrom + REST_SEC * TONE_RATE, TONE_RATE);
  return {
    switches,
    unchanged,
    dropoutsPerMinute: (dropouts * 60) / REST_SEC,
    longestTaskMs: longest.ms,
    underruns: underruns === null ? null : underruns - (underrunsBefore ?? 0),
  } satisfies ToneRun;
}

export const switching: Measurement = {
  name: 'switching',
  rows: [
    'first-change',
    'settled',
    'gap',
    'below-3db',
    'overshoot',
    'click-different',
    'limits-settled',
    'longest-task-switching',
    'drop-outs',
  ],
  async run(measuring) {
    const runs: ToneRun[] = [];
    for (const [index, quarter] of Object.values(TONE_QUARTERS).entries()) {
      const app = await openApp(measuring);
      await addFile(app, toneFile(quarter), `tone-${quarter}`);
      // Half of the tones at each device's own level, where switches are largest.
      const isMatched = index % 2 === 1;
      await openFresh(app, isMatched);
      await forgetLongTasks(app.page);
      await playAndHear(app);
      runs.push(await runTone(measuring, app, quarter, index + 1, isMatched));
      await app.context.close();
    }
    const all = runs.flatMap(({ switches }) => switches);
    const timed = all.filter(({ hadUnderrun }) => !hadUnderrun);
    measuring.note(
      'switches without an audible difference at the tone (no time or level to measure)',
      runs.flatMap(({ unchanged }) => unchanged),
    );
    measuring.note(
      'switches from or to a tone that did not repeat itself there (judged like the others)',
      all.filter(({ isUnsteady }) => isUnsteady).map(({ way }) => way),
    );
    measuring.note('targets that were switched to', new Set(all.map(({ to }) => to)).size);
    measuring.note(
      'under-runs that the browser counted while switching, by tone',
      runs.map(({ underruns }) => underruns),
    );
    measuring.note('presses whose times are left out for a counted under-run', all.length - timed.length);
    measuring.note('key press to the page’s handler, ms (median, worst)', [
      Number(medianOf(all.map((s) => s.inputMs)).toFixed(2)),
      Number(Math.max(...all.map((s) => s.inputMs)).toFixed(2)),
    ]);
    measuring.note('switches with a first change later than 15 ms', timed.filter((s) => s.firstChangeMs > 15).length);
    measuring.note('switches settled later than 27 ms', timed.filter((s) => s.settledMs > 27).length);
    measuring.note(
      'switches whose harmonics above 6 kHz hide a click',
      all.filter(({ clickDb }) => clickDb === null).length,
    );
    const worst = (name: string, pick: (s: PressedSwitch) => number | null, digits = 2, of = all): void =>
      measuring.note(
        name,
        of
          .toSorted((a, b) => (pick(b) ?? -Infinity) - (pick(a) ?? -Infinity))
          .slice(0, 5)
          .map((s) => `${s.way}, ${s.key}: ${pick(s)?.toFixed(digits)}`),
      );
    worst('latest first change, ms', (s) => s.firstChangeMs, 2, timed);
    worst('latest settled, ms', (s) => s.settledMs, 2, timed);
    worst('longest below −3 dB, ms', (s) => s.below3DbMs);
    worst('largest overshoot, dB', (s) => s.overshootDb, 3);
    worst('loudest above 6 kHz, dB', (s) => s.clickDb);
    const limited = all.filter(({ to, isMatched }) => !isMatched && LIMITED_IDS.includes(to));
    const corrected = all.filter(({ to, isMatched }) => isMatched && LIMITED_IDS.includes(to));
    const byDevice = (of: readonly PressedSwitch[]): Record<string, unknown> =>
      Object.fromEntries(
        LIMITED_IDS.map((id) => {
          const own = of.filter(({ to }) => to === id);
          return [id, [own.length, Number(Math.max(...own.map((s) => s.afterFadeDb)).toFixed(3))]];
        }),
      );
    measuring.note('limits at true level: switches, most from the steady level after the fade, dB', byDevice(limited));
    measuring.note(
      'limits, matched: switches, most from the level later in the recording, dB (what the level match still corrected)',
      byDevice(corrected),
    );
    const how = `built app, from a fresh page, ${all.length} presses over random pairs of all ${CATALOGUE.length} targets (arrow keys in the list, 1–9, 0, a, b, x), steady tones of 100 Hz to 2.8 kHz, matched and at true level, none left out; times without ${all.length - timed.length} presses at a counted under-run`;
    const row = (
      head: { id: string; what: string; unit: string; limit: number; medianLimit?: number; how?: string },
      pick: (s: PressedSwitch) => number | null,
      of: readonly PressedSwitch[] = all,
    ) =>
      rowOf(
        { how, ...head },
        of.map(pick).filter((value) => value !== null),
      );
    return [
      row(
        { id: 'first-change', what: 'press to first changed sample', unit: 'ms', limit: 15, medianLimit: 3 },
        (s) => s.firstChangeMs,
        timed,
      ),
      row(
        { id: 'settled', what: 'press to settled', unit: 'ms', limit: 27, medianLimit: 14 },
        (s) => s.settledMs,
        timed,
      ),
      row({ id: 'gap', what: 'gap while switching a steady tone', unit: 'ms', limit: 0 }, (s) => s.silentMs),
      row(
        { id: 'below-3db', what: 'time below −3 dB while switching a steady tone', unit: 'ms', limit: 0 },
        (s) => s.below3DbMs,
      ),
      row(
        { id: 'overshoot', what: 'overshoot while switching a steady tone', unit: 'dB', limit: 0.1 },
        (s) => s.overshootDb,
      ),
      row(
        { id: 'click-different', what: 'energy above 6 kHz at a switch, content differs', unit: 'dB', limit: -75 },
        (s) => s.clickDb,
      ),
      row(
        {
          id: 'limits-settled',
          what: 'a device with limits against its steady level, from the end of the fade on',
          unit: 'dB',
          limit: 0.1,
          how: `${limited.length} of these presses, those at true level to the ${LIMITED_IDS.length} devices whose limits depend on level; 20 ms from the end of the fade, against 0.3 s of the same device later in the recording`,
        },
        (s) => s.afterFadeDb,
        limited,
      ),
      rowOf(
        {
          id: 'longest-task-switching',
          what: 'longest task on the page while it plays and switches over all targets',
          unit: 'ms',
          limit: 50,
          how: 'Play on the fresh page, then these presses; tasks below 50 ms are not reported and count as 0',
        },
        runs.map(({ longestTaskMs }) => longestTaskMs),
      ),
      rowOf(
        { id: 'drop-outs', what: 'drop-outs while nothing is switched', unit: 'a minute', limit: 0, how },
        runs.map(({ dropoutsPerMinute }) => dropoutsPerMinute),
      ),
    ];
  },
};
