import { CATALOGUE } from '../../../src/devices/catalogue';
import { responseCurveDb, stereoMatrix, toneStages } from '../../../src/devices/response';
import type { DeviceProfile } from '../../../src/devices/DeviceProfile';
import { integratedLoudness } from '../../../src/dsp/loudness';
import { designMinimumPhase } from '../../../src/dsp/minimumPhase';
import { seededRandom } from '../../../src/core/random';
import { countDropouts, filtered, locate, measureToneSwitch, similarity, toneHz, TONE_QUARTERS } from '../analyse';
import type { ToneSwitch } from '../analyse';
import { medianOf, rowOf } from '../rows';
import { pinkNoise, tone, wavFile } from '../signals';
import { addFile, openApp, playAndHear, takeCapture, untilQuiet } from './app';
import type { OpenApp } from './app';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

const RATE = 44_100;
/** From key to key: the analysis looks 0.4 s ahead. */
const DWELL_MS = 470;
/** Steps down the list of targets: over those on keys, which are of every kind, and on into the headphones. */
const ARROW_STEPS = 18;
const SWITCH_KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'a', 'b', 'x'] as const;

/** The same frequency left and right, so that a mono device plays a tone too. */
const toneFile = (quarter: number): string =>
  wavFile(
    `tone-${quarter}.wav`,
    () => [
      tone(toneHz(quarter, RATE), RATE * 120, RATE, 0.25),
      tone(toneHz(quarter, RATE), RATE * 120, RATE, 0.15, 0.7),
    ],
    RATE,
  );

const isSwitchKey = (key: string): boolean => key === 'ArrowDown' || SWITCH_KEYS.some((k) => k === key);

/** Every pinned key and 0 for the first time, then a, b and x, then at random. */
function keySequence(seed: number, more: number): string[] {
  const random = seededRandom(seed);
  const keys: string[] = [...SWITCH_KEYS, 'x'];
  while (keys.length < 14 + more) {
    const key = SWITCH_KEYS[Math.floor(random() * SWITCH_KEYS.length)]!;
    if (key !== keys.at(-1) || key === 'x') keys.push(key);
  }
  return keys;
}

async function pressAll(app: OpenApp, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await app.page.keyboard.press(key);
    await pause(DWELL_MS);
  }
}

interface PressedSwitch extends ToneSwitch {
  readonly key: string;
  /** From which target to which, as the screen said. */
  readonly way: string;
  readonly toneHz: number;
  /** From the press to the page's handler: the browser's own way. */
  readonly inputMs: number;
}

async function recordTone(
  measuring: Measuring,
  app: OpenApp,
  quarter: number,
  press: () => Promise<void>,
  seconds: number,
) {
  const { page } = app;
  await page.evaluate((s) => window.outputRecorder.record(s), seconds);
  const steadySec = 4;
  await pause(steadySec * 1000);
  await press();
  await pause(500);
  const { events, capture } = await takeCapture(page, measuring.server, 'tone');
  const switches: PressedSwitch[] = [];
  const unsteady: string[] = [];
  let unchanged = 0;
  const keys = events.filter((event) => event.type === 'keydown');
  for (const [i, event] of keys.entries()) {
    if (!isSwitchKey(event.key)) continue;
    const result = measureToneSwitch(capture, event.contextSec, quarter);
    const way = `${event.status} → ${keys[i + 1]?.status ?? '?'}`;
    if (result === 'unsteady') unsteady.push(`${way}, ${Math.round(toneHz(quarter, RATE))} Hz`);
    else if (result) {
      switches.push({
        ...result,
        key: event.key,
        way,
        toneHz: Math.round(toneHz(quarter, RATE)),
        inputMs: event.handledMs - event.happenedMs,
      });
    } else unchanged++;
  }
  const dropouts = countDropouts(capture.left, Math.round(0.2 * RATE), Math.round((steadySec - 0.2) * RATE), RATE);
  return { switches, unsteady, unchanged, dropouts, steadySec };
}

