import type { Page } from '@playwright/test';
import { TrainPage } from '../support/trainPage';
import { expect, Output, RECORDER, test } from './app';

/** Another tab of the same browser. */
async function newTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.addInitScript({ path: RECORDER });
  return tab;
}

test('a tab closed in the middle of a sitting: the same trial again, and nothing counted twice', async ({ page }) => {
  const first = new TrainPage(page);
  await first.open();
  await first.follow(first.linkTo([{ kindId: 'bandBoost', seed: 5, trialCount: 4 }], 'Octaves'));
  await first.acceptInvitation();
  for (let index = 1; index <= 2; index++) {
    await first.expectQuestion(index, 4);
    await first.answer();
  }
  await first.expectQuestion(3, 4);
  const left = await new Output(page).passage();
  await page.close({ runBeforeUnload: false });

  const tab = await newTab(page);
  const train = new TrainPage(tab);
  const output = new Output(tab);
  await train.open();
  await expect(tab.getByRole('region', { name: 'Unfinished: Octaves' })).toContainText('2 of 4 trials answered');
  await train.pressOn(tab.getByRole('button', { name: 'Go on' }));
  await train.expectQuestion(3, 4);
  await output.expectSound();
  expect(await output.passage(), 'the third trial sounds as it did').toEqual(left);

  await test.step('closed once more, right after an answer', async () => {
    await train.answer();
    await tab.close({ runBeforeUnload: false });
  });
  const last = await newTab(tab);
  const again = new TrainPage(last);
  await again.open();
  // The answer may have been kept or not; either way it counts once.
  await again.pressOn(last.getByRole('button', { name: 'Go on' }));
  await expect(again.trial.getByText(/^[34] of 4$/)).toBeVisible();
  const index = Number((await again.trial.getByText(/^[34] of 4$/).textContent())![0]);
  for (let at = index; at <= 4; at++) {
    await again.expectQuestion(at, 4);
    await again.answer();
  }
  await expect(again.summary).toContainText('4 trials');
  await again.expectTrialsInProgress(4);
});

test('two tabs: the second says so and takes over, the first stops with a sentence, each trial counts once', async ({
  page,
  output,
}) => {
  const first = new TrainPage(page);
  await first.open();
  await first.follow(first.linkTo([{ kindId: 'louder', seed: 3, trialCount: 3 }], 'Levels'));
  await first.acceptInvitation();
  await first.expectQuestion(1, 3);
  await first.answer();
  await first.expectQuestion(2, 3);
  await output.expectSound();

  const tab = await newTab(page);
  const second = new TrainPage(tab);
  await second.open(second.linkTo([{ kindId: 'bandCut', seed: 9 }], 'Another'));
  await second.acceptInvitation();
  await expect(second.alerts).toContainText('Another tab of this browser is in the middle of a drill.');
  await expect(second.trial).toHaveCount(0);
  await expect(tab.getByRole('region', { name: 'Another' }), 'the invitation still stands').toBeVisible();
  // The first goes on undisturbed.
  await first.expectQuestion(2, 3);

  await second.pressOn(tab.getByRole('button', { name: 'Train here instead' }));
  await expect(second.alerts).toHaveCount(0);
  await expect(first.trial).toHaveCount(0);
  await expect(first.alerts).toContainText('Another tab of this browser is in the middle of a drill.');
  // A page that is not looked at draws nothing, and silence is measured over pictures.
  await page.bringToFront();
  await output.expectSilence();
  await tab.bringToFront();

  await expect(tab.getByRole('region', { name: 'Unfinished: Levels' })).toContainText('1 of 3 trials answered');
  await second.pressOn(tab.getByRole('button', { name: 'Go on' }));
  for (let index = 2; index <= 3; index++) {
    await second.expectQuestion(index, 3);
    await second.answer();
  }
  await expect(second.summary).toContainText('3 trials');
  await second.expectTrialsInProgress(3);
  await test.step('what the second has finished the first does not ask again', async () => {
    await first.pressOn(page.getByRole('button', { name: 'Go on' }));
    await expect(page.getByRole('region', { name: 'Unfinished: Levels' })).toHaveCount(0);
    await expect(first.trial).toHaveCount(0);
    await expect(first.alerts).toHaveCount(0);
  });
  await first.expectTrialsInProgress(3);
});

test('the clock set back: nothing is lost, a sentence says so, and training goes on', async ({ page }) => {
  const train = new TrainPage(page);
  await train.open();
  await train.follow(train.linkTo([{ kindId: 'louder', seed: 3, trialCount: 2 }]));
  await train.acceptInvitation();
  for (let index = 1; index <= 2; index++) {
    await train.expectQuestion(index, 2);
    await train.answer();
  }
  await expect(train.summary).toContainText('2 trials');

  const tab = await newTab(page);
  await tab.addInitScript((backMs) => {
    const now = Date.now;
    globalThis.Date = class extends Date {
      constructor(...given: unknown[]) {
        super(...((given.length > 0 ? given : [now() - backMs]) as [number]));
      }
      static override now(): number {
        return now() - backMs;
      }
    } as DateConstructor;
  }, 400 * 86_400_000);
  const back = new TrainPage(tab);
  await back.open();
  await expect(back.alerts).toContainText('the clock has been set back');
  await back.expectTrialsInProgress(2);
  await back.open();
  await back.follow(back.linkTo([{ kindId: 'louder', seed: 4, trialCount: 1 }]));
  await back.acceptInvitation();
  await back.expectQuestion(1, 1);
  await back.answer();
  await expect(back.summary).toContainText('1 trial');
  await back.expectTrialsInProgress(3);
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('after one visit to Train drills run, and what was never fetched is named', async ({
    page,
    context,
    output,
  }) => {
    // They would be stored while the page is idle.
    await context.route('**/samples/stem-*', (route) => route.abort());
    const train = new TrainPage(page);
    await train.open();
    await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 1 }]));
    await train.acceptInvitation();
    await train.expectQuestion(1, 1);
    await output.expectSound();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.reload();
    await train.follow(
      train.linkTo([
        { kindId: 'nameDevice', seed: 2 },
        { kindId: 'crackle', seed: 3 },
      ]),
    );
    await train.acceptInvitation();
    for (let block = 0; block < 2; block++) {
      await expect(train.trial).toContainText(`part ${block + 1} of 2`);
      await train.expectQuestion(1, 1);
      await output.expectSound();
      await train.answer();
    }
    await expect(train.summary).toBeVisible();
    await train.expectTrialsInProgress(2);
    await test.step('what was never fetched is named, with what to do', async () => {
      await train.open();
      await train.follow(train.linkTo([{ kindId: 'stemLevel', seed: 2 }]));
      await train.acceptInvitation();
      await expect(train.alerts).toContainText('go online once');
      await expect(train.heading).toHaveText('Train');
    });
  });
});
