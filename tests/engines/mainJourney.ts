import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { wavBytes } from '../../scripts/bench/signals';
import { CATALOGUE } from '../../src/devices/catalogue';
import { responseCurveDb } from '../../src/devices/response';
import { writeLink } from '../../src/drills/shareLink';
import { waitFor, type EngineDriver, type Wanted } from './EngineDriver';
import { BAND_CENTRES_HZ, bandLevelsOf, bandPowers, NOISE_PERIOD, NOISE_RATE, pinkPeriod } from './periodicNoise';

/** Of five kinds: one measured, the others modelled. */
const DEVICES = ['ATH-M20x', 'Phone', 'TV', 'Mid-size car', 'Near-field monitor'] as const;
/** Tone alone against `devices/response`, and the whole device against Chromium: what a band may differ by. */
const TONE_TOLERANCE_DB = 0.25;
const WHOLE_TOLERANCE_DB = 0.5;
const NOISE_REPEATS = 90;

/** Levels of each device relative to flat, in decibels by band. */
export type DeviceLevels = Readonly<Record<string, readonly number[]>>;

export interface JourneyContext {
  readonly driver: EngineDriver;
  readonly url: string;
  /** For the files that the journey adds. */
  readonly folder: string;
  /** What Chromium measured in this build, where it did. */
  readonly expectedWhole: DeviceLevels | null;
  readonly measured: { worstToneDb?: number; worstWholeDb?: number; whole?: DeviceLevels };
}

/** @returns what should be said of it though it went well */
type Step = (context: JourneyContext) => Promise<string | void>;

const button = (name: string): Wanted => ({ role: 'button', name });
const targetRadio = (name: string): Wanted => ({
  role: 'radio',
  name,
  within: { role: 'radiogroup', name: 'Playback target' },
});
const layerSwitch = (name: string): Wanted => ({ role: 'switch', name });

const shows = (driver: EngineDriver, wanted: Wanted, what: string): Promise<boolean> =>
  waitFor(driver, what, (element) => window.engineProbe.find(element) !== null, wanted);

const headingIs = (driver: EngineDriver, text: string): Promise<boolean> =>
  waitFor(driver, `the heading "${text}"`, (wanted) => document.querySelector('h1')?.textContent === wanted, text);

const playingThrough = (driver: EngineDriver, name: string): Promise<boolean> =>
  waitFor(
    driver,
    `"Now playing through" to say ${name}`,
    (wanted) => document.querySelector('[aria-label="Now playing through"]')?.textContent?.includes(wanted) ?? false,
    name,
  );

/** The mix is decoded, stored and measured. @throws Error that says what was still under way */
async function isQuiet(driver: EngineDriver): Promise<void> {
  try {
    await waitFor(driver, 'everything to be measured', () => {
      const save = window.engineProbe.find({ role: 'button', name: 'Export audio' }) as HTMLButtonElement | null;
      return save !== null && !save.disabled && document.querySelector('progress, [role=progressbar]') === null;
    });
  } catch (cause) {
    const state = await driver.evaluate(() => {
      const save = window.engineProbe.find({ role: 'button', name: 'Export audio' }) as HTMLButtonElement | null;
      const under = [...document.querySelectorAll('progress, [role=progressbar], [role=alert]')];
      return [
        save === null ? 'no Export audio' : save.disabled ? 'Export audio is off' : 'Export audio is on',
        ...under.map((one) => one.ariaLabel ?? one.parentElement?.textContent ?? one.tagName),
        ...under.map((one) => one.textContent).filter(Boolean),
        ...window.engineProbe.problems,
      ];
    });
    throw new Error(`${String(cause)}: ${state.join('; ')}`, { cause });
  }
}

async function goTo(driver: EngineDriver, hash: string): Promise<void> {
  await driver.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}

const isSounding = (driver: EngineDriver): Promise<boolean> =>
  driver.evaluate(async () => {
    // A context that does not run answers nothing.
    const soon = <T>(answer: Promise<T>): Promise<T | null> =>
      Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, 2000, null))]);
    if (!(await soon(window.outputRecorder.ask('watch')))) return false;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return ((await soon(window.outputRecorder.ask('level')))?.rms ?? 0) > 1e-4;
  });