export const switching: Measurement = {
  name: 'switching',
  rows: ['first-change', 'settled', 'gap', 'below-3db', 'overshoot', 'click-different', 'drop-outs'],
  async run(measuring) {
    const all: PressedSwitch[] = [];
    const perMinute: number[] = [];
    const unsteady: string[] = [];
    let unchanged = 0;
    for (const [index, quarter] of Object.values(TONE_QUARTERS).entries()) {
      const app = await openApp(measuring);
      await addFile(app, toneFile(quarter), `tone-${quarter}`);
      // Half of the tones at each device's own level, where switches are largest.
      if (index % 2 === 1) {
        await app.page.keyboard.press('m');
        // Settings are written a moment later.
        await pause(1000);
      }
      // A fresh page has visited no target yet, and Play is pressed at once.
      await app.page.reload();
      await untilQuiet(app.page);
      await playAndHear(app);
      const keys = keySequence(index + 1, 16);
      const first = await recordTone(measuring, app, quarter, () => pressAll(app, keys), 30);
      // Every radio in turn, with the arrow keys.
      await app.page.keyboard.press('0');
      await app.screen.targets.getByRole('radio', { checked: true }).focus();
      const arrows = Array.from({ length: ARROW_STEPS }, () => 'ArrowDown');
      const second = await recordTone(measuring, app, quarter, () => pressAll(app, arrows), 30);
      for (const part of [first, second]) {
        all.push(...part.switches);
        unsteady.push(...part.unsteady);
        unchanged += part.unchanged;
        perMinute.push((part.dropouts * 60) / part.steadySec);
      }
      await app.context.close();
    }
    measuring.note('switches without an audible difference at the tone (left out)', unchanged);
    measuring.note(
      'switches from or to what does not repeat itself: limits under way, or a drop-out of the machine (left out)',
      unsteady,
    );
    measuring.note('key press to the page’s handler, ms (median, worst)', [
      Number(medianOf(all.map((s) => s.inputMs)).toFixed(2)),
      Number(Math.max(...all.map((s) => s.inputMs)).toFixed(2)),
    ]);
    measuring.note('switches with a first change later than 15 ms', all.filter((s) => s.firstChangeMs > 15).length);
    const worstBy = (pick: (s: PressedSwitch) => number): unknown[] =>
      all
        .toSorted((a, b) => pick(b) - pick(a))
        .slice(0, 4)
        .map((s) => `${s.way}, ${s.toneHz} Hz, key ${s.key}: ${pick(s).toFixed(2)}`);
    measuring.note(
      'latest first change, ms',
      worstBy((s) => s.firstChangeMs),
    );
    measuring.note(
      'latest settled, ms',
      worstBy((s) => s.settledMs),
    );
    measuring.note(
      'longest below −3 dB, ms',
      worstBy((s) => s.below3DbMs),
    );
    measuring.note(
      'largest overshoot, dB',
      worstBy((s) => s.overshootDb),
    );
    measuring.note(
      'loudest above 6 kHz, dB',
      worstBy((s) => s.clickDb ?? -140),
    );
    const how = 'built app, real keys 1–9, 0, a, b, x and arrows from a fresh page, steady tones of 100 Hz to 2.8 kHz';
    const row = (id: string, what: string, unit: string, limit: number, pick: (s: PressedSwitch) => number | null) =>
      rowOf(
        { id, what, unit, limit, how },
        all.map(pick).filter((value) => value !== null),
      );
    return [
      row('first-change', 'key press to first changed sample', 'ms', 15, (s) => s.firstChangeMs),
      row('settled', 'key press to settled', 'ms', 30, (s) => s.settledMs),
      row('gap', 'gap while switching a steady tone', 'ms', 0, (s) => s.silentMs),
      row('below-3db', 'time below −3 dB while switching a steady tone', 'ms', 0, (s) => s.below3DbMs),
      row('overshoot', 'overshoot while switching a steady tone', 'dB', 0.1, (s) => s.overshootDb),
      row('click-different', 'energy above 6 kHz at a switch, content differs', 'dB', -70, (s) => s.clickDb),
      rowOf(
        { id: 'drop-outs', what: 'drop-outs while nothing is switched', unit: 'a minute', limit: 0, how },
        perMinute,
      ),
    ];
  },
};

/** The filter of a device as numbers, worked out here and not taken from the running app. */
function firOf(profile: DeviceProfile): Float32Array | null {
  if (toneStages(profile).length === 0) return null;
  return designMinimumPhase((frequenciesHz) => responseCurveDb(profile, frequenciesHz), RATE).fir;
}

