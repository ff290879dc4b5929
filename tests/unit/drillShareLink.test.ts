import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DrillSpec } from '../../src/drills/records';
import { LINK_LENGTH, readLink, writeLink } from '../../src/drills/shareLink';
import { cleanTitle } from '../../src/drills/specSchema';

const block = (change: Partial<DrillSpec> = {}): DrillSpec => ({
  kindId: 'bandBoost',
  mode: 'test',
  trialCount: 20,
  seed: 0xdead_beef,
  settings: { bands: [3, 4, 5], thirdOctaves: true, deviceIds: ['phone', 'tv'], strength: 4.5, pinkNoise: false },
  deviceId: 'phone',
  trackIds: [],
  ...change,
});

const linkOf = (content: unknown): string =>
  `#train/${Buffer.from(JSON.stringify(content), 'utf8').toString('base64url')}`;
const whole = { v: 1, t: 'x', b: [['bandBoost', 'test', 20, 1, {}, null]] };

describe('a link', () => {
  test('gives back what was shared', () => {
    const blocks = [block(), block({ mode: 'practise', deviceId: null, settings: {} })];
    expect(readLink(writeLink('Tuesday’s class: 三 🎧', blocks))).toEqual({ title: 'Tuesday’s class: 三 🎧', blocks });
  });

  test('is base64url of UTF-8 as everybody else writes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (wanted) => {
        const title = cleanTitle(wanted);
        const hash = writeLink(wanted, [block()]);
        expect(hash).toMatch(/^#train\/[\w-]+$/);
        const content = JSON.parse(Buffer.from(hash.slice(7), 'base64url').toString('utf8')) as { t: string };
        expect(content.t).toBe(title);
        expect(readLink(hash)).toMatchObject({ title });
      }),
    );
  });

  test('leaves the listener’s tracks at home', () => {
    const shared = readLink(writeLink('', [block({ trackIds: ['secret-demo-of-mine'] })]));
    expect(shared).toMatchObject({ blocks: [{ trackIds: [] }] });
  });

  test('is short enough to be sent, and says so when it cannot be', () => {
    const six = Array.from({ length: 6 }, (_, seed) => block({ seed }));
    expect(writeLink('A workout', six).length).toBeLessThan(LINK_LENGTH);
    const wide = block({ settings: { deviceIds: Array.from({ length: 60 }, (_, i) => `a-device-with-a-name-${i}`) } });
    expect(() => writeLink('', [wide])).toThrow(`at most ${LINK_LENGTH} characters`);
    expect(() => writeLink('', [])).toThrow(RangeError);
    expect(() => writeLink('', [block({ trialCount: 0 })])).toThrow(RangeError);
  });

  test('cuts a long title, and never in the middle of a character', () => {
    const read = readLink(writeLink(`${'x'.repeat(79)}🎧`, [block()]));
    expect(read).toMatchObject({ title: `${'x'.repeat(79)}…` });
  });

  test('survives being escaped on its way', () => {
    const hash = writeLink('a', [block()]);
    expect(readLink(hash.replaceAll('-', '%2D').replaceAll('_', '%5F'))).toMatchObject({ title: 'a' });
  });
});

describe('what is no link of ours', () => {
  test.each(['', '#', '#progress', '#train', '#train/', 'https://example.com/#train/abc'])('%j is foreign', (hash) => {
    expect(readLink(hash)).toEqual({ reason: 'foreign' });
  });

  test('cut anywhere, it is broken', () => {
    const hash = writeLink('Class', [block()]);
    for (let length = '#train/'.length + 1; length < hash.length; length++) {
      expect(readLink(hash.slice(0, length))).toEqual({ reason: 'broken' });
    }
  });

  test('any text at all gives a drill or a reason, never an error [fault: fuzz]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(readLink(`#train/${text}`)).toHaveProperty('reason');
      }),
    );
  });

  test.each<[string, unknown]>([
    ['no content', null],
    ['a list', []],
    ['no blocks', { ...whole, b: [] }],
    ['a mode that does not exist', { ...whole, b: [['a', 'exam', 20, 1, {}, null]] }],
    ['a million trials', { ...whole, b: [['a', 'test', 1e6, 1, {}, null]] }],
    ['half a trial', { ...whole, b: [['a', 'test', 1.5, 1, {}, null]] }],
    ['a seed that is none', { ...whole, b: [['a', 'test', 20, -1, {}, null]] }],
    ['a field too many', { ...whole, b: [['a', 'test', 20, 1, {}, null, 'extra']] }],
    ['settings of the wrong kind', { ...whole, b: [['a', 'test', 20, 1, { bands: 'all' }, null]] }],
    ['an old version that never was', { ...whole, v: 0 }],
  ])('%s is broken', (_, content) => {
    expect(readLink(linkOf(content))).toEqual({ reason: 'broken' });
  });

  test('unknown settings fall away', () => {
    const shared = readLink(linkOf({ ...whole, b: [['a', 'test', 20, 1, { thirdOctaves: true, later: 1 }, null]] }));
    expect(shared).toMatchObject({ blocks: [{ settings: { thirdOctaves: true } }] });
    expect(JSON.stringify(shared)).not.toContain('later');
  });

  test('of a later version and too long', () => {
    expect(readLink(linkOf({ v: 2, anything: true }))).toEqual({ reason: 'newer' });
    expect(readLink(`#train/${'A'.repeat(LINK_LENGTH)}`)).toEqual({ reason: 'too-long' });
  });
});
