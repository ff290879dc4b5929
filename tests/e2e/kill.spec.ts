import {
  copyFileSync,
  mkdirSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { chromium } from 'playwright';
import type { BrowserContext, Page } from 'playwright';
import { seededRandom } from '../../src/core/random';
import { FLAT_REFERENCE } from '../../src/devices/catalogue';
import { writeLink } from '../../src/drills/shareLink';
import { openBackup, writeBackup } from '../../src/storage/backup/backupFile';
import { practiceFile, practiceRecords } from '../support/practiceRecords';
import { keepReliabilityFigures } from '../support/reliability';
import { expect as expectSoon, fixture, test } from './app';

/** `npm run nightly` asks for 100. */
const MOMENTS = Number(process.env['KILL_MOMENTS'] ?? 10);
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
/** A switch is on as soon as it is pressed, and written 150 ms later; what has stood this long must stay. */
const SETTLED_MS = 1000;
const IMPORTED = 400;

/** A browser that has just been killed reads its profile anew. */
const expect = expectSoon.configure({ timeout: 60_000 });

/** Things that the screen says are done, each a few words, such as `track stereo-24`. */
type Facts = readonly string[];

/** Runs in the page: what it shows as done now. */
function readFacts(): string[] {
  const facts: string[] = [];
  const text = (element: Element | null | undefined): string => element?.textContent?.trim() ?? '';
  for (const item of document.querySelectorAll('[aria-label="Tracks"] > li')) {
    const name = text(item.querySelector('button[title] > span'));
    const isLoading = [...item.querySelectorAll('progress')].some((bar) => !/measuring/.test(text(bar.parentElement)));
    if (!isLoading && !/New|storing…|not stored/.test(text(item))) facts.push(`track ${name}`);
  }
  // The same list in Settings, where tracks come in from a backup.
  for (const item of document.querySelectorAll('[aria-label="What is kept"] > li')) {
    const [name, note] = [...item.children].map(text);
    if (/^(?:Mix|Reference)$/.test(note ?? '')) facts.push(`track ${name}`);
  }
  for (const sentence of document.querySelectorAll('output p')) {
    if (/^Added: 1 track, 1 device, \d+ trials\.$/.test(text(sentence))) facts.push('restored');
    const saved = /^(Elsewhere backup .*\.zip) is saved/.exec(text(sentence));
    if (saved) facts.push(`backup ${saved[1]}`);
  }
  const heading = text(document.querySelector('h1'));
  const counted = [...document.querySelectorAll('[aria-label="Trial"] *')]
    .map(text)
    .find((one) => /^\d+ of \d+$/.test(one));
  if (/^(?:Right|Not this time)$/.test(heading) && counted) facts.push(`answer ${counted.split(' ')[0]}`);
  for (const alert of document.querySelectorAll('[role=alert]')) {
    if (/trials came in/.test(text(alert))) facts.push('import');
  }
  if (/^killed \d/.test(heading)) facts.push(`device ${heading}`);
  const match = [...document.querySelectorAll('[role=switch]')].find((one) =>
    /Match loudness/.test(text(one.closest('label') ?? one)),
  );
  if (match) {
    const isOn = match instanceof HTMLInputElement ? match.checked : match.getAttribute('aria-checked') === 'true';
    facts.push(`match ${isOn}`);
  }
  const target = document.querySelector<HTMLInputElement>('[aria-label="Playback target"] input:checked');
  if (target) facts.push(`target ${target.value}`);
  facts.push(`theme ${document.documentElement.dataset['theme']}`);
  return facts;
}

interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page has said it shows, with the time of the first report; gone again when it no longer shows it. */
  readonly shown: Map<string, number>;
  /** All that it has ever shown. */
  readonly ever: Set<string>;
  /** Settles with the next report that holds something new. */
  nextFact(): Promise<void>;
  kill(): Promise<void>;
}

