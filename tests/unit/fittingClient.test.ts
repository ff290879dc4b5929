import { afterEach, describe, expect, test, vi } from 'vitest';
import { FittingClient } from '../../src/analysis/fitting/FittingClient';
import type { FittingRequest, FittingRequestMessage } from '../../src/analysis/fitting/fittingMessages';
import { FittingSession } from '../../src/analysis/fitting/FittingSession';
import { fitCurve } from '../../src/analysis/fitting/fitCurve';
import { blobOf, eqLine, productLine, vendorLine } from '../support/opra';
import { smoothCurve } from '../support/smoothCurve';
import { waitFor } from '../support/waitFor';

/** A worker on the same thread: the real session, each message in a task of its own. */
class SameThreadWorker extends EventTarget {
  readonly requests: FittingRequest[] = [];
  readonly #session = new FittingSession();
  isTerminated = false;
  isSilent = false;

  postMessage(message: FittingRequestMessage): void {
    this.requests.push(message.request);
    if (this.isSilent) return;
    setTimeout(() => {
      if (this.isTerminated) return;
      void this.#session.handle(message, (answer) => {
        const data = structuredClone(answer);
        if (!this.isTerminated) this.dispatchEvent(new MessageEvent('message', { data }));
      });
    });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  die(): void {
    this.dispatchEvent(new Event('error'));
  }
}

const workers: SameThreadWorker[] = [];
let client: FittingClient | undefined;

