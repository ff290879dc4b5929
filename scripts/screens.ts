/** `npx tsx scripts/screens.ts`: pictures of the built app for the README, into docs/screens. Run `npm run build` first. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch } from './bench/browser';
import { serveBuild } from './bench/server';
import { ListenPage } from '../tests/support/listenPage';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'docs/screens');
const SHOTS = [
  { name: 'listen-dark-1440', width: 1440, height: 900, theme: 'dark', target: 'Mid-size car' },
  { name: 'listen-light-1440', width: 1440, height: 900, theme: 'light', target: 'Phone' },
  { name: 'listen-dark-390', width: 390, height: 844, theme: 'dark', target: 'Mid-size car' },
  { name: 'listen-light-390', width: 390, height: 844, theme: 'light', target: 'Phone' },
] as const;

mkdirSync(FOLDER, { recursive: true });
const server = await serveBuild(join(ROOT, 'dist'));
const browser = await launch();
for (const { name, width, height, theme, target } of SHOTS) {
  const page = await browser.newPage({ viewport: { width, height } });
  const screen = new ListenPage(page);
  await page.goto(server.url);
  if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
  await page.waitForFunction(() => document.querySelector('button[aria-label="Play"]:not([disabled])') !== null);
  await screen.target(target).check();
  await screen.play.click();
  // Into the second verse, where there is something to see.
  await screen.position.fill('24');
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLInputElement>('[aria-label="Position"]')?.value) > 27,
  );
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
  });
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.close();
}
await browser.close();
server.close();