const MOST_PRESSES = 4;

/**
 * Presses Play until there is sound at the output. A sound card that needs more than two seconds to start makes the page
 * say so and offer Play again, and a machine with three browsers has such a card: then it is pressed again, and said.
 */
async function startSound(driver: EngineDriver): Promise<string | undefined> {
  const has = (wanted: Wanted): Promise<boolean> =>
    driver.evaluate((what) => window.engineProbe.find(what) !== null, wanted);
  let presses = 0;
  for (;;) {
    if (await has(button('Pause'))) {
      if (await isSounding(driver)) return presses > 1 ? `at press ${presses}` : undefined;
    } else if (await has(button('Play'))) {
      if (presses === MOST_PRESSES) throw new Error(`no sound at the output after ${presses} presses of Play`);
      await driver.click(button('Play'));
      presses++;
    }
  }
}

async function setSwitch(driver: EngineDriver, wanted: Wanted, isOn: boolean): Promise<void> {
  await shows(driver, wanted, 'a switch');
  const isSet = (what: Wanted, on: boolean): boolean => {
    const element = window.engineProbe.find(what)!;
    return on === (element instanceof HTMLInputElement ? element.checked : element.ariaChecked === 'true');
  };
  if (await driver.evaluate(isSet, wanted, isOn)) return;
  await driver.click(wanted);
  await waitFor(driver, 'the switch to turn', isSet, wanted, isOn);
}

async function choose(driver: EngineDriver, name: string): Promise<void> {
  await driver.click(targetRadio(name));
  await playingThrough(driver, name);
}

