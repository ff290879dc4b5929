import { expect, expectQuiet, test } from './app';

test('when the browser holds the sound back, the page says so and tries again [fault: engine-missing]', async ({
  page,
  app,
  output,
}) => {
  await test.step('a browser that does not let the context start', async () => {
    await expectQuiet(app);
    await page.evaluate(async () => {
      // Driving the page counts as a gesture, so the context may run already. An ordinary visitor's does not.
      await window.outputRecorder.current!.context.suspend();
      const resume = AudioContext.prototype.resume;
      const held: (() => void)[] = [];
      // What Chromium does without a gesture: the promise stays open and nothing runs.
      AudioContext.prototype.resume = function (this: AudioContext) {
        void this.suspend();
        return new Promise<void>((resolve) => held.push(resolve));
      };
      Object.assign(window, {
        letSoundStart() {
          AudioContext.prototype.resume = resume;
        },
      });
    });
    await app.play.click();
    await expect(app.alerts).toContainText('did not let the sound start');
    await expect(app.alerts.getByRole('listitem')).toHaveCount(1);
    await expect(app.play).toBeVisible();
  });
  await test.step('allowed, Try again plays', async () => {
    await page.evaluate(() => (window as unknown as { letSoundStart(): void }).letSoundStart());
    await app.alerts.getByRole('button', { name: 'Try again' }).click();
    await output.expectSound();
    await expect(app.alerts).toHaveCount(0);
    await expect(app.pause).toBeVisible();
  });
});

test('when there is no sound card, the page says so and stays usable [fault: engine-missing]', async ({
  page,
  app,
}) => {
  await expectQuiet(app);
  await page.evaluate(async () => {
    await window.outputRecorder.current!.context.suspend();
    AudioContext.prototype.resume = () => Promise.reject(new DOMException('no device', 'InvalidStateError'));
  });
  await app.play.click();
  const lines = app.alerts.getByRole('listitem');
  for (const again of [app.alerts.getByRole('button', { name: 'Try again' }), app.play]) {
    await expect(lines).toHaveCount(1);
    await expect(lines).toContainText('nothing to play the sound on');
    await again.click();
    // Still none: the same is told again, and only that.
    await expect(app.play).toBeVisible();
    await expect(lines).toContainText('nothing to play the sound on');
  }
  await expect(lines).toHaveCount(1);
  await app.target('Phone').check();
  await expect(app.nowPlaying).toContainText('Phone');
  await expect(app.exportAudio).toBeEnabled();
});