function open(): FittingClient {
  client = new FittingClient(() => {
    const worker = new SameThreadWorker();
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

const curve = smoothCurve(1, 2);
const opra = blobOf(vendorLine('v', 'Vendor'), productLine('p', 'v', 'Product'), eqLine('e', 'p'), 'broken');
const large = blobOf(
  vendorLine('v', 'Vendor'),
  productLine('p', 'v', 'Product'),
  ...Array.from({ length: 20_000 }, (_, i) => eqLine(`e${i}`, 'p')),
);
const kindsOf = (worker: SameThreadWorker): string[] => worker.requests.map(({ kind }) => kind);

describe('fitting', () => {
  test('gives what the fitter gives, and starts no worker before', async () => {
    const fitting = open();
    expect(workers).toHaveLength(0);
    expect(await fitting.fit(curve)).toEqual(fitCurve(curve));
    expect(workers).toHaveLength(1);
  });

  test('a curve that is none is a RangeError on this side too, and harms no other', async () => {
    const fitting = open();
    const bad = { frequenciesHz: Float64Array.of(1, 2), levelsDb: Float64Array.of(0, 0) };
    const results = await Promise.allSettled([fitting.fit(bad), fitting.fit(curve)]);
    expect(results[0]).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) });
    expect(results[1].status).toBe('fulfilled');
  });

  test('cancelled before, while it waits and while it is under way', async () => {
    const fitting = open();
    await expect(fitting.fit(curve, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers).toHaveLength(0);

    const [underWay, waiting] = [new AbortController(), new AbortController()];
    const first = fitting.fit(curve, { signal: underWay.signal });
    const second = fitting.fit(curve, { signal: waiting.signal });
    const third = fitting.fit(smoothCurve(2, 2));
    underWay.abort();
    waiting.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect((await third).stages).toEqual(fitCurve(smoothCurve(2, 2)).stages);
    // Whatever was given up while it waited never reached the worker.
    expect(workers.flatMap(kindsOf).length).toBeLessThanOrEqual(2);
  });
});

describe('OPRA’s database', () => {
  test('is loaded, searched, turned into a device and forgotten', async () => {
    const fitting = open();
    expect(await fitting.searchOpra('product', 5)).toEqual([]);
    const fractions: number[] = [];
    const { summary, kept } = await fitting.loadOpra(opra, { onProgress: (fraction) => fractions.push(fraction) });
    expect(summary).toEqual({ products: 1, corrections: 1, brokenLines: [4], brokenCount: 1, unusable: 0 });
    expect(fractions).toEqual([1]);
    expect(kept.size).toBeGreaterThan(0);
    expect(await fitting.searchOpra('product', 5)).toMatchObject([{ id: 'e' }]);
    expect(await fitting.opraDevice('e')).toMatchObject({ id: 'opra:e', name: 'Vendor Product' });
    expect(await fitting.opraDevice('f')).toBeUndefined();
    fitting.forgetOpra();
    expect(await fitting.searchOpra('product', 5)).toEqual([]);
  });

  test('is there again on the next visit', async () => {
    const { summary, kept } = await open().loadOpra(opra);
    client!.dispose();
    const fitting = open();
    expect(await fitting.restoreOpra(kept)).toEqual(summary);
    expect(await fitting.searchOpra('vendor', 5)).toMatchObject([{ id: 'e' }]);
  });

  test('what is no database leaves the one that is held', async () => {
    const fitting = open();
    await fitting.loadOpra(opra);
    await expect(fitting.loadOpra(blobOf('no'))).rejects.toMatchObject({ code: 'opra-unreadable' });
    await expect(fitting.restoreOpra(blobOf('no'))).rejects.toMatchObject({ code: 'opra-unreadable' });
    expect(await fitting.searchOpra('vendor', 5)).toHaveLength(1);
  });

  test('cancelling in the middle keeps nothing of it', async () => {
    const fitting = open();
    await fitting.loadOpra(opra);
    const controller = new AbortController();
    let told = 0;
    const loading = fitting.loadOpra(large, {
      signal: controller.signal,
      onProgress: () => {
        told += 1;
        controller.abort();
      },
    });
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toBe(1);
    // Waits its turn behind the load, so this is what stands after it.
    expect(await fitting.searchOpra('vendor', 5)).toMatchObject([{ id: 'e' }]);
    expect(kindsOf(workers[0]!)).toContain('cancelLoad');
  });

  test('a curve is fitted while a load is under way', async () => {
    const fitting = open();
    const order: string[] = [];
    const loading = fitting.loadOpra(large).then(() => order.push('load'));
    await fitting.fit(curve);
    order.push('fit');
    await loading;
    expect(order).toEqual(['fit', 'load']);
  });
});

describe('a worker that dies', () => {
  test('rejects what was under way; the next gets the database again', async () => {
    const fitting = open();
    await fitting.loadOpra(opra);
    workers[0]!.isSilent = true;
    const lost = Promise.allSettled([fitting.fit(curve), fitting.searchOpra('vendor', 5), fitting.loadOpra(large)]);
    await waitFor(() => expect(kindsOf(workers[0]!)).toContain('fit'));
    workers[0]!.die();
    for (const result of await lost) expect(result).toMatchObject({ reason: { code: 'device-failed' } });
    expect(workers[0]!.isTerminated).toBe(true);
    expect(await fitting.searchOpra('vendor', 5)).toMatchObject([{ id: 'e' }]);
    expect(workers).toHaveLength(2);
    fitting.forgetOpra();
    workers[1]!.die();
    expect(await fitting.searchOpra('vendor', 5)).toEqual([]);
  });

  test('without a word is found out', async () => {
    vi.useFakeTimers();
    const fitting = open();
    const waiting = fitting.searchOpra('x', 5);
    workers[0]!.isSilent = true;
    workers[0]!.terminate();
    const [settled] = await Promise.all([Promise.allSettled([waiting]), vi.advanceTimersByTimeAsync(60_000)]);
    expect(settled).toMatchObject([{ reason: { code: 'device-failed' } }]);
  });
});

test('shutting down rejects what waits, and what is asked for afterwards', async () => {
  const fitting = open();
  const waiting = [fitting.searchOpra('x', 5), fitting.loadOpra(opra)];
  const results = Promise.allSettled(waiting);
  fitting.dispose();
  for (const result of await results) expect(result).toMatchObject({ reason: { name: 'AbortError' } });
  await expect(fitting.fit(curve)).rejects.toMatchObject({ code: 'device-failed' });
  await expect(fitting.loadOpra(opra)).rejects.toMatchObject({ code: 'device-failed' });
  expect(workers[0]!.isTerminated).toBe(true);
});
