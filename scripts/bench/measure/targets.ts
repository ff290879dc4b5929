import type { Page } from 'playwright';
import { CATALOGUE } from '../../../src/devices/catalogue';
import { bendsLevels } from '../../../src/devices/design/deviceSound';
import { toneHz } from '../analyse';
import { tone, wavFile } from '../signals';
import { untilQuiet } from './app';
import type { OpenApp } from './app';

/** Choosing playback targets on the Listen screen by real keys, and steady tones to hear the switches on. */

export const TONE_RATE = 44_100;
export const SWITCH_KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'a', 'b', 'x'] as const;

/** Devices whose sound depends on the level of the music. */
export const LIMITED_IDS = CATALOGUE.filter(({ limits }) => bendsLevels(limits)).map(({ id }) => id);

/** The same frequency left and right, so that a mono device plays a tone too. */
export const toneFile = (quarter: number): string =>
  wavFile(
    `tone-${quarter}.wav`,
    () => [
      tone(toneHz(quarter, TONE_RATE), TONE_RATE * 120, TONE_RATE, 0.25),
      tone(toneHz(quarter, TONE_RATE), TONE_RATE * 120, TONE_RATE, 0.15, 0.7),
    ],
    TONE_RATE,
  );

/** Waits until the list of targets, which comes in slices, is whole. */
export async function untilListed(page: Page): Promise<void> {
  await page.waitForFunction(
    (count) => document.querySelectorAll('[aria-label="Playback target"] input').length >= count,
    CATALOGUE.length,
  );
}

/**
 * Focuses the radio before a device's, so that one press of the arrow key chooses the device: every target is one trusted
 * key away from every other.
 * @returns false when the device is chosen already
 */
export function focusBefore(page: Page, id: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const radios = [...document.querySelectorAll<HTMLInputElement>('[aria-label="Playback target"] input')];
    const index = radios.findIndex(({ value }) => value === wanted);
    if (index < 0) throw new Error(`the screen has no target ${wanted}`);
    if (radios[index]!.checked) return false;
    radios.at(index - 1)!.focus({ preventScroll: true });
    return true;
  }, id);
}

export const chosenTarget = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.querySelector<HTMLInputElement>('[aria-label="Playback target"] input:checked')?.value ?? '',
  );

/** Chooses a device with one press. @returns false when it was chosen already, and nothing was pressed */
export async function pressTarget(page: Page, id: string): Promise<boolean> {
  if (!(await focusBefore(page, id))) return false;
  await page.keyboard.press('ArrowDown');
  return true;
}

/** Under-runs of the context in use, as the browser counts them; null where it does not. */
export const underrunsOf = (page: Page): Promise<number | null> =>
  page.evaluate(() => window.outputRecorder.current?.context.playbackStats?.underrunEvents ?? null);

/** A fresh page with this mix loaded, which has visited no target yet; levels matched or each device's own. */
export async function openFresh(app: OpenApp, isMatched: boolean): Promise<void> {
  if (!isMatched) {
    await app.page.keyboard.press('m');
    // Settings are written a moment later.
    await app.page.waitForTimeout(1000);
  }
  await app.page.reload();
  await untilQuiet(app.page);
  await untilListed(app.page);
}
