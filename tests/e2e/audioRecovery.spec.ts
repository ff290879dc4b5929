import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serveBuild } from '../../scripts/bench/server';
import { ListenPage } from '../support/listenPage';
import { expect, test } from './app';
import type { Output } from './app';

// Each of them waits for a context to be lost and opened again.
test.describe.configure({ timeout: 240_000 });

/** What the page says about the sound; a slow disk may have an alert of its own. */
const saidOfSound = (app: ListenPage) => app.alerts.getByRole('listitem').filter({ hasText: /sound/i });

/** Sound at the output, the button says so, and nobody is told anything. */
async function expectPlaying(app: ListenPage, output: Output): Promise<void> {
  await output.expectSound();
  await expect(app.pause).toBeVisible();
  await expect(app.pause).not.toHaveAttribute('aria-busy');
  await expect(saidOfSound(app)).toHaveCount(0);
}

async function playing(app: ListenPage, output: Output): Promise<void> {
  await app.play.click();
  await expectPlaying(app, output);
}

const positionSec = async (app: ListenPage): Promise<number> => Number(await app.position.inputValue());

/** Runs on the real context of the app. */
const withContext = <T>(page: Page, work: (context: AudioContext) => Promise<T> | T): Promise<T> =>
  page.evaluate<T>(`(${String(work)})(window.outputRecorder.current.context)`);

const contextCount = (page: Page): Promise<number> => page.evaluate(() => window.outputRecorder.taps.length);

async function expectAnotherContext(page: Page, before: number): Promise<void> {
  await expect.poll(() => contextCount(page), { message: 'contexts opened' }).toBeGreaterThan(before);
}

test.describe('while it plays', () => {
  test('a context that is closed is replaced, and the music goes on where it was [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => positionSec(app)).toBeGreaterThan(10);
    const before = await contextCount(page);
    await withContext(page, (context) => context.close());
    await expectAnotherContext(page, before);
    await expectPlaying(app, output);
    expect(await positionSec(app)).toBeGreaterThan(10);
    await app.pause.click();
    await output.expectSilence();
  });

  test('a context that is suspended is resumed [fault: audio-lost]', async ({ page, app, output }) => {
    await playing(app, output);
    await withContext(page, (context) => context.suspend());
    await expect.poll(() => withContext(page, (context) => context.state)).toBe('running');
    await expectPlaying(app, output);
  });

  test('one that may not be resumed gives Play back, and says how to go on [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    await page.evaluate(async () => {
      const { resume } = AudioContext.prototype;
      // The real context is suspended; what cannot be had here is a browser that then refuses.
      AudioContext.prototype.resume = () => new Promise<void>(() => undefined);
      Object.assign(window, { allowResume: () => (AudioContext.prototype.resume = resume) });
      await window.outputRecorder.current!.context.suspend();
    });
    await expect(app.alerts).toContainText('did not let the sound start');
    await expect(app.play).toBeVisible();
    await page.evaluate(() => (window as unknown as { allowResume(): void }).allowResume());
    await app.alerts.getByRole('button', { name: 'Try again' }).click();
    await expectPlaying(app, output);
  });

  test('an interruption by the system gives Play back, and the music goes on when it is over [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    // A phone call cannot be had here: the real context is suspended, and only says "interrupted" instead.
    await withContext(page, async (context) => {
      Object.defineProperty(context, 'state', { configurable: true, get: () => 'interrupted' });
      await context.suspend();
    });
    await expect(app.play).toBeVisible();
    await expect(app.alerts).toContainText('took the sound away');
    await withContext(page, async (context) => {
      Reflect.deleteProperty(context, 'state');
      await context.resume();
    });
    await expectPlaying(app, output);
  });

  test('an output that breaks off is opened again [fault: audio-lost]', async ({ page, app, output }) => {
    await playing(app, output);
    const before = await contextCount(page);
    // No sound card can be pulled out here: the context is told what it is told then.
    await withContext(page, (context) => context.dispatchEvent(new Event('error')));
    await expectAnotherContext(page, before);
    await expectPlaying(app, output);
  });

  test('an output that breaks off while another is taken is opened again [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    const before = await contextCount(page);
    // There is no sound card here: a real change of outputs breaks the one that is.
    await withContext(page, async (context) => {
      const sinks = context as unknown as { setSinkId(id: unknown): Promise<void> };
      await sinks.setSinkId({ type: 'none' }).catch(() => undefined);
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await expectAnotherContext(page, before);
    await expectPlaying(app, output);
    const from = await positionSec(app);
    await expect.poll(() => positionSec(app)).toBeGreaterThan(from + 1);
  });

  test('an output that is gone for good gives Play back and says what to do [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    await page.evaluate(async () => {
      const { context } = window.outputRecorder.current!;
      AudioContext.prototype.resume = () => Promise.reject(new DOMException('no device', 'InvalidStateError'));
      await context.close();
    });
    await expect(app.alerts).toContainText('nothing to play the sound on');
    await expect(saidOfSound(app)).toHaveCount(1);
    await expect(app.play).toBeVisible();
  });

  test('one that breaks off again and again is not opened for ever [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    const before = await contextCount(page);
    await page.evaluate(() => {
      const { connect } = AudioNode.prototype;
      AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
        // Every context from now on breaks off a moment after its first sound path.
        if (args[0] instanceof AudioDestinationNode && this.context instanceof AudioContext) {
          const { context } = this;
          setTimeout(() => void context.close().catch(() => undefined), 300);
        }
        return connect.apply(this, args as Parameters<typeof connect>);
      } as typeof connect;
      return window.outputRecorder.current!.context.close();
    });
    // By whether the last of them breaks off before or after it has run.
    await expect(app.alerts).toContainText(/The sound stopped working|nothing to play the sound on/);
    await expect(app.play).toBeVisible();
    expect((await contextCount(page)) - before).toBeLessThan(8);
  });
});

