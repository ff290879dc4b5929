import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FilterDesigns } from '../../src/audio/renderer/FilterDesigns';
import type { DesignWorker } from '../../src/audio/renderer/FilterDesigns';
import type { DesignEvent, DesignMessage, WantedFilter } from '../../src/audio/renderer/rendererMessages';

/** The worker's end of the messages, answered by hand. */
class WorkerEnd extends EventTarget implements DesignWorker {
  readonly received: DesignMessage[] = [];
  isEnded = false;

  postMessage(message: DesignMessage): void {
    this.received.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(event: DesignEvent): void {
    this.dispatchEvent(new MessageEvent('message', { data: event }));
  }

  last<K extends DesignMessage['kind']>(kind: K): Extract<DesignMessage, { kind: K }> | undefined {
    return this.received.findLast((message): message is Extract<DesignMessage, { kind: K }> => message.kind === kind);
  }
}

const wanted = (key: string): WantedFilter => ({ key, source: { kind: 'device', sound: { stages: [] } } });
const workers: WorkerEnd[] = [];
const failures: string[] = [];
let designs: FilterDesigns;
let ports = 0;
const open = () =>
  designs.open(48_000, {
    onPort: () => ports++,
    onFailed: (message) => failures.push(message),
  });
/** Lets the bytes arrive. */
const settle = (): Promise<void> => Promise.resolve().then(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  workers.length = 0;
  failures.length = 0;
  ports = 0;
  designs = new FilterDesigns(
    () => {
      workers.push(new WorkerEnd());
      return workers.at(-1)!;
    },
    () => Promise.resolve(new ArrayBuffer(8)),
  );
});
afterEach(() => {
  designs.dispose();
  vi.useRealTimers();
});

test('a worker starts when a filter is missing, and is told all that is wanted', async () => {
  const line = open();
  expect(workers).toHaveLength(0);
  line.want([wanted('a'), wanted('b')]);
  line.hurry(wanted('b'));
  await settle();
  expect(workers).toHaveLength(1);
  expect(workers[0]!.last('want')!.wanted.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(workers[0]!.last('urgent')!.urgent!.key).toBe('b');
  expect(ports).toBe(1);
});

test('with nothing left to do it ends, and the next one knows what the renderer has', async () => {
  const line = open();
  line.want([wanted('a')]);
  await settle();
  const { rendererId } = workers[0]!.last('want')!;
  workers[0]!.say({ kind: 'designed', rendererId, key: 'a' });
  workers[0]!.say({ kind: 'idle' });
  vi.advanceTimersByTime(60_000);
  expect(workers[0]!.isEnded).toBe(true);
  line.want([wanted('a')]);
  await settle();
  expect(workers).toHaveLength(1);
  line.hurry(wanted('c'));
  await settle();
  expect(workers).toHaveLength(2);
  expect(workers[1]!.last('open')!.held).toEqual(['a']);
  expect(ports).toBe(2);
});

test('what a renderer had to give up is designed again when it is wanted', async () => {
  const line = open();
  line.want([wanted('a')]);
  await settle();
  const { rendererId } = workers[0]!.last('want')!;
  workers[0]!.say({ kind: 'designed', rendererId, key: 'a' });
  workers[0]!.say({ kind: 'removed', rendererId, keys: ['a'] });
  line.want([wanted('a')]);
  expect(workers[0]!.last('want')!.wanted.map(({ key }) => key)).toEqual(['a']);
});

test('a new wish keeps an idle worker alive; one that fails is told of once and not tried again', async () => {
  const line = open();
  line.want([wanted('a')]);
  await settle();
  const { rendererId } = workers[0]!.last('want')!;
  workers[0]!.say({ kind: 'failed', rendererId, key: 'a', message: 'a tap is no number' });
  workers[0]!.say({ kind: 'idle' });
  line.want([wanted('a'), wanted('b')]);
  vi.advanceTimersByTime(60_000);
  expect(workers[0]!.isEnded).toBe(false);
  expect(failures).toEqual(['a tap is no number']);
  expect(workers[0]!.last('want')!.wanted.map(({ key }) => key)).toEqual(['b']);
});

test('a worker that dies is told of, and the next wish starts another', async () => {
  const line = open();
  line.want([wanted('a')]);
  await settle();
  workers[0]!.dispatchEvent(new Event('messageerror'));
  expect(failures).toHaveLength(1);
  expect(workers[0]!.isEnded).toBe(true);
  line.hurry(wanted('b'));
  await settle();
  expect(workers[1]!.last('urgent')!.urgent!.key).toBe('b');
  expect(workers[1]!.last('want')!.wanted.map(({ key }) => key)).toEqual(['a']);
});