/** Opens the browser on a profile that outlives it. */
async function visit(profile: string, url: string): Promise<Visit> {
  const { launchOptions } = test.info().project.use;
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    headless: true,
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  // `host-pid`, made by the browser itself.
  const pid = Number(/\d+$/.exec(readlinkSync(join(profile, 'SingletonLock')))![0]);
  const page = context.pages()[0] ?? (await context.newPage());
  const shown = new Map<string, number>();
  const ever = new Set<string>();
  let report: (() => void) | undefined;
  await page.exposeFunction('reportFacts', (facts: Facts) => {
    const now = Date.now();
    for (const fact of shown.keys()) if (!facts.includes(fact)) shown.delete(fact);
    let isNew = false;
    for (const fact of facts) {
      if (shown.has(fact)) continue;
      shown.set(fact, now);
      ever.add(fact);
      isNew = true;
    }
    if (isNew) report?.();
  });
  await page.addInitScript(`
    ${readFacts.toString()}
    let last = '';
    const look = () => {
      const facts = readFacts();
      if (String(facts) !== last) window.reportFacts(facts);
      last = String(facts);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener('change', look);
  `);
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return {
    context,
    page,
    shown,
    ever,
    nextFact: () => new Promise((resolve) => (report = resolve)),
    async kill() {
      const closed = new Promise((resolve) => context.once('close', resolve));
      // The whole group: no process may finish what another has begun.
      process.kill(-pid, 'SIGKILL');
      await closed;
    },
  };
}

interface Moment {
  readonly page: Page;
  readonly folder: string;
  readonly random: () => number;
  /** Of this kill, from 1. */
  readonly index: number;
}

interface Action {
  /** As docs/reliability.md names it. */
  readonly name: string;
  /** Facts of this action begin with one of these. */
  readonly facts: RegExp;
  /** Longest time from its beginning to the kill. */
  readonly spanMs: number;
  /** The screen to begin on. */
  readonly hash: string;
  readonly settledMs?: number;
  /** Begins it; may go on for as long as it likes, and is cut off by the kill. */
  begin(moment: Moment): Promise<void>;
}

const practiceOf = async (index: number, what: string): Promise<string> => {
  const records = practiceRecords(IMPORTED, 20, 4, Date.now() - index * 86_400_000).map((record) => ({
    ...record,
    id: `${what}-${index}/${record.id}`,
  }));
  return (await practiceFile(records)).join('');
};

const FILES = ['stereo-24.flac', 'stereo-s16.wav', 'long.flac', 'stereo-320.mp3', 'rate96.flac', 'mono-s16.wav'];

