// Lets a capture harness that compares web apps drive this one: open it, play, switch A and B, hand a file over.
import { fileURLToPath } from 'node:url';

const screenIsWhole = () => {
  const button = [...document.querySelectorAll('button')].find((b) => b.textContent?.includes('Export audio'));
  return button?.disabled === false;
};

/** @param arg name of the target for slot B; without it the first visit's own, a car */
export default (arg) => ({
  name: 'elsewhere',
  kind: 'single',
  start: 'A',
  eventTypes: ['keydown'],
  // Rooms and mono devices bring each channel's tone to both ears.
  freqs: { L: [400, 3000], R: [400, 3000] },
  server: () => ({ root: fileURLToPath(new URL('../../../dist', import.meta.url)) }),
  async open(page, base) {
    await page.goto(`${base}/`);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.getByRole('radio', { name: 'Flat reference', exact: true }).waitFor();
  },
  async give(page, file) {
    const name = file.replace(/^.*\//, '').replace(/\.\w+$/, '');
    await page.getByLabel('Add audio files').setInputFiles(file);
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await page.waitForFunction(screenIsWhole);
  },
  async prepare(page, base, files) {
    await this.open(page, base);
    await this.give(page, files.one);
    await page.waitForFunction(() => document.querySelector('progress') === null);
    if (arg) {
      await page.getByRole('radio', { name: arg, exact: true }).check();
      await page.getByRole('button', { name: `Set B to ${arg}` }).click();
    }
    await page.keyboard.press('a');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
  },
  async switchTo(page, which) {
    await page.keyboard.press(which.toLowerCase());
  },
  async fileTest(page, base, m, file) {
    await this.open(page, base);
    await page.waitForFunction(screenIsWhole);
    await m.base();
    await m.mark('start');
    await this.give(page, file);
    await m.mark('ready');
    await m.play(() => page.getByRole('button', { name: 'Play', exact: true }).click());
  },
});