test.describe('while it plays, with a worklet of the test', () => {
  // It comes as a blob, which the policy of the page keeps out.
  test.use({ bypassCSP: true });

  test('a clock that stands still is noticed, and another context takes over [fault: audio-lost]', async ({
    page,
    app,
    output,
  }) => {
    await playing(app, output);
    const before = await contextCount(page);
    // A real one: the audio thread is kept from its work, while the context goes on saying that it runs.
    const states = await withContext(page, async (context) => {
      const source = `registerProcessor('test-blocker', class extends AudioWorkletProcessor {
        process() { const end = Date.now() + 12_000; while (Date.now() < end); return false; }
      })`;
      await context.audioWorklet.addModule(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      const blocker = new AudioWorkletNode(context, 'test-blocker');
      blocker.connect(context.destination);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const from = context.currentTime;
      await new Promise((resolve) => setTimeout(resolve, 700));
      return { state: context.state, movedSec: context.currentTime - from };
    });
    expect(states).toEqual({ state: 'running', movedSec: 0 });
    await expectAnotherContext(page, before);
    await expectPlaying(app, output);
  });
});

test('a context that is closed while nothing plays is replaced by Play, and nobody is alarmed [fault: audio-lost]', async ({
  page,
  app,
  output,
}) => {
  await playing(app, output);
  await app.pause.click();
  await output.expectSilence();
  const before = await contextCount(page);
  await withContext(page, (context) => context.close());
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await expect(saidOfSound(app)).toHaveCount(0);
  await app.play.click();
  await expectAnotherContext(page, before);
  await expectPlaying(app, output);
});

test('a tab that was frozen plays on, and nobody is alarmed [fault: audio-lost]', async ({ page, app, output }) => {
  await playing(app, output);
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 6000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expectPlaying(app, output);
});

test('a computer that slept for an hour plays on, and nobody is alarmed [fault: audio-lost]', async ({
  page,
  output,
}) => {
  await page.clock.install();
  await page.goto('/');
  const app = new ListenPage(page);
  await page.clock.resume();
  await playing(app, output);
  const before = await contextCount(page);
  // As after the lid is opened: an hour on every clock but that of the audio, each timer due once.
  await page.clock.fastForward('01:00:00');
  await expectPlaying(app, output);
  const from = await positionSec(app);
  await expect.poll(() => positionSec(app)).toBeGreaterThan(from + 2);
  expect(await contextCount(page)).toBe(before);
  await expect(saidOfSound(app)).toHaveCount(0);
});

test.describe('what does not load', () => {
  /** Aborts every request of this name, and knows how many there were. */
  async function block(page: Page, name: RegExp): Promise<{ readonly failed: string[]; release(): Promise<void> }> {
    const failed: string[] = [];
    page.on('requestfailed', (request) => {
      if (name.test(request.url())) failed.push(request.url());
    });
    await page.context().route(name, (route) => route.abort());
    return { failed, release: () => page.context().unroute(name) };
  }

  test('without the engine Play is given back every time, and Try again plays [fault: engine-missing]', async ({
    page,
    app,
    output,
  }) => {
    const blocked = await block(page, /createEngine/);
    await page.reload();
    await expect(app.alerts).toContainText('The sound stopped working');
    expect(blocked.failed.length).toBeGreaterThan(0);
    for (const key of ['click', 'Space']) {
      await expect(app.play).toBeEnabled();
      if (key === 'click') await app.play.click();
      else await page.keyboard.press('Space');
      await expect(app.play).toBeVisible();
      await expect(saidOfSound(app)).toHaveCount(1);
    }
    await blocked.release();
    await app.alerts.getByRole('button', { name: 'Try again' }).click();
    await expectPlaying(app, output);
  });

  test('an engine that never arrives is not shown as playing [fault: engine-missing]', async ({ page, app }) => {
    const asked: string[] = [];
    // Neither answered nor refused.
    await page.context().route(/createEngine/, (route) => void asked.push(route.request().url()));
    await page.reload();
    await expect(app.play).toBeEnabled();
    await app.play.click();
    await expect(app.pause).toHaveAttribute('aria-busy', 'true');
    expect(asked.length).toBeGreaterThan(0);
    await expect(app.alerts).toContainText('The sound stopped working');
    await expect(app.play).toBeVisible();
  });

  /** Requests for the code of worklets are not the page's: nothing but the host itself can refuse them. */
  for (const [part, name] of [
    ['the filters', /pffft-[^/]*\.wasm/],
    ['the renderer', /deviceRenderer\.worklet/],
    ['the limiter', /output\.worklet/],
  ] as const) {
    test(`without ${part} the page says so, and Try again plays [fault: engine-missing]`, async ({
      page,
      output,
      traffic,
    }) => {
      let refusedCount = 0;
      let isRefusing = true;
      const host = await serveBuild(join(import.meta.dirname, '../../dist'), {
        isRefused(path) {
          const isRefused = isRefusing && name.test(path);
          if (isRefused) refusedCount++;
          return isRefused;
        },
      });
      traffic.addHost(host.url);
      await page.goto(`${host.url}/`);
      const app = new ListenPage(page);
      await expect(app.alerts).toContainText('The sound stopped working', { timeout: 20_000 });
      expect(refusedCount).toBeGreaterThan(0);
      await app.play.click();
      await expect(app.play).toBeVisible();
      isRefusing = false;
      await app.alerts.getByRole('button', { name: 'Try again' }).click();
      await expectPlaying(app, output);
      host.close();
    });
  }
});
