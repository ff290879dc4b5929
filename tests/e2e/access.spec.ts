import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, expectQuiet, test } from './app';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations of WCAG 2.2 A and AA, in words. */
async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page, which its policy would not run.
  await page.evaluate(AXE);
  // Colours that are still on their way from one theme to the other are nobody's choice.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found.flatMap(({ id, impact, nodes }) => nodes.map((node) => `${impact} ${id}: ${node.target.join(' ')}`));
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const theme of ['dark', 'light'] as const) {
    test(`${width} × ${height}, ${theme}: nothing stands in the way`, async ({ app, page }) => {
      await page.setViewportSize({ width, height });
      if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expectQuiet(app);
      await app.target('Mid-size car').check();
      await app.addFiles.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not audio') });
      await expect(app.alerts).toHaveCount(1);
      expect(await violations(page)).toEqual([]);
      await test.step('with a dialog open', async () => {
        await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await violations(page)).toEqual([]);
      });
      await test.step('with a choice of devices to export through', async () => {
        await page.keyboard.press('Escape');
        await app.exportSeveral.click();
        await page.getByRole('dialog').getByRole('button', { name: 'Cars' }).click();
        expect(await violations(page)).toEqual([]);
      });
    });

    test(`${width} × ${height}, ${theme}: nothing stands in the way on Train and Progress`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      const train = new TrainPage(page);
      await train.open();
      if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const holds = async (what: string): Promise<void> => {
        expect(await violations(page), what).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, `${what}: nothing runs off the side`).toBeLessThanOrEqual(0);
      };
      await expect(page.getByRole('button', { name: 'Start workout' })).toBeVisible();
      await holds('Train');
      for (const kindId of ['bandBoost', 'nameDevice', 'mixedFaults']) {
        await train.follow(`#train/${kindId}`);
        await expect(page.getByRole('button', { name: 'Start practice' })).toBeVisible();
        await holds(`page of ${kindId}`);
      }
      await train.follow(train.linkTo([{ kindId: 'louder', seed: 1, mode: 'practise' }]));
      await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible();
      await holds('invitation');
      await page.getByRole('button', { name: 'Not now' }).click();

      // One kind for each way to answer, and both verdicts drawn.
      const kindIds = ['bandBoost', 'bandFrequency', 'crackle', 'correctEq', 'louder'];
      await train.follow(
        train.linkTo(kindIds.map((kindId, index) => ({ kindId, seed: index + 1, mode: 'practise' as const }))),
      );
      await train.acceptInvitation();
      for (const [index, kindId] of kindIds.entries()) {
        await expect(train.trial).toContainText(`part ${index + 1} of ${kindIds.length}`);
        await train.expectQuestion(1, 1);
        await holds(`trial of ${kindId}`);
        await train.answer();
        await train.expectVerdict();
        await holds(`verdict of ${kindId}`);
        await page.keyboard.press('Enter');
      }
      await expect(train.summary).toBeVisible();
      expect(await train.truths()).toHaveLength(kindIds.length);
      await holds('summary');
      await train.expectTrialsInProgress(kindIds.length);
      await holds('Progress');
      await train.pressOn(page.getByRole('button', { name: 'Clear all progress' }));
      await expect(page.getByRole('dialog')).toBeVisible();
      await holds('Progress with its dialog');
    });
  }
}

test('reduced motion: nothing moves by itself', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectQuiet(app);
  await app.target('Phone').check();
  const running = await page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((a) => a.playState === 'running' && Number(a.effect?.getComputedTiming().duration) > 1).length,
  );
  expect(running).toBe(0);
});
