import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OpraDatabase } from '../../src/analysis/fitting/OpraDatabase';
import { readOpra } from '../../src/analysis/fitting/readOpra';
import { parseOwnJson, writeOwnJson } from '../../src/devices/exchange/ownJson';
import { responseCurveDb } from '../../src/devices/response';
import { blobOf, eqLine, hasOpraFile, OPRA_FILE, PEAK, productLine, vendorLine } from '../support/opra';

const VENDOR = vendorLine('v', 'Vendor');
const PRODUCT = productLine('v::p', 'v', 'Product');
const EQ = eqLine('v::p::e', 'v::p');

describe('reading', () => {
  test('takes vendors, products and corrections in any order, with any line ends', async () => {
    for (const lines of [
      [VENDOR, PRODUCT, EQ],
      [EQ, PRODUCT, VENDOR],
      [`${VENDOR}\r`, '', `${PRODUCT}\r`, '  ', EQ, ''],
      [`\uFEFF${VENDOR}`, PRODUCT, EQ],
    ]) {
      const database = await readOpra(blobOf(...lines));
      expect(database.summary).toEqual({ products: 1, corrections: 1, brokenLines: [], brokenCount: 0, unusable: 0 });
      expect(database.search('product', 5)).toEqual([
        {
          id: 'v::p::e',
          vendor: 'Vendor',
          product: 'Product',
          author: 'A. Author',
          details: 'Measured',
          subtype: 'over_the_ear',
        },
      ]);
    }
  });

  test('a broken line in the middle and a last line that is cut off are counted and passed over', async () => {
    const more = eqLine('v::p::f', 'v::p');
    const database = await readOpra(blobOf(VENDOR, PRODUCT, EQ.slice(0, 60), EQ, '[1, 2]', more, EQ.slice(0, -9)));
    expect(database.summary).toMatchObject({ corrections: 2, brokenLines: [3, 5, 7], brokenCount: 3 });
  });

  test('no more than a hundred broken lines are listed, all are counted', async () => {
    const database = await readOpra(blobOf(VENDOR, PRODUCT, EQ, ...Array.from({ length: 250 }, () => 'no')));
    expect(database.summary.brokenCount).toBe(250);
    expect(database.summary.brokenLines).toHaveLength(100);
    expect(database.summary.brokenLines[0]).toBe(4);
  });

  test.each<[string, string]>([
    ['a curve', eqLine('x', 'v::p', [], { type: 'graphic_eq' })],
    ['no bands', eqLine('x', 'v::p', [])],
    ['only an end cut off', eqLine('x', 'v::p', [{ type: 'low_pass', frequency: 9000, slope: 12 }])],
    ['a kind of band that nobody knows', eqLine('x', 'v::p', [PEAK, { ...PEAK, type: 'tilt' }])],
    ['an absurd gain', eqLine('x', 'v::p', [PEAK, { ...PEAK, gain_db: 900 }])],
    ['a text for a number', eqLine('x', 'v::p', [{ ...PEAK, frequency: '1000' }])],
    ['a missing q', eqLine('x', 'v::p', [{ ...PEAK, q: undefined }])],
    ['a product that is not there', eqLine('x', 'v::nowhere')],
  ])('a correction with %s is counted as unusable', async (_, line) => {
    const database = await readOpra(blobOf(VENDOR, PRODUCT, EQ, line));
    expect(database.summary).toMatchObject({ corrections: 1, brokenCount: 0, unusable: 1 });
    expect(database.device('x')).toBeUndefined();
  });

  test('what cannot be turned round is left out, the rest is used, and the device says so', async () => {
    const bands = [PEAK, { type: 'low_pass', frequency: 9000, slope: 12 }];
    const device = (await readOpra(blobOf(VENDOR, PRODUCT, eqLine('x', 'v::p', bands)))).device('x')!;
    expect(device.stages[0]).toEqual({ kind: 'peaking', frequencyHz: 1000, gainDb: -4, q: 1.4 });
    expect(device.stages).toHaveLength(2);
    expect(device.leavesOut).toMatch(/1 of the correction’s 2 filters/);
  });

  test.each<[string, Blob]>([
    ['nothing', new Blob([])],
    ['a photograph', new Blob([Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3)])],
    ['text', blobOf(...Array.from({ length: 20_000 }, () => '20.00,-3.5'))],
    ['other JSON', blobOf('{"a":1}', '{"type":"vendor"}', '[]', 'null', '3')],
    ['one endless line', new Blob(Array.from({ length: 40 }, () => '{"a":'.repeat(20_000)))],
    ['vendors and products without corrections', blobOf(VENDOR, PRODUCT)],
  ])('%s is not OPRA’s database', async (_, blob) => {
    await expect(readOpra(blob)).rejects.toMatchObject({ code: 'opra-unreadable' });
  });

  test('an endless line among good ones is one broken line', async () => {
    const database = await readOpra(blobOf(VENDOR, 'x'.repeat(3_000_000), PRODUCT, EQ, `{"${'y'.repeat(2_000_000)}`));
    expect(database.summary).toMatchObject({ corrections: 1, brokenLines: [2, 5], brokenCount: 2 });
  });

  test('letters that take several bytes survive the edge between two pieces', async () => {
    const names = Array.from({ length: 6000 }, (_, i) =>
      productLine(`v::${i}`, 'v', `Größe Ω ${i} ${'é'.repeat(100)}`),
    );
    const eqs = Array.from({ length: 6000 }, (_, i) => eqLine(`e${i}`, `v::${i}`));
    const database = await readOpra(blobOf(VENDOR, ...names, ...eqs));
    expect(database.summary).toMatchObject({ products: 6000, corrections: 6000, brokenCount: 0 });
    expect(database.search('Ω 5999', 1)[0]!.product).toMatch(/^Größe Ω 5999 é{80,}/);
  });

  test('hostile names stay text, and keys that mean something to a machine do no harm', async () => {
    const database = await readOpra(
      blobOf(
        '{"type":"vendor","id":"__proto__","data":{"name":"<img src=x onerror=alert(1)>","__proto__":{"polluted":1}}}',
        '{"type":"product","id":"constructor","data":{"name":"A\\u0000\\u202eB\\u0007\\nC","vendor_id":"__proto__","subtype":"in_ear"}}',
        '{"type":"eq","id":"toString","data":{"__proto__":{"x":1},"author":"\\u0000","details":"d\\te","type":"parametric_eq","parameters":{"bands":[{"type":"peak_dip","frequency":100,"gain_db":1,"q":1}]},"product_id":"constructor"}}',
      ),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const [hit] = database.search('alert', 5);
    expect(hit).toEqual({
      id: 'toString',
      vendor: '<img src=x onerror=alert(1)>',
      product: 'AB C',
      author: '',
      details: 'd e',
      subtype: 'in_ear',
    });
    expect(database.device('toString')!.name).toBe('<img src=x onerror=alert(1)> AB C');
    expect(database.device('hasOwnProperty')).toBeUndefined();
    expect(database.device('__proto__')).toBeUndefined();
  });

  test('says how far it is, up to the end, and stops when it is told to', async () => {
    const blob = blobOf(VENDOR, PRODUCT, EQ, ...Array.from({ length: 20_000 }, (_, i) => eqLine(`e${i}`, 'v::p')));
    const fractions: number[] = [];
    await readOpra(blob, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.length).toBeGreaterThan(2);
    const controller = new AbortController();
    const stopped = readOpra(blob, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('searching', () => {
  const several = (): Promise<OpraDatabase> =>
    readOpra(
      blobOf(
        vendorLine('b', 'Böse'),
        vendorLine('s', 'Senn'),
        productLine('1', 's', 'HD 600'),
        productLine('2', 's', 'HD 6XX'),
        productLine('3', 'b', 'QC-35 II'),
        productLine('4', 'b', 'Alpha-HD 600X'),
        productLine('5', 's', 'XHD'),
        eqLine('1a', '1', [PEAK], { author: 'AutoEQ', details: 'Measured by one' }),
        eqLine('1b', '1', [PEAK], { author: 'Writer', details: 'Target' }),
        eqLine('1c', '1', [PEAK], { author: 'AutoEQ', details: 'Measured by another (with a preset)' }),
        ...['2', '3', '4', '5'].map((id) => eqLine(`${id}a`, id)),
      ),
    );
  const ids = (database: OpraDatabase, query: string, limit = 10): string[] =>
    database.search(query, limit).map(({ id }) => id);

  test('word starts come before the middle of words, then the shorter names', async () => {
    expect(ids(await several(), 'hd', 4)).toEqual(['1b', '2a', '4a', '5a']);
  });

  test('every word has to be found, in vendor or product, whatever the case and the accents', async () => {
    const database = await several();
    expect(ids(database, 'BOSE qc')).toEqual(['3a']);
    expect(ids(database, 'böse 35')).toEqual(['3a']);
    expect(ids(database, 'senn qc')).toEqual([]);
    expect(ids(database, 'xyz')).toEqual([]);
  });

  test('spaces and hyphens need not be typed', async () => {
    const database = await several();
    expect(ids(database, 'hd600', 1)).toEqual(['1b']);
    expect(ids(database, 'qc35')).toEqual(['3a']);
    expect(ids(database, 'qc-35')).toEqual(['3a']);
  });

  test('each product once, with its others behind it where there is room', async () => {
    const database = await several();
    expect(ids(database, 'senn hd', 3)).toEqual(['1b', '2a', '5a']);
    expect(ids(database, 'senn hd 600', 2)).toEqual(['1b', '1a']);
    expect(ids(database, 'senn hd 600', 9)).toEqual(['1b', '1a', '1c']);
  });

  test('nothing typed finds nothing', async () => {
    const database = await several();
    for (const query of ['', '   ', '\t']) expect(ids(database, query)).toEqual([]);
    expect(ids(database, 'hd', 0)).toEqual([]);
    expect(ids(database, '-_.')).toEqual([]);
  });

  test('corrections of one product tell themselves apart by author, and by remark where that is not enough', async () => {
    const database = await several();
    expect(database.device('1b')!.name).toBe('Senn HD 600 (Writer)');
    expect(database.device('1a')!.name).toBe('Senn HD 600 (AutoEQ, one)');
    expect(database.device('2a')!.name).toBe('Senn HD 6XX');
  });
});

describe('what is kept', () => {
  test('is the same database', async () => {
    const bands = [PEAK, { type: 'low_shelf', frequency: 105, gain_db: 5.5, q: 0.57 }];
    const first = await readOpra(blobOf(VENDOR, PRODUCT, eqLine('a', 'v::p', bands), eqLine('b', 'v::p'), 'broken'));
    const second = await OpraDatabase.unpack(first.pack());
    expect(second.summary).toEqual(first.summary);
    expect(second.search('vendor', 9)).toEqual(first.search('vendor', 9));
    for (const id of ['a', 'b', 'c']) expect(second.device(id)).toEqual(first.device(id));
  });

  test('is refused where it was damaged', async () => {
    const whole = (await readOpra(blobOf(VENDOR, PRODUCT, EQ))).pack();
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const damaged = (at: number): Blob => new Blob([bytes.with(at, bytes[at]! ^ 255)]);
    for (const kept of [new Blob([]), whole.slice(0, 10), whole.slice(0, -1), damaged(3), damaged(20), damaged(40)]) {
      await expect(OpraDatabase.unpack(kept)).rejects.toMatchObject({ code: 'opra-unreadable' });
    }
  });
});

describe.runIf(hasOpraFile())('OPRA’s real database', () => {
  test('all of it is read, kept and found, and every correction is a device that can be exported', async () => {
    const read = await readOpra(new Blob([readFileSync(OPRA_FILE)]));
    expect(read.summary).toMatchObject({ products: 6229, corrections: 12_594, brokenCount: 0, unusable: 0 });
    const database = await OpraDatabase.unpack(read.pack());
    expect(database.search('sennheiser hd 600', 1)[0]).toMatchObject({ vendor: 'Sennheiser', product: 'HD 600' });
    expect(database.search('ath m50x', 1)[0]).toMatchObject({ product: 'ATH-M50x' });
    const grid = Float64Array.from({ length: 60 }, (_, i) => 20 * 2 ** (i / 6));
    let count = 0;
    for (const line of readFileSync(OPRA_FILE, 'utf8').trimEnd().split('\n')) {
      const { type, id, data } = JSON.parse(line) as { type: string; id: string; data: { author: string } };
      if (type !== 'eq') continue;
      count += 1;
      const device = database.device(id)!;
      expect(device.source!.credit).toBe(`OPRA, ${data.author}`);
      expect(responseCurveDb(device, grid).every((db) => Math.abs(db) < 60)).toBe(true);
      if (count % 50 === 0) expect(parseOwnJson(writeOwnJson(device)).profile).toEqual(device);
    }
    expect(count).toBe(12_594);
  });
});