/** Power by band of what reaches the output now, both channels; the device in use has been heard for a while. */
async function outputPowers(driver: EngineDriver): Promise<number[]> {
  const period = await driver.evaluate(async (frames) => {
    const { outputRecorder } = window;
    const ask = outputRecorder.ask.bind(outputRecorder);
    const heard = async (count: number): Promise<void> => {
      await ask('watch');
      for (;;) {
        const level = await ask('level');
        if (level && level.frames >= count) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    // The fade, and rooms, which ring for half a second.
    await heard(frames);
    await outputRecorder.record((frames + 256) / outputRecorder.current!.context.sampleRate);
    await heard(frames + 512);
    const { left, right, sampleRate } = await outputRecorder.take();
    const text = (samples: Float32Array): string => {
      const bytes = new Uint8Array(samples.slice(0, frames).buffer);
      let out = '';
      for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return btoa(out);
    };
    return { left: text(left), right: text(right), sampleRate };
  }, NOISE_PERIOD);
  expect(period.sampleRate, 'the context runs at the rate of the mix').toBe(NOISE_RATE);
  const samplesOf = (text: string): Float32Array =>
    new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
  const [left, right] = [bandPowers(samplesOf(period.left)), bandPowers(samplesOf(period.right))];
  return left.map((power, band) => power + right[band]!);
}

/** Bands so far down that the 16 bits of the file would be measured along are left out. */
const LOWEST_DB = -45;

function worstDifferenceDb(measured: readonly number[], expected: readonly number[]): number {
  let worst = 0;
  expected.forEach((level, band) => {
    if (level > LOWEST_DB) worst = Math.max(worst, Math.abs(measured[band]! - level));
  });
  return worst;
}

async function levelsOfDevices(driver: EngineDriver): Promise<Record<string, number[]>> {
  await choose(driver, 'Flat reference');
  const flat = await outputPowers(driver);
  const levels: Record<string, number[]> = {};
  for (const name of DEVICES) {
    await choose(driver, name);
    const powers = await outputPowers(driver);
    levels[name] = powers.map((power, band) => 10 * Math.log10(power / flat[band]!));
  }
  return levels;
}

async function playsNoise(driver: EngineDriver): Promise<void> {
  await goTo(driver, '#listen');
  await shows(driver, targetRadio('Flat reference'), 'the targets');
  await isQuiet(driver);
  await setSwitch(driver, layerSwitch('Match loudness'), false);
  await setSwitch(driver, layerSwitch('Background noise'), false);
  // From the start, so that the noise lasts for all devices.
  await driver.evaluate(() => window.engineProbe.find({ role: 'slider', name: 'Position' })!.focus());
  await driver.press('Home');
  await startSound(driver);
}

/** A headphone with a bump at 3 kHz and little bass, as AutoEq writes it. */
const CSV = [
  'frequency,raw',
  ...Array.from({ length: 200 }, (_, i) => {
    const hz = 20 * 1000 ** (i / 199);
    const db = 4 * Math.exp(-((Math.log2(hz / 3000) * 1.5) ** 2)) - 5 * Math.exp(-((Math.log2(hz / 40) / 1.2) ** 2));
    return `${hz.toFixed(2)},${db.toFixed(3)}`;
  }),
].join('\n');

/** The main journey, in order; a later step goes on where an earlier one left. */
export const STEPS: Readonly<Record<string, Step>> = {
  open: async ({ driver, url }) => {
    await driver.open(url);
    await shows(driver, button('Play'), 'the button Play');
    await shows(driver, targetRadio('Flat reference'), 'the targets');
    await headingIs(driver, 'Bass-heavy headphone mix');
    await isQuiet(driver);
  },
  play: async ({ driver }) => {
    const said = await startSound(driver);
    await driver.click(button('Pause'));
    await shows(driver, button('Play'), 'the button Play');
    return said;
  },
  'add a file': async ({ driver, folder }) => {
    const period = pinkPeriod(11);
    const long = new Float32Array(NOISE_PERIOD * NOISE_REPEATS);
    for (let at = 0; at < long.length; at += NOISE_PERIOD) long.set(period, at);
    const path = join(folder, 'pink noise.wav');
    writeFileSync(path, wavBytes([long, long], NOISE_RATE, 'int16'));
    await driver.setFiles({ label: 'Add audio files' }, [path]);
    await headingIs(driver, 'pink noise');
    await isQuiet(driver);
  },
  'five devices: tone': async ({ driver, measured }) => {
    await playsNoise(driver);
    for (const layer of ['Stereo and room', 'Device limits']) await setSwitch(driver, layerSwitch(layer), false);
    const levels = await levelsOfDevices(driver);
    const worst = DEVICES.map((name) => {
      const profile = CATALOGUE.find((device) => device.name === name)!;
      return worstDifferenceDb(
        levels[name]!,
        bandLevelsOf((frequenciesHz) => responseCurveDb(profile, frequenciesHz)),
      );
    });
    measured.worstToneDb = Math.max(...worst);
    expect(
      measured.worstToneDb,
      `largest difference from the prediction in dB, ${DEVICES.join(', ')}: ${worst.join(', ')}`,
    ).toBeLessThan(TONE_TOLERANCE_DB);
  },
  'five devices: room and limits': async ({ driver, measured, expectedWhole }) => {
    await playsNoise(driver);
    for (const layer of ['Stereo and room', 'Device limits']) await setSwitch(driver, layerSwitch(layer), true);
    const whole = await levelsOfDevices(driver);
    measured.whole = whole;
    expect(new Set(DEVICES.map((name) => whole[name]!.map((level) => level.toFixed(1)).join())).size).toBe(
      DEVICES.length,
    );
    if (!expectedWhole) return;
    const worst = DEVICES.map((name) => worstDifferenceDb(whole[name]!, expectedWhole[name]!));
    measured.worstWholeDb = Math.max(...worst);
    expect(
      measured.worstWholeDb,
      `largest difference from Chromium in dB, ${DEVICES.join(', ')}: ${worst.join(', ')}`,
    ).toBeLessThan(WHOLE_TOLERANCE_DB);
  },
  'A and B': async ({ driver }) => {
    await playsNoise(driver);
    await choose(driver, 'TV');
    await driver.click(button('Set B to TV'));
    await choose(driver, 'Phone');
    await driver.press('a');
    await playingThrough(driver, 'Flat reference');
    const flat = await outputPowers(driver);
    await driver.press('b');
    await playingThrough(driver, 'TV');
    const tv = await outputPowers(driver);
    await driver.click(button('A'));
    await playingThrough(driver, 'Flat reference');
    const again = await outputPowers(driver);
    const levelDb = (powers: readonly number[], band: number): number => 10 * Math.log10(powers[band]! / flat[band]!);
    BAND_CENTRES_HZ.forEach((_, band) => expect(Math.abs(levelDb(again, band))).toBeLessThan(0.01));
    expect(Math.abs(levelDb(tv, 0)), 'a TV has no bass').toBeGreaterThan(6);
    await driver.click(button('Pause'));
  },
  export: async ({ driver }) => {
    await goTo(driver, '#listen');
    await choose(driver, 'Flat reference');
    await isQuiet(driver);
    await driver.evaluate(() => void window.engineProbe.downloads.splice(0));
    await driver.click(button('Export audio'));
    await waitFor(driver, 'the exported file', () => window.engineProbe.downloads.length > 0);
    const file = await driver.evaluate((count) => {
      const { fileName, bytes } = window.engineProbe.downloads[0]!;
      const view = new DataView(bytes);
      const chars = (at: number): string => String.fromCharCode(...new Uint8Array(bytes, at, 4));
      let at = 12;
      while (chars(at) !== 'data') at += 8 + view.getUint32(at + 4, true);
      const samples = new Float32Array(bytes.slice(at + 8, at + 8 + 8 * count));
      return { fileName, byteLength: bytes.byteLength, left: [...samples].filter((_, index) => index % 2 === 0) };
    }, 4096);
    expect(file.fileName).toMatch(/^pink noise.*\.wav$/);
    expect(file.byteLength).toBeGreaterThan(NOISE_PERIOD * NOISE_REPEATS * 8);
    // Through flat nothing is changed: the samples of the file, at its 16 bits.
    const source = pinkPeriod(11);
    file.left.forEach((sample, frame) => expect(sample * 32_768).toBe(Math.round(source[frame]! * 32_767)));
  },
  'import a device': async ({ driver, folder }) => {
    const path = join(folder, 'Bright cans.csv');
    writeFileSync(path, CSV);
    await goTo(driver, '#devices');
    await headingIs(driver, 'Devices');
    await driver.setFiles({ label: 'Import device' }, [path]);
    await headingIs(driver, 'Bright cans');
    await driver.click(button('Listen through it'));
    await playingThrough(driver, 'Bright cans');
  },
  'answer a drill': async ({ driver }) => {
    const link = writeLink('A drill', [
      { kindId: 'louder', seed: 3, mode: 'practise', trialCount: 1, settings: {}, deviceId: null, trackIds: [] },
    ]);
    await goTo(driver, link);
    await shows(driver, button('Start'), 'the button Start');
    await driver.click(button('Start'));
    await waitFor(driver, 'the question', () => {
      const trial = window.engineProbe.find({ role: 'region', name: 'Trial' });
      const options = window.engineProbe.find({ role: 'group', name: 'Answer' });
      return options !== null && !(trial?.querySelector('h1')?.textContent ?? 'Preparing').startsWith('Preparing');
    });
    const said = await startSound(driver);
    await driver.press('1');
    await waitFor(driver, 'the verdict', () =>
      /^(?:Right|Not this time)$/.test(document.querySelector('h1')?.textContent ?? ''),
    );
    await goTo(driver, '#progress');
    await headingIs(driver, 'Progress');
    await waitFor(driver, 'one trial in Progress', () =>
      [...document.querySelectorAll('dt')].some(
        (term) => term.textContent === 'Trials' && term.parentElement?.querySelector('dd')?.textContent === '1',
      ),
    );
    return said;
  },
  reload: async ({ driver }) => {
    await goTo(driver, '#listen');
    await playingThrough(driver, 'Bright cans');
    await driver.reload();
    await headingIs(driver, 'pink noise');
    await playingThrough(driver, 'Bright cans');
    await isQuiet(driver);
    await startSound(driver);
    await goTo(driver, '#progress');
    await waitFor(driver, 'one trial in Progress', () =>
      [...document.querySelectorAll('dt')].some(
        (term) => term.textContent === 'Trials' && term.parentElement?.querySelector('dd')?.textContent === '1',
      ),
    );
    expect(await driver.evaluate(() => window.engineProbe.problems), 'uncaught errors on the page').toEqual([]);
  },
};
