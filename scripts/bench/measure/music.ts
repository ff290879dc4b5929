import { CATALOGUE } from '../../../src/devices/catalogue';
import { responseCurveDb, stereoMatrix, toneStages } from '../../../src/devices/response';
import type { DeviceProfile } from '../../../src/devices/DeviceProfile';
import { integratedLoudness } from '../../../src/dsp/loudness';
import { designMinimumPhase } from '../../../src/dsp/minimumPhase';
import { filtered, locate, similarity } from '../analyse';
import { rowOf } from '../rows';
import { pinkNoise, wavFile } from '../signals';
import { addFile, openApp, playAndHear, takeCapture } from './app';
import { pause } from './measuring';
import type { Measurement } from './measuring';

const RATE = 44_100;
/** Steps down the list of targets: over those on keys, which are of every kind, and on into the headphones. */
const ARROW_STEPS = 18;

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
