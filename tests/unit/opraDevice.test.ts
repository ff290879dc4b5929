import { describe, expect, test } from 'vitest';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { opraDevice, type OpraCorrection } from '../../src/devices/opra';
import { responseCurveDb } from '../../src/devices/response';

const correction: OpraCorrection = {
  id: 'maker::model::somebody',
  vendor: 'Maker',
  product: 'Model 1',
  subtype: 'over_the_ear',
  author: 'Somebody',
  details: 'Harman Target',
  bands: [
    { kind: 'lowshelf', frequencyHz: 105, gainDb: 5.5, q: 0.7 },
    { kind: 'peaking', frequencyHz: 3400, gainDb: -6.2, q: 2.5 },
    { kind: 'highshelf', frequencyHz: 10_000, gainDb: -3, q: 0.7 },
  ],
  leftOutCount: 0,
  distinction: '',
};

const GRID = Float64Array.from({ length: 481 }, (_, i) => 20 * 2 ** (i / 48));

test('what the headphone does and its correction together are level, at 0 dB between 300 and 3000 Hz', () => {
  const device = opraDevice(correction);
  const headphone = responseCurveDb(device, GRID);
  const both = headphone.map((db, i) => db + responseCurveDb({ stages: correction.bands }, GRID)[i]!);
  expect(Math.max(...both) - Math.min(...both)).toBeLessThan(1e-9);
  const midband = headphone.filter((_, i) => GRID[i]! >= 300 && GRID[i]! <= 3000);
  expect(midband.reduce((sum, db) => sum + db, 0) / midband.length).toBeCloseTo(0, 1);
});

test('it says where it comes from and under which terms', () => {
  expect(opraDevice(correction)).toMatchObject({
    id: 'opra:maker::model::somebody',
    name: 'Maker Model 1',
    evidence: 'measured',
    source: {
      credit: 'OPRA, Somebody',
      licence: 'CC-BY-SA-4.0',
      references: [expect.stringContaining('OPRA'), expect.stringMatching(/Somebody: Harman Target/)],
    },
    validRangeHz: [20, 16_000],
  });
  expect(opraDevice(correction).leavesOut).not.toMatch(/filters/);
});

test('filters that nothing can turn round are said to be left out', () => {
  expect(opraDevice({ ...correction, leftOutCount: 1 }).leavesOut).toMatch(
    /1 of the correction’s 4 filters.*it is left out/,
  );
  expect(opraDevice({ ...correction, leftOutCount: 2 }).leavesOut).toMatch(/2 of the correction’s 5 filters.*they are/);
});

describe('names', () => {
  test.each<[Partial<OpraCorrection>, string]>([
    [{ distinction: 'Somebody' }, 'Maker Model 1 (Somebody)'],
    [{ product: 'Maker Model 1' }, 'Maker Model 1'],
    [{ product: 'MAKER 2' }, 'MAKER 2'],
    [{ vendor: '' }, 'Model 1'],
    [{ product: 'Makers' }, 'Maker Makers'],
  ])('%o becomes %s', (change, name) => {
    expect(opraDevice({ ...correction, ...change }).name).toBe(name);
  });

  test('of any length stay short, the product whole', () => {
    const { name } = opraDevice({ ...correction, distinction: 'x'.repeat(300) });
    expect(name.length).toBeLessThanOrEqual(80);
    expect(name).toMatch(/^Maker Model 1 \(x+…\)$/);
    expect(opraDevice({ ...correction, product: 'y'.repeat(300) }).name.length).toBeLessThanOrEqual(80);
  });

  test('ids hold only what may stand in files and settings', () => {
    const { id } = opraDevice({ ...correction, id: 'b&o::"><script>/../ü' });
    expect(id).toMatch(/^opra:[\w:.-]+$/);
  });
});

test.each<[string, Partial<DeviceProfile>]>([
  ['over_the_ear', { family: 'headphones', subfamily: 'consumer', pictogram: 'closedHeadphones' }],
  ['on_ear', { family: 'headphones', subfamily: 'consumer', pictogram: 'onEarHeadphones' }],
  ['in_ear', { family: 'earbuds', subfamily: 'inEar', pictogram: 'inEar' }],
  ['earbuds', { family: 'earbuds', subfamily: 'earbuds', pictogram: 'earbuds' }],
  ['', { family: 'headphones', kindLabel: 'headphones' }],
  ['__proto__', { family: 'headphones', kindLabel: 'headphones' }],
])('what OPRA calls %s has its family', (subtype, expected) => {
  expect(opraDevice({ ...correction, subtype })).toMatchObject(expected);
});