/** Whoever adds a kind of thing that is kept adds it here, and what it shows as done to `readFacts`. */
const ACTIONS: readonly Action[] = [
  {
    name: 'adding a file',
    facts: /^track added/,
    spanMs: 3000,
    hash: '#listen',
    async begin({ page, folder, random, index }) {
      const file = FILES[Math.floor(random() * FILES.length)]!;
      // Under a name of its own: of two tracks with one name nobody can tell which was lost.
      const path = join(folder, `added ${index}${extname(file)}`);
      copyFileSync(fixture(file), path);
      await page.getByLabel('Add audio files').setInputFiles(path);
    },
  },
  {
    name: 'answering a drill',
    facts: /^answer /,
    spanMs: 8000,
    hash: '#train',
    async begin({ page, index }) {
      const link = writeLink('Killed', [
        { kindId: 'louder', seed: index, mode: 'practise', trialCount: 8, settings: {}, deviceId: null, trackIds: [] },
      ]);
      await page.evaluate((to) => {
        window.location.hash = to;
      }, link);
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      const trial = page.getByRole('region', { name: 'Trial' });
      for (let at = 1; at <= 8; at++) {
        await expect(trial.getByText(`${at} of 8`, { exact: true })).toBeVisible();
        await expect(trial.getByRole('heading', { level: 1 })).not.toHaveText(/^(?:Preparing.*|Right|Not this time)$/);
        await page.keyboard.press('1');
        await expect(trial.getByRole('heading', { level: 1 })).toHaveText(/^(?:Right|Not this time)$/);
        await page.keyboard.press('Enter');
      }
    },
  },
  {
    name: 'importing a device',
    facts: /^device /,
    spanMs: 3000,
    hash: '#devices',
    async begin({ page, folder, index }) {
      const rows = Array.from({ length: 100 }, (_, i) => {
        const hz = 20 * 1000 ** (i / 99);
        return `${hz.toFixed(2)},${(4 * Math.exp(-((Math.log2(hz / (800 + 40 * index)) * 1.5) ** 2))).toFixed(3)}`;
      });
      const path = join(folder, `killed ${index}.csv`);
      writeFileSync(path, ['frequency,raw', ...rows].join('\n'));
      await page.getByLabel('Import device').setInputFiles(path);
    },
  },
  {
    name: 'importing progress',
    facts: /^import$/,
    spanMs: 3000,
    hash: '#progress',
    async begin({ page, folder, index }) {
      const path = join(folder, `progress ${index}.json`);
      writeFileSync(path, await practiceOf(index, 'kill'));
      await page.getByLabel('Import progress').setInputFiles(path);
    },
  },
  {
    name: 'settings',
    facts: /^(?:match|target|theme) /,
    spanMs: 4000,
    hash: '#listen',
    settledMs: SETTLED_MS,
    async begin({ page, random }) {
      const targets = page.getByRole('radiogroup', { name: 'Playback target' }).getByRole('radio');
      const changes = [
        () => page.getByRole('switch', { name: 'Match loudness' }).click(),
        () => page.getByRole('button', { name: /^Use the (?:light|dark) theme$/ }).click(),
        async () => targets.nth(Math.floor(random() * 10)).check(),
      ];
      for (let change = 0; change < 3; change++) await changes[Math.floor(random() * changes.length)]!();
    },
  },
  {
    name: 'making a backup',
    facts: /^backup /,
    spanMs: 3000,
    hash: '#settings',
    // From the page the file goes to the browser, and from there to the disk.
    settledMs: SETTLED_MS,
    async begin({ page, folder, index }) {
      const downloads = await page.context().newCDPSession(page);
      const downloadPath = backupFolder(folder, index);
      mkdirSync(downloadPath);
      await downloads.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath });
      await page.getByRole('button', { name: 'Back up everything' }).click();
    },
  },
  {
    name: 'restoring a backup',
    facts: /^(?:restored$|track restored)/,
    spanMs: 3000,
    hash: '#settings',
    async begin({ page, folder, index }) {
      const name = `restored ${index}`;
      const audio = readFileSync(fixture('stereo-24.flac'));
      const track = {
        id: `t-${index}`,
        name,
        fileName: `${name}.flac`,
        sizeBytes: audio.length,
        addedAt: 1,
        role: 'mix',
      };
      const parts = {
        'settings.json': JSON.stringify({ 'listen.volumeDb': { value: -index, at: 1 } }),
        'tracks.json': JSON.stringify([{ track, audio: 'audio/mix.flac' }]),
        'devices.json': JSON.stringify([
          {
            id: `own-restored-${index}`,
            addedAt: 1,
            profile: { ...FLAT_REFERENCE, id: `own-restored-${index}`, name },
          },
        ]),
        'progress.json': await practiceOf(index, 'restored'),
        'audio/mix.flac': audio,
      };
      const entries = Object.entries(parts).map(([path, content]) => ({ name: path, content: new Blob([content]) }));
      const path = join(folder, `backup ${index}.zip`);
      const backup = await writeBackup(entries, new Date().toISOString());
      writeFileSync(path, Buffer.from(await backup.arrayBuffer()));
      await page.getByLabel('Restore backup').setInputFiles(path);
    },
  },
];

