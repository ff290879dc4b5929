import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { DrillGroup } from '../../src/drills/DrillKind';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

test('a newcomer does a drill by keyboard alone, hears what it was and reads what it came to', async ({
  page,
  output,
}) => {
  const train = new TrainPage(page);
  await train.open();
  await expect(train.heading).toHaveText('Train');
  await train.pressOn(
    page.getByRole('region', { name: 'Tone' }).getByRole('link', { name: /^Which band was boosted/ }),
  );
  await expect(train.heading).toHaveText('Which band was boosted');
  await expect(train.heading).toBeFocused();
  await train.tabTo(page.getByRole('radio', { name: '20', exact: true }));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: '10', exact: true })).toBeChecked();
  // Backwards from the set-up to what starts it.
  await train.pressOn(page.getByRole('button', { name: 'Start practice' }));

  await test.step('the first trial sounds, and its versions', async () => {
    await train.expectQuestion(1, 10);
    await output.expectSound();
    const versions = train.versions.getByRole('button');
    await page.keyboard.press('w');
    await expect(versions.nth(1)).toHaveAttribute('aria-pressed', 'true');
    await output.expectSound();
    await page.keyboard.press('q');
    await expect(versions.nth(0)).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press(' ');
    await output.expectSilence();
    await page.keyboard.press('Backspace');
    await output.expectSound();
  });
  for (let index = 1; index <= 10; index++) {
    await train.expectQuestion(index, 10);
    await page.keyboard.press(String(1 + (index % 3)));
    await train.expectVerdict();
    if (index === 1) {
      await test.step('what it was, the answer and the original sound', async () => {
        const versions = train.versions.getByRole('button');
        const count = await versions.count();
        expect(count).toBeGreaterThanOrEqual(2);
        for (const [i, letter] of ['q', 'w', 'e'].slice(0, count).entries()) {
          await page.keyboard.press(letter);
          await expect(versions.nth(i)).toHaveAttribute('aria-pressed', 'true');
          await output.expectSound();
        }
      });
    }
    await page.keyboard.press('Enter');
  }
  await expect(train.summary.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(train.summary).toContainText('10 trials');
  await output.expectSilence();
  await test.step('a trial of it is heard again', async () => {
    await train.pressOn(train.summary.getByText('10 trials to hear again'));
    await train.pressOn(train.summary.getByRole('group', { name: 'Hear trial 3' }).getByRole('button').first());
    await output.expectSound();
  });
  await page.keyboard.press('Escape');
  await expect(train.heading).toHaveText('Which band was boosted');
  await output.expectSilence();
  await expect(train.alerts).toHaveCount(0);
  await train.expectTrialsInProgress(10);
});

const GROUPS: readonly DrillGroup[] = ['devices', 'tone', 'level', 'space', 'faults'];

test('Train leads to every kind of drill', async ({ page }) => {
  const train = new TrainPage(page);
  await train.open();
  const links = page.getByRole('region', { name: 'Drills', exact: true }).getByRole('link');
  await expect(links).toHaveCount(DRILL_KINDS.length);
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(hrefs).toEqual(DRILL_KINDS.map(({ id }) => `#train/${id}`));
});

for (const group of GROUPS) {
  test(`every drill of the group ${group} is asked, answered by keyboard and summed up`, async ({ page, output }) => {
    test.setTimeout(120_000);
    const kinds = DRILL_KINDS.filter((kind) => kind.group === group);
    const train = new TrainPage(page);
    await train.open();
    await expect(train.heading).toHaveText('Train');
    await train.follow(train.linkTo(kinds.map(({ id }, index) => ({ kindId: id, seed: 11 + index }))));
    await train.acceptInvitation();
    for (const [index, kind] of kinds.entries()) {
      await test.step(kind.id, async () => {
        await expect(train.trial).toContainText(`part ${index + 1} of ${kinds.length}`);
        await expect(train.trial).toContainText(kind.name);
        await train.expectQuestion(1, 1);
        await output.expectSound();
        const versions = train.versions.getByRole('button');
        const count = await versions.count();
        for (let version = count - 1; version >= 0; version--) {
          await page.keyboard.press('qwer'[version]!);
          await expect(versions.nth(version)).toHaveAttribute('aria-pressed', 'true');
        }
        await train.answer();
      });
    }
    await expect(train.summary.getByRole('heading', { level: 1 })).toBeFocused();
    for (const { name } of kinds) {
      await expect(train.summary.getByRole('region', { name, exact: true })).toContainText(/[01] of 1 right/);
    }
    await expect(train.alerts).toHaveCount(0);
  });
}
