import type { Page } from '@playwright/test';
import { musicWav, silentWav, wavFile } from '../support/music';
import { TrainPage } from '../support/trainPage';
import { expect, test } from './app';

/** Of the demo song; what is trained on here has another. */
const DEMO_RATE = 44_100;
const OWN_RATE = 48_000;

const outputRate = (page: Page): Promise<number> =>
  page.evaluate(() => window.outputRecorder.current?.context.sampleRate ?? 0);

async function chooseTrack(train: TrainPage, name: string, isOn: boolean): Promise<void> {
  const box = train.page.getByRole('group', { name: 'Train on' }).getByRole('checkbox', { name: new RegExp(name) });
  await train.tabTo(box);
  await train.page.keyboard.press(' ');
  await expect(box).toBeChecked({ checked: isOn });
}

test('a drill runs on a track of one’s own', async ({ page, output }) => {
  const train = new TrainPage(page);
  await train.open();
  await page
    .getByLabel('Add audio files')
    .setInputFiles(wavFile('my song.wav', musicWav(30, { sampleRate: OWN_RATE })));
  await expect(page.getByRole('group', { name: 'Train on' })).toContainText('my song');
  await chooseTrack(train, 'my song', true);
  for (const id of ['bandBoost', 'panPosition', 'hum', 'nameFamily']) {
    await test.step(id, async () => {
      await train.pressOn(page.locator(`section[aria-label="Drills"] a[data-kind="${id}"]`));
      await train.pressOn(page.getByRole('button', { name: 'Start practice' }));
      await train.expectQuestion(1, 20);
      await output.expectSound();
      expect(await outputRate(page), 'it is the own track that sounds').toBe(OWN_RATE);
      await train.answer();
      await train.expectVerdict();
      await output.expectSound();
      await page.keyboard.press('Escape');
      await train.pressOn(page.getByRole('link', { name: 'All drills' }));
    });
  }
  await expect(train.alerts).toHaveCount(0);
});

for (const [what, buffer, says] of [
  ['too short', musicWav(2), /“sketch” has no passage that serves this drill: it is too short/],
  ['silent', silentWav(12), /“sketch” is too quiet for this drill/],
] as const) {
  test(`a track that is ${what} gets a sentence, and Train stays usable`, async ({ page, output }) => {
    const train = new TrainPage(page);
    await train.open();
    await page.getByLabel('Add audio files').setInputFiles(wavFile('sketch.wav', buffer));
    await expect(page.getByRole('group', { name: 'Train on' })).toContainText('sketch');
    await chooseTrack(train, 'sketch', true);
    await train.pressOn(page.getByRole('link', { name: /^Which band was boosted/ }).last());
    await train.pressOn(page.getByRole('button', { name: 'Start practice' }));
    await expect(train.alerts.filter({ hasText: says })).toBeVisible();
    await expect(train.trial).toHaveCount(0);
    await test.step('the drill now says so by itself', async () => {
      await expect(page.getByRole('button', { name: 'Start practice' })).toBeDisabled();
      await expect(page.getByText('Choose other tracks on the Train page')).toBeVisible();
    });
    await train.pressOn(page.getByRole('link', { name: 'All drills' }));
    await chooseTrack(train, 'sketch', false);
    await train.pressOn(page.getByRole('link', { name: /^Which band was boosted/ }).last());
    await train.pressOn(page.getByRole('button', { name: 'Start practice' }));
    await train.expectQuestion(1, 20);
    await output.expectSound();
    expect(await outputRate(page)).toBe(DEMO_RATE);
  });
}

test('drills on single parts take stems of one’s own', async ({ page, output }) => {
  const train = new TrainPage(page);
  await train.open();
  await page
    .getByLabel('Add stems')
    .setInputFiles([
      wavFile('my kick.wav', musicWav(20, { sampleRate: OWN_RATE, parts: ['kick'] })),
      wavFile('my bass.wav', musicWav(20, { sampleRate: OWN_RATE, parts: ['bass'] })),
      wavFile('my piano.wav', musicWav(20, { sampleRate: OWN_RATE, parts: ['chords', 'hats'] })),
    ]);
  const stems = page.getByRole('list', { name: 'Stems' });
  await expect(stems.getByRole('listitem')).toHaveCount(3);
  await expect(stems).toContainText('my piano');
  const sums: string[] = [];
  for (const id of ['stemLevel', 'stemAmount', 'kickBassMasking']) {
    await test.step(id, async () => {
      await train.pressOn(page.locator(`section[aria-label="Drills"] a[data-kind="${id}"]`));
      await train.tabTo(page.getByRole('radio', { name: '20', exact: true }));
      await page.keyboard.press('ArrowLeft');
      await train.pressOn(page.getByRole('button', { name: 'Start practice' }));
      await train.expectQuestion(1, 10);
      await output.expectSound();
      expect(await outputRate(page), 'it is the own stems that sound').toBe(OWN_RATE);
      sums.push((await train.trial.textContent()) ?? '');
      await train.answer();
      await train.expectVerdict();
      sums.push((await train.trial.textContent()) ?? '');
      await page.keyboard.press('Escape');
      await train.pressOn(page.getByRole('link', { name: 'All drills' }));
    });
  }
  expect(sums.join(' ')).toMatch(/my (?:kick|bass|piano)/);
  await test.step('stems stay after a reload and are no mixes', async () => {
    await page.reload();
    await expect(stems.getByRole('listitem')).toHaveCount(3);
    await expect(page.getByRole('group', { name: 'Train on' })).not.toContainText('my kick');
  });
});
