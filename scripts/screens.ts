/**
 * `npx tsx scripts/screens.ts [folder of the build]`: pictures of the built app for the README and the docs, into
 * docs/screens. Run `npm run build` first.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { launch } from './bench/browser';
import { serveBuild } from './bench/server';
import { practiceFile, practiceRecords } from '../tests/support/practiceRecords';
import { ListenPage } from '../tests/support/listenPage';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'docs/screens');
const VIEWS = {
  1440: { viewport: { width: 1440, height: 900 } },
  390: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;
const LISTEN = [
  { width: 1440, theme: 'dark', target: 'Mid-size car' },
  { width: 1440, theme: 'light', target: 'Phone' },
  { width: 390, theme: 'dark', target: 'Mid-size car' },
  { width: 390, theme: 'light', target: 'Phone' },
] as const;
const TRAIN = [
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
] as const;

type Theme = 'dark' | 'light';
type Width = keyof typeof VIEWS;

async function open(browser: Browser, url: string, width: Width, theme: Theme): Promise<Page> {
  const page = await browser.newPage(VIEWS[width]);
  await page.goto(url);
  if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
  await page.waitForFunction(() => document.querySelector('button[aria-label="Play"]:not([disabled])') !== null);
  // What is still measured would put a bar beside the track.
  await page.waitForFunction(() => document.querySelector('[role="progressbar"], progress') === null);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
  });
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}

async function shootListen(page: Page, name: string, target: string): Promise<void> {
  const screen = new ListenPage(page);
  await screen.target(target).check();
  await screen.play.click();
  // Into the second verse, where there is something to see.
  await screen.position.fill('24');
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLInputElement>('[aria-label="Position"]')?.value) > 27,
  );
  await shoot(page, name);
}

/** The library, and the page of a device. */
async function shootDevices(page: Page, suffix: string): Promise<void> {
  const goTo = (hash: string): Promise<void> =>
    page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
  await goTo('#devices');
  await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
  await shoot(page, `devices-${suffix}`);
  await goTo('#devices/of/ath-m50x');
  await page.getByRole('heading', { name: 'ATH-M50x' }).waitFor();
  await page.getByRole('figure').first().waitFor();
  await shoot(page, `device-${suffix}`);
}

/** With some weeks of practice, made up and the same each time but for its dates. */
async function shootTraining(page: Page, suffix: string): Promise<void> {
  const practice = await practiceFile(practiceRecords(9000, 90, 5, Date.now()));
  const goTo = (hash: string): Promise<void> =>
    page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
  await goTo('#progress');
  await page.getByLabel('Import progress').setInputFiles({
    name: 'practice.json',
    mimeType: 'application/json',
    buffer: Buffer.from(practice.join('')),
  });
  await page.getByText('trials came in').waitFor();
  await page.getByRole('button', { name: /^Dismiss/ }).click();
  await page.getByRole('heading', { name: 'Threshold over time' }).waitFor();
  await shoot(page, `progress-${suffix}`);
  await goTo('#train');
  await page.getByRole('button', { name: 'Start workout' }).waitFor();
  await shoot(page, `train-home-${suffix}`);
  await goTo('#train/bandBoost');
  await page.getByRole('button', { name: 'Start practice' }).click();
  const answers = page.getByRole('group', { name: 'Answer' }).getByRole('button');
  await answers.first().waitFor();
  await shoot(page, `train-trial-${suffix}`);
  // One of the eight is the truth; a picture with two curves wants one of the others.
  for (let trial = 0; trial < 8; trial++) {
    await answers.nth(5).click();
    const verdict = page.getByRole('heading', { name: /^(?:Right|Not this time)$/ });
    await verdict.waitFor();
    if ((await verdict.textContent()) !== 'Right') break;
    await page.getByRole('button', { name: /^Next/ }).click();
    await answers.first().waitFor();
  }
  await shoot(page, `train-reveal-${suffix}`);
}

mkdirSync(FOLDER, { recursive: true });
const server = await serveBuild(resolve(ROOT, process.argv[2] ?? 'dist'));
const browser = await launch();
for (const { width, theme, target } of LISTEN) {
  const page = await open(browser, server.url, width, theme);
  await shootListen(page, `listen-${theme}-${width}`, target);
  await page.close();
}
for (const { width, theme } of TRAIN) {
  const library = await open(browser, server.url, width, theme);
  await shootDevices(library, `${theme}-${width}`);
  await library.close();
  const page = await open(browser, server.url, width, theme);
  await shootTraining(page, `${theme}-${width}`);
  await page.close();
}
await browser.close();
server.close();