export const position: Measurement = {
  name: 'position',
  rows: ['position-jump'],
  async run(measuring) {
    const mix = [1, 2].map((seed) => pinkNoise(RATE * 90, seed, 0.1)) as [Float32Array, Float32Array];
    const file = wavFile('pink.wav', () => mix, RATE);
    const app = await openApp(measuring);
    await addFile(app, file, 'pink');
    await app.page.keyboard.press('0');
    // Reflections and limits would make another sound of it; where the music is, is the same with and without.
    for (const layer of ['Stereo and room', 'Device limits'])
      await app.page.getByRole('switch', { name: layer }).click();
    await playAndHear(app);
    await app.screen.targets.getByRole('radio', { checked: true }).focus();
    await app.page.evaluate(() => window.outputRecorder.record(24));
    await pause(800);
    const names = await app.screen.targets
      .getByRole('radio')
      .evaluateAll((radios) =>
        radios.map((radio) => document.getElementById(radio.getAttribute('aria-labelledby') ?? '')?.textContent ?? ''),
      );
    for (let i = 0; i < ARROW_STEPS; i++) {
      await app.page.keyboard.press('ArrowDown');
      await pause(600);
    }
    const order = orderOf(names);
    const { events, capture } = await takeCapture(app.page, measuring.server, 'pink');
    await app.context.close();
    const span = Math.round(0.15 * RATE);
    const start = Math.round(0.3 * RATE);
    const base = locate(capture.left.slice(start, start + span), mix[0]) - start;
    const jumps: number[] = [];
    const presses = events.filter((e) => e.type === 'keydown' && e.key === 'ArrowDown');
    for (const [i, event] of presses.entries()) {
      const profile = order[i]!;
      const from = Math.round(event.contextSec * RATE) - capture.firstFrame + Math.round(0.3 * RATE);
      const heard = capture.left.slice(from, from + span);
      const matrix = stereoMatrix({ stages: [] });
      const fir = firOf(profile);
      const reach = 200;
      const sides = mix.map((side) => filtered(side, fir, from + base - reach, span + 2 * reach));
      const expected = sides[0]!.map((sample, n) => sample * matrix[0][0] + sides[1]![n]! * matrix[0][1]);
      let best = -reach;
      for (let lag = -reach; lag <= reach; lag++) {
        if (similarity(heard, expected, reach + lag) > similarity(heard, expected, reach + best)) best = lag;
      }
      const match = similarity(heard, expected, reach + best);
      if (match < 0.99)
        throw new Error(`${profile.name}: what is heard is not the mix through it (${match.toFixed(3)})`);
      jumps.push(Math.abs(best));
    }
    return [
      rowOf(
        {
          id: 'position-jump',
          what: 'jump in the music’s position at a switch',
          unit: 'samples',
          limit: 0,
          how: 'built app, pink noise, eighteen devices in turn; correlated with the file filtered by the device’s published stages',
        },
        jumps,
      ),
    ];
  },
};

/** The devices in the order in which the arrow keys reach them, starting after flat. */
function orderOf(names: readonly string[]): DeviceProfile[] {
  const devices = names.map((name) => {
    const found = CATALOGUE.filter((profile) => name.includes(profile.name)).toSorted(
      (a, b) => b.name.length - a.name.length,
    )[0];
    if (!found) throw new Error(`the screen names a target that the catalogue has not: ${name}`);
    return found;
  });
  return [...devices.slice(1), devices[0]!];
}

export const liveLevel: Measurement = {
  name: 'live-level',
  rows: ['live-level'],
  async run(measuring) {
    // The same 0.4 s of noise again and again: every window of whole periods holds the same music.
    const period = Math.round(0.4 * RATE);
    const periods = 150;
    const noise = [31, 32].map((seed) => pinkNoise(period, seed, 0.08));
    const file = wavFile(
      'pink-periods.wav',
      () => noise.map((side) => Float32Array.from({ length: period * periods }, (_, i) => side[i % period]!)),
      RATE,
    );
    const app = await openApp(measuring);
    await addFile(app, file, 'pink-periods');
    await app.page.keyboard.press('0');
    await playAndHear(app);
    await app.screen.targets.getByRole('radio', { checked: true }).focus();
    await app.page.evaluate(() => window.outputRecorder.record(50));
    await pause(2600);
    for (let i = 0; i < ARROW_STEPS; i++) {
      await app.page.keyboard.press('ArrowDown');
      await pause(2200);
    }
    const { events, capture } = await takeCapture(app.page, measuring.server, 'levels');
    await app.context.close();
    const loudnessAt = (from: number): number =>
      integratedLoudness(
        [capture.left, capture.right].map((x) => x.slice(from, from + 4 * period)),
        RATE,
      );
    const flat = loudnessAt(Math.round(0.4 * RATE));
    const differences = events
      .filter((e) => e.type === 'keydown' && e.key === 'ArrowDown')
      .map((e) => Math.abs(loudnessAt(Math.round((e.contextSec + 0.4) * RATE) - capture.firstFrame) - flat));
    return [
      rowOf(
        {
          id: 'live-level',
          what: 'loudness of a target against flat, matched, live on pink noise',
          unit: 'LU',
          limit: 0.1,
          how: 'built app, recorded at the output after each switch, BS.1770',
        },
        differences,
      ),
    ];
  },
};
