import type { Page } from '@playwright/test';
import { demoShelf, lookAlikes, truthKey, type OwedTrial } from '../support/owedTruths';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

/** Everything that a curious listener could look into. */
interface Seen {
  readonly html: string;
  readonly accessibility: string;
  readonly title: string;
  readonly url: string;
  readonly history: string;
  readonly globals: string;
  readonly messages: readonly string[];
  readonly requests: readonly string[];
}

/** What moves while the music plays, and numbers that React counts up; nothing else is let off. */
const settled = (text: string): string =>
  text
    .replaceAll(/translateX\([\d.]+%\)/g, 'translateX(…)')
    .replaceAll(/(?:aria-valuetext=)?"[\d.]+ seconds"/g, '"… seconds"')
    .replaceAll(/slider "Position": "[\d.]+"/g, 'slider "Position": "…"')
    .replaceAll(/«r\w+»|_r_\w+_/g, 'id')
    .replaceAll(/blob:[\w:/.-]+/g, 'blob:…');

/** Rows of every object store, all keys and values of the page's other stores, and what is in its caches. */
async function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    // Listen keeps its own settings whenever its sound is ready; they know nothing of drills.
    const isListens = (key: unknown): boolean => key === 'elsewhere.unsaved' || key === 'listen';
    const local = Object.entries(localStorage).filter(([key]) => !isListens(key));
    const out: unknown[] = [local, Object.entries(sessionStorage), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open(name!);
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error!);
      });
      for (const store of database.objectStoreNames) {
        const ask = <T>(request: IDBRequest<T>): Promise<T> =>
          new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error!);
          });
        const rows = database.transaction(store).objectStore(store);
        const [keys, values] = [await ask(rows.getAllKeys()), await ask(rows.getAll())];
        out.push([name, store, keys.filter((key) => !isListens(key)), values.filter((_, i) => !isListens(keys[i]))]);
      }
      database.close();
    }
    return JSON.stringify(out);
  });
}

/** What is loaded some seconds after opening, whatever the page is at: offline use and the reader of WAV files. */
const LATE_SCRIPT = /\/assets\/(?:installOffline|workbox|decodePcm|pcm\.worker)[\w.-]*\.js$/;
/** These tests do without offline use: the browser driver says so when it is set up. */
const NO_OFFLINE_USE = 'Service Worker registration blocked by Playwright';

class Watcher {
  #messages: string[] = [];
  #requests: string[] = [];

