import { afterEach, describe, expect, test, vi } from 'vitest';
import { StimulusClient } from '../../src/audio/stimuli/StimulusClient';
import { renderStimulus } from '../../src/audio/stimuli/renderStimulus';
import type { StimulusAnswerMessage, StimulusRequestMessage } from '../../src/audio/stimuli/stimulusMessages';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import { drumAndBass } from '../support/signals';
import { areSame, materialReader, musicRequest, recipe, renderMusic } from '../support/stimuli';
import { testPffft } from '../support/pffft';

/** A worker on the same thread: answers one message after another, each in a task of its own. */
class FakeWorker extends EventTarget {
  readonly jobs: StimulusRequestMessage[] = [];
  readonly #filters = new StepFilters(testPffft());
  isTerminated = false;
  isSilent = false;

  postMessage(message: StimulusRequestMessage): void {
    this.jobs.push(message);
    setTimeout(() => {
      if (this.isTerminated || this.isSilent) return;
      let data: StimulusAnswerMessage;
      try {
        data = { requestId: message.requestId, stimulus: renderStimulus(message.job, this.#filters) };
      } catch (error) {
        data = { requestId: message.requestId, failure: String(error) };
      }
      this.dispatchEvent(new MessageEvent('message', { data }));
    });
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const workers: FakeWorker[] = [];
let client: StimulusClient | undefined;

function open(): StimulusClient {
  client = new StimulusClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return client;
}

afterEach(() => {
  client?.dispose();
  workers.length = 0;
  vi.useRealTimers();
});

const song = drumAndBass(44_100, 4, 3);
const reader = materialReader(44_100, song.left, song.right);
const request = musicRequest([recipe(), recipe({ kind: 'device', deviceId: 'phone' })], {
  startSec: 1,
  durationSec: 1,
});
const broken = musicRequest([recipe({ kind: 'device', deviceId: 'gone' })], { durationSec: 1 });

describe('StimulusClient', () => {
  test('gives what the pure function gives', async () => {
    const asked: unknown[] = [];
    const got = await open().render(request, (ref) => {
      asked.push(ref);
      return reader;
    });
    const wanted = renderMusic(request, reader);
    expect(asked).toEqual([{ kind: 'track', id: 'track' }]);
    expect(got.level).toEqual(wanted.level);
    got.versions.forEach((version, i) => expect(areSame(version[1], wanted.versions[i]![1])).toBe(true));
  });

  test('an aborted request rejects at once, is not begun if it waited, and harms no other', async () => {
    const port = open();
    const controllers = [new AbortController(), new AbortController()];
    const underWay = port.render(request, () => reader, controllers[0]!.signal);
    const waiting = port.render(request, () => reader, controllers[1]!.signal);
    const other = port.render(request, () => reader);
    for (const controller of controllers) controller.abort();
    await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(other).resolves.toMatchObject({ length: 44_100 });
    expect(workers[0]!.jobs.map(({ requestId }) => requestId)).toEqual([1, 3]);
  });

  test('a signal that was aborted before starts nothing', async () => {
    await expect(open().render(request, () => reader, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers).toHaveLength(0);
  });

  test('what cannot be rendered or read rejects alone', async () => {
    const port = open();
    const cause = new TypeError('detached');
    const results = await Promise.allSettled([
      port.render(broken, () => reader),
      port.render(request, () => undefined),
      port.render(request, () => ({
        ...reader,
        read: () => {
          throw cause;
        },
      })),
      port.render(request, () => reader),
    ]);
    for (const result of results.slice(0, 3)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'stimulus-failed' } });
    }
    expect(results[2]).toMatchObject({ reason: { cause } });
    expect(results[3]).toMatchObject({ status: 'fulfilled' });
  });

  test('sources of different rates are refused', async () => {
    const passage = { startSec: 0, durationSec: 1 };
    const mixed = {
      ...request,
      sources: {
        a: { material: { kind: 'track' as const, id: 'a' }, ...passage },
        b: { material: { kind: 'track' as const, id: 'b' }, ...passage },
      },
    };
    const find = (ref: { readonly id?: string }) => (ref.id === 'a' ? reader : { ...reader, sampleRate: 48_000 });
    await expect(open().render(mixed, (ref) => find('id' in ref ? ref : {}))).rejects.toMatchObject({
      code: 'stimulus-failed',
    });
  });

  test('when the worker dies everything rejects, and the next call starts another', async () => {
    const port = open();
    const both = [port.render(request, () => reader), port.render(request, () => reader)];
    workers[0]!.dispatchEvent(new Event('error'));
    for (const result of await Promise.allSettled(both)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'stimulus-failed' } });
    }
    expect(workers[0]!.isTerminated).toBe(true);
    await expect(port.render(request, () => reader)).resolves.toMatchObject({ length: 44_100 });
    expect(workers).toHaveLength(2);
  });

  test('a worker that falls silent is given up', async () => {
    vi.useFakeTimers();
    const result = open().render(request, () => reader);
    workers[0]!.isSilent = true;
    const settled = Promise.allSettled([result]);
    await vi.advanceTimersByTimeAsync(41_000);
    expect((await settled)[0]).toMatchObject({ status: 'rejected', reason: { code: 'stimulus-failed' } });
    expect(workers[0]!.isTerminated).toBe(true);
  });

  test('a worker with nothing to do is ended, not one at work, and the next call starts another', async () => {
    vi.useFakeTimers();
    const port = open();
    const renderOne = async (): Promise<void> => {
      const result = port.render(request, () => reader);
      await vi.advanceTimersByTimeAsync(1);
      await result;
    };
    await renderOne();
    await vi.advanceTimersByTimeAsync(29_000);
    await renderOne();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(21_000);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
    await renderOne();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  test('dispose settles what is under way and ends the worker', async () => {
    const port = open();
    const under = port.render(request, () => reader);
    port.dispose();
    await expect(under).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0]!.isTerminated).toBe(true);
    await expect(port.render(request, () => reader)).rejects.toMatchObject({ code: 'stimulus-failed' });
  });
});