const backupFolder = (folder: string, index: number): string => join(folder, `backups ${index}`);

/** What the backup that was shown as saved does not hold of what was there when it was made. */
async function missingInBackup(
  folder: string,
  there: { readonly tracks: Iterable<string>; readonly devices: Iterable<string>; readonly trialCount: number },
): Promise<string[]> {
  const names = readdirSync(folder);
  if (names.length !== 1 || !names[0]!.endsWith('.zip')) return [`one whole file (there is ${names.join() || 'none'})`];
  const { entries } = await openBackup(await openAsBlob(join(folder, names[0]!)));
  const partOf = async (name: string): Promise<unknown> => JSON.parse(await entries.get(name)!.text()) as unknown;
  const tracks = (await partOf('tracks.json')) as readonly { track: { name: string }; audio: string | null }[];
  const devices = (await partOf('devices.json')) as readonly { profile: { name: string } }[];
  const { trials } = (await partOf('progress.json')) as { trials: readonly unknown[] };
  const missing: string[] = [];
  for (const name of there.tracks) {
    const row = tracks.find(({ track }) => track.name === name);
    if (!row?.audio || !entries.get(row.audio)?.size) missing.push(`track ${name}`);
  }
  for (const name of there.devices) {
    if (!devices.some(({ profile }) => profile.name === name)) missing.push(`device ${name}`);
  }
  if (trials.length !== there.trialCount) missing.push(`${trials.length} trials instead of ${there.trialCount}`);
  return missing;
}

/** Rows of trials in the database, and what Progress has added up of them. */
async function countTrials(page: Page): Promise<{ readonly rows: number; readonly summed: number }> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('elsewhere');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error!);
    });
    const all = <T>(make: (of: (name: string) => IDBObjectStore) => IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        const transaction = database.transaction(['trials', 'days']);
        const request = make((name) => transaction.objectStore(name));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
    const rows = await all((of) => of('trials').count());
    const days = await all<{ trialCount: number }[]>((of) => of('days').getAll());
    database.close();
    return { rows, summed: days.reduce((sum, { trialCount }) => sum + trialCount, 0) };
  });
}