  constructor(private readonly page: Page) {
    page.on('console', (message) => this.#messages.push(message.text()));
    page.on('request', (request) => this.#requests.push(request.url()));
    page.on('worker', (worker) => worker.on('console', (message) => this.#messages.push(message.text())));
  }

  forget(): void {
    this.#messages = [];
    this.#requests = [];
  }

  async look(): Promise<Seen> {
    const { page } = this;
    const [html, title, url, history, globals] = await page.evaluate(() => [
      document.documentElement.outerHTML,
      document.title,
      window.location.href,
      JSON.stringify(window.history.state),
      Object.keys(window).toSorted().join(' '),
    ]);
    return {
      html: settled(html),
      accessibility: settled(await page.locator('body').ariaSnapshot()),
      title,
      url,
      history,
      globals,
      messages: this.#messages.filter((text) => text !== NO_OFFLINE_USE),
      requests: this.#requests.filter((address) => !address.startsWith('blob:') && !LATE_SCRIPT.test(address)),
    };
  }
}

/** Gives an answer by what it is; proves that the trial is the one whose truth was worked out beforehand. */
async function give(train: TrainPage, { truth }: OwedTrial, shown: readonly { readonly id: string }[]): Promise<void> {
  const { page } = train;
  if (truth.kind === 'moment') {
    await page.getByRole('slider', { name: 'Moment' }).fill(String(Math.round(truth.atSec * 10) / 10));
  }
  if (!('id' in truth)) throw new Error('this kind is not answered by a name');
  await train.options
    .getByRole('button')
    .nth(shown.findIndex(({ id }) => id === truth.id))
    .press('Enter');
  if (truth.kind === 'moment') await page.getByRole('button', { name: /^Answer / }).press('Enter');
}

const optionsOf = ({ shown }: OwedTrial): readonly { readonly id: string }[] =>
  (JSON.parse(shown) as [string, string[], { options: { id: string }[] }])[2].options;

for (const [kindId, count] of [
  ['bandBoost', 6],
  ['nameDevice', 4],
  ['crackle', 2],
  ['louder', 2],
] as const) {
  test(`${kindId}: while the answer is owed, nothing on the page tells trials apart that look alike`, async ({
    page,
    baseURL,
  }) => {
    const trials = lookAlikes(kindId, await demoShelf(`${baseURL}/`), count);
    expect(trials.length, 'different truths behind one question').toBe(count);
    const watcher = new Watcher(page);
    const train = new TrainPage(page);
    await train.open();
    await test.step('a sitting before, so that everything is fetched and settings are written', async () => {
      await train.follow(train.linkTo([{ kindId: 'hum', seed: 1 }]));
      await train.acceptInvitation();
      await train.expectQuestion(1, 1);
      await page.keyboard.press('Escape');
      await expect(train.heading).toHaveText('Train');
      await expect.poll(() => stored(page)).not.toContain('unsaved');
    });
    const seen = new Map<string, Seen>();
    for (const owed of trials) {
      await test.step(`seed ${owed.seed}: ${truthKey(owed.truth)}`, async () => {
        await train.follow(train.linkTo([{ kindId, seed: owed.seed, mode: 'practise' }]));
        await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible();
        const before = await stored(page);
        watcher.forget();
        await train.acceptInvitation();
        await train.expectQuestion(1, 1);
        await expect(train.pause).toBeVisible();
        seen.set(truthKey(owed.truth), await watcher.look());
        expect(await stored(page), 'nothing is written while the answer is owed').toBe(before);
        await test.step('the truth is what it was worked out to be', async () => {
          await give(train, owed, optionsOf(owed));
          await train.expectVerdict();
          await expect(train.question).toHaveText('Right');
        });
        await page.keyboard.press('Escape');
        await expect(train.heading).toHaveText('Train');
      });
    }
    const [first, ...rest] = [...seen.values()];
    for (const other of rest) {
      // The song is fetched when its first passage is asked for: which of its two mixes says nothing about the answer.
      expect({ ...other, requests: [] }).toEqual({ ...first!, requests: [] });
    }
    for (const { requests, messages } of seen.values()) {
      expect(messages).toEqual([]);
      for (const address of requests) expect(new URL(address).pathname).toMatch(/^\/samples\/demo-[\w-]+\.mp3$/);
    }
    const ids = optionsOf(trials[0]!).map(({ id }) => id);
    for (const { html, accessibility, url } of seen.values()) {
      // Named as an option or not at all: no id stands anywhere, and no name more often than another.
      for (const id of ids.filter((name) => name.length > 3)) {
        expect(html.split(`"${id}"`).length, `"${id}" in the document`).toBe(html.split(`"${ids[0]!}"`).length);
      }
      expect(accessibility).toContain('group "Answer"');
      expect(url).toMatch(/#train$/);
    }
  });
}

/** Keys and rows of one object store. */
async function storeOf(page: Page, name: string): Promise<{ keys: string[]; rows: Record<string, unknown>[] }> {
  const entries = JSON.parse(await stored(page)) as unknown[];
  const found = entries.find((entry) => Array.isArray(entry) && entry[1] === name) as
    | [string, string, string[], Record<string, unknown>[]]
    | undefined;
  if (!found) throw new Error(`no store is called ${name}`);
  return { keys: found[2], rows: found[3] };
}

test('in a test the records say nothing of the trial that is owed', async ({ page }) => {
  const train = new TrainPage(page);
  await train.open();
  await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 21, trialCount: 3 }]));
  await train.acceptInvitation();
  for (let index = 1; index <= 3; index++) {
    await train.expectQuestion(index, 3);
    await expect.poll(async () => (await storeOf(page, 'trials')).keys.length).toBe(index - 1);
    const { keys } = await storeOf(page, 'trials');
    for (const id of keys) expect(Number(id.split('/').at(-1))).toBeLessThan(index - 1);
    for (const open of (await storeOf(page, 'openSession')).rows) {
      expect(Object.keys(open).toSorted()).toEqual([
        'answers',
        'blocks',
        'id',
        'savedAt',
        'start',
        'startedAt',
        'title',
      ]);
      expect(open['answers']).toHaveLength(index - 1);
    }
    await expect(train.trial.getByText(/right|missed/i)).toHaveCount(0);
    await train.answer();
  }
  await expect(train.summary).toContainText('of 3 right');
});

for (const kindId of ['bandBoost', 'nameDevice', 'louder'] as const) {
  test(`${kindId}: both versions are of one length and begin together`, async ({ page, output }) => {
    const train = new TrainPage(page);
    await train.open();
    await train.follow(train.linkTo([{ kindId, seed: 2 }]));
    await train.acceptInvitation();
    await train.expectQuestion(1, 1);
    await output.expectSound();
    const durationSec = Number(await train.position.getAttribute('max'));
    const seams: number[] = [];
    for (const [version, letter] of ['q', 'w'].entries()) {
      await page.keyboard.press(letter);
      await expect(train.versions.getByRole('button').nth(version)).toHaveAttribute('aria-pressed', 'true');
      await output.rms(0.1);
      await page.evaluate((seconds) => window.outputRecorder.record(seconds), durationSec + 1);
      await output.rms(durationSec + 1.2);
      seams.push(await page.evaluate(seamIn, durationSec));
    }
    // As near as the middle of a fade can be found: a frame is 23 µs.
    expect(Math.abs(seams[1]! - seams[0]!)).toBeLessThanOrEqual(1);
  });
}

/**
 * Where in the round of the loop the passage begins anew, in frames; the recording must repeat itself round after round,
 * to the sample.
 */
async function seamIn(durationSec: number): Promise<number> {
  const { left, right, sampleRate, firstFrame } = await window.outputRecorder.take();
  const round = Math.round(durationSec * sampleRate);
  for (let i = 0; i + round < left.length; i++) {
    if (left[i] !== left[i + round] || right[i] !== right[i + round]) {
      throw new Error(`frame ${i} is not what it was a round of ${round} frames before`);
    }
  }
  // A passage ends and begins in fades of raised cosines: around the seam there is next to nothing, left and right.
  const size = (i: number): number => Math.abs(left[i]!) + Math.abs(right[i]!);
  let seam = 1;
  for (let i = 1; i <= round; i++) if (size(i - 1) + size(i) < size(seam - 1) + size(seam)) seam = i;
  return (firstFrame + seam) % round;
}
