import { deleteDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { createFitting } from '../../src/analysis/fitting/createFitting';
import { fitCurve } from '../../src/analysis/fitting/fitCurve';
import type { FittingPort } from '../../src/analysis/FittingPort';
import { createStorage } from '../../src/storage/createStorage';
import { databaseName } from '../../src/storage/schema';
import { smoothCurve } from '../support/smoothCurve';

const ports: FittingPort[] = [];
const open = (): FittingPort => {
  const port = createFitting();
  ports.push(port);
  return port;
};
afterEach(() => {
  for (const port of ports.splice(0)) port.dispose();
});

/** As many corrections as OPRA has, of made-up products. */
function madeUp(products: number): File {
  const lines = ['{"type":"vendor","id":"v","data":{"name":"Maker"}}'];
  for (let i = 0; i < products; i++) {
    const bands = Array.from({ length: 10 }, (_, k) => ({
      type: k === 0 ? 'low_shelf' : 'peak_dip',
      frequency: 60 * 2 ** (k * 0.8),
      gain_db: ((i * 7 + k * 3) % 17) / 2 - 4,
      q: 0.7 + (k % 3),
    }));
    lines.push(
      JSON.stringify({ type: 'product', id: `p${i}`, data: { name: `Model ${i}`, subtype: 'in_ear', vendor_id: 'v' } }),
      JSON.stringify({
        type: 'eq',
        id: `e${i}`,
        data: { author: 'A', details: '', type: 'parametric_eq', parameters: { bands }, product_id: `p${i}` },
      }),
    );
  }
  return new File([lines.join('\n')], 'database_v1.jsonl');
}

test('a worker fits as the fitter does, to the last digit', async () => {
  const port = open();
  for (const seed of [1, 2])
    expect(await port.fit(smoothCurve(seed, 2 / 3))).toEqual(fitCurve(smoothCurve(seed, 2 / 3)));
  const narrow = { frequenciesHz: Float64Array.of(1000), levelsDb: Float64Array.of(0) };
  await expect(port.fit(narrow)).rejects.toBeInstanceOf(RangeError);
});

test('OPRA’s database is loaded, kept, and found again after a reload', async () => {
  await deleteDB(databaseName);
  const fractions: number[] = [];
  const { summary, kept } = await open().loadOpra(madeUp(3000), { onProgress: (fraction) => fractions.push(fraction) });
  expect(summary).toEqual({ products: 3000, corrections: 3000, brokenLines: [], brokenCount: 0, unusable: 0 });
  expect(fractions.at(-1)).toBe(1);
  let storage = await createStorage();
  await storage.writeOpra(kept);
  storage.close();
  ports.splice(0).forEach((port) => port.dispose());

  storage = await createStorage();
  const port = open();
  expect(await port.restoreOpra((await storage.readOpra())!)).toEqual(summary);
  storage.close();
  const [hit] = await port.searchOpra('model 2999', 5);
  expect(hit).toMatchObject({ id: 'e2999', vendor: 'Maker', product: 'Model 2999' });
  expect(await port.opraDevice('e2999')).toMatchObject({ name: 'Maker Model 2999', subfamily: 'inEar' });
  await deleteDB(databaseName);
});

test('cancelling a load ends it, and what was held before is held still', async () => {
  const port = open();
  await port.loadOpra(madeUp(5));
  const controller = new AbortController();
  const loading = port.loadOpra(madeUp(12_000), { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
  expect(await port.searchOpra('model 4', 5)).toHaveLength(1);
  expect(await port.searchOpra('model 11999', 5)).toEqual([]);
});

test('a file that is something else is refused', async () => {
  const port = open();
  const noise = new File([Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * 7919) >> 5)], 'photo.jpg');
  await expect(port.loadOpra(noise)).rejects.toMatchObject({ code: 'opra-unreadable' });
  expect(await port.searchOpra('model', 5)).toEqual([]);
});