test(`killed at ${MOMENTS} random moments, nothing that was shown as done is lost [fault: killed]`, async ({
  baseURL,
}, testInfo) => {
  test.setTimeout(120_000 + MOMENTS * 120_000);
  console.log(`KILL_SEED=${SEED}`);
  const random = seededRandom(SEED);
  const profile = testInfo.outputPath('profile');
  const folder = testInfo.outputPath('files');
  mkdirSync(folder, { recursive: true });
  const tracks = new Set<string>();
  const devices = new Set<string>();
  /** Certainly counted, and counted if what was under way came through. */
  let fewestTrials = 0;
  let mostTrials = 0;
  let shownCount = 0;
  const lost: string[] = [];

  /** Opens the browser again: everything that was ever shown as done must be there. */
  async function check(settings: Facts, index: number): Promise<void> {
    const { context, page } = await visit(profile, `${baseURL}/#listen`);
    const lose = (what: string): void => void lost.push(`kill ${index}: ${what}`);
    const list = page.getByRole('list', { name: 'Tracks' });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export audio' })).toBeEnabled();
    const now = await page.evaluate(readFacts);
    for (const fact of settings) if (!now.includes(fact)) lose(`${fact} (now ${now.join(', ')})`);
    const names = await list.getByRole('listitem').locator('button[title] > span:first-child').allTextContents();
    for (const track of tracks) if (!names.includes(track)) lose(`track ${track}`);
    await page.evaluate(() => void (window.location.hash = '#devices'));
    const library = page.getByRole('region', { name: 'Library' });
    await expect(library.getByRole('link').first()).toBeVisible();
    for (const device of devices) {
      if ((await library.getByRole('link', { name: device, exact: true }).count()) === 0) lose(`device ${device}`);
    }
    const { rows, summed } = await countTrials(page);
    if (rows !== summed) lose(`${rows} trials, ${summed} counted`);
    if (rows < fewestTrials || rows > mostTrials) lose(`${rows} trials instead of ${fewestTrials} to ${mostTrials}`);
    [fewestTrials, mostTrials] = [rows, rows];
    await context.close();
  }

  for (let index = 1; index <= MOMENTS; index++) {
    const action = ACTIONS[(index - 1) % ACTIONS.length]!;
    await test.step(`${index}: ${action.name}`, async () => {
      const opened = await visit(profile, `${baseURL}/${action.hash}`);
      const { page, shown } = opened;
      if (action.hash === '#listen') {
        await expect(page.getByRole('button', { name: 'Export audio' })).toBeEnabled();
      }
      const before = new Set(shown.keys());
      const isOfThis = (fact: string): boolean => action.facts.test(fact) && !before.has(fact);
      // Half of the kills fall at any moment, half right after something new was shown as done.
      const isRightAfter = random() < 0.5;
      const delayMs = isRightAfter ? (action.settledMs ?? 0) + random() * 40 : random() * action.spanMs;
      // The kill cuts it off wherever it is: that it rejects then is what was wanted.
      let failure: unknown;
      let isKilled = false;
      const begun = action.begin({ page, folder, random, index }).catch((error: unknown) => {
        if (!isKilled) failure = error;
      });
      if (isRightAfter) {
        while (![...shown.keys()].some(isOfThis))
          await Promise.race([opened.nextFact(), begun.then(() => opened.nextFact())]);
      }
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      isKilled = true;
      const killedAt = Date.now();
      const stood = [...shown].filter(([, since]) => killedAt - since >= (action.settledMs ?? 0)).map(([fact]) => fact);
      await opened.kill();
      await begun;
      if (failure) throw failure;
      // A verdict gives way to the next question, and stays given.
      const verdicts = [...opened.ever].filter((fact) => fact.startsWith('answer '));
      const done = [...new Set([...stood.filter(isOfThis), ...verdicts])];
      shownCount += done.length;
      for (const fact of done) {
        if (fact.startsWith('track ')) tracks.add(fact.slice('track '.length));
        if (fact.startsWith('device ')) devices.add(fact.slice('device '.length));
        if (fact === 'restored') devices.add(`restored ${index}`);
        if (fact === 'import' || fact === 'restored') fewestTrials += IMPORTED;
        if (fact.startsWith('backup ')) {
          const there = { tracks, devices, trialCount: fewestTrials };
          for (const what of await missingInBackup(backupFolder(folder, index), there)) {
            lost.push(`kill ${index}: of the backup ${what}`);
          }
        }
      }
      if (action.name === 'importing progress' || action.name === 'restoring a backup') mostTrials += IMPORTED;
      if (action.name === 'answering a drill') {
        fewestTrials += verdicts.length;
        mostTrials += 8;
      }
      await check(action.name === 'settings' ? done : [], index);
      console.log(
        `kill ${index}, ${action.name}, ${Math.round(delayMs)} ms ${isRightAfter ? 'after' : 'in'}: ${done.join(', ') || 'nothing shown yet'}`,
      );
    });
  }
  keepReliabilityFigures('kill', [
    { what: 'Kills of the whole browser (SIGKILL) at random moments', value: MOMENTS },
    { what: `Among them, by kind: ${ACTIONS.map(({ name }) => name).join(', ')}`, value: 'in turn' },
    { what: 'Things shown as done right before a kill', value: shownCount },
    { what: 'Of them lost, or trials counted twice', value: lost.length },
    { what: 'Seed', value: SEED },
  ]);
  rmSync(profile, { recursive: true, force: true });
  expect(lost, `KILL_SEED=${SEED}`).toEqual([]);
  expect(shownCount, 'a run in which nothing was shown as done proves nothing').toBeGreaterThan(0);
});
