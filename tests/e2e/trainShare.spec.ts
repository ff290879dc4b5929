import { TrainPage } from '../support/trainPage';
import { expect, Output, RECORDER, test } from './app';

test('a copied link asks the same of everybody, to the sample', async ({ page, context, browser, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const train = new TrainPage(page);
  await train.open('#train/bandBoost');
  await train.tabTo(page.getByRole('radio', { name: 'Practise' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Test' })).toBeChecked();
  await train.tabTo(page.getByRole('radio', { name: '20', exact: true }));
  await page.keyboard.press('ArrowLeft');
  await train.pressOn(page.getByRole('button', { name: 'Copy link' }));
  await expect(page.getByText(/^Link copied\./)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(new RegExp(`^${baseURL}/#train/[\\w-]+$`));

  await test.step('the first has practised before, which makes no difference', async () => {
    await train.follow(train.linkTo([{ kindId: 'bandBoost', seed: 77, trialCount: 6 }]));
    await train.acceptInvitation();
    for (let index = 1; index <= 6; index++) {
      await train.expectQuestion(index, 6);
      await train.answer();
    }
    await expect(train.summary).toBeVisible();
    await page.keyboard.press('Escape');
  });

  const takers = [page, await (await browser.newContext()).newPage()];
  const heard: unknown[] = [];
  for (const taker of takers) {
    if (taker !== page) await taker.addInitScript({ path: RECORDER });
    const theirs = new TrainPage(taker);
    const output = new Output(taker);
    if (taker === page) await theirs.follow(link.slice(link.indexOf('#')));
    else await taker.goto(link);
    await expect(taker.getByRole('region', { name: 'Which band was boosted' })).toContainText('10 trials, test');
    await expect(theirs.trial, 'nothing starts without a yes').toHaveCount(0);
    await expect(taker).toHaveURL(/#train$/);
    await theirs.acceptInvitation();
    const sounds: unknown[] = [];
    for (let index = 1; index <= 10; index++) {
      await theirs.expectQuestion(index, 10);
      if (index === 1 || index === 10) {
        await output.expectSound();
        sounds.push(await output.passage());
      }
      await taker.keyboard.press('3');
    }
    await expect(theirs.summary).toContainText('10 trials');
    const truths = await theirs.truths();
    expect(truths).toHaveLength(10);
    heard.push({ sounds, truths });
  }
  expect(new Set((heard[0] as { truths: string[] }).truths).size, 'trials differ from one another').toBeGreaterThan(2);
  expect(heard[1]).toEqual(heard[0]);
  await takers[1]!.context().close();
});

for (const [what, hash, says] of [
  ['cut off', '#train/eyJ2IjoxLCJ0Ijoi', /incomplete or was changed/],
  [
    'of a later version',
    `#train/${Buffer.from('{"v":99,"t":"","b":[]}').toString('base64url')}`,
    /this version of the page does not have/,
  ],
  [
    'naming an unknown drill',
    `#train/${Buffer.from('{"v":1,"t":"x","b":[["noSuchDrill","test",3,1,{},null]]}').toString('base64url')}`,
    /this version of the page does not have/,
  ],
  ['far too long', `#train/${'A'.repeat(5000)}`, /too long to be one of ours/],
] as const) {
  test(`a link ${what} gets a sentence, and Train stays usable`, async ({ page }) => {
    const train = new TrainPage(page);
    await train.open(hash);
    await expect(train.alerts).toContainText(says);
    await expect(page).toHaveURL(/#train$/);
    await train.pressOn(page.getByRole('button', { name: /^Dismiss/ }));
    await expect(train.alerts).toHaveCount(0);
    await train.follow(train.linkTo([{ kindId: 'louder', seed: 1 }]));
    await train.acceptInvitation();
    await train.expectQuestion(1, 1);
  });
}
