import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonSafely } from '../../src/core/jsonDepth';

const LIMITS = { maxDepth: 8, maxBytes: 10_000 };

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('parseJsonSafely', () => {
  it('reads what JSON.parse reads, as long as it keeps the limits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), fc.integer({ min: 0, max: 10 }), (value, maxDepth) => {
        const text = JSON.stringify(value);
        const read = parseJsonSafely(text, { maxDepth, maxBytes: 1_000_000 });
        if (depthOf(value) > maxDepth) expect(read).toEqual({ reason: 'too-deep' });
        else expect(read).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it('measures the text in UTF-8', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0x10_ffff })),
        fc.integer({ min: -1, max: 1 }),
        (codes, difference) => {
          const text = JSON.stringify(codes.map((code) => String.fromCodePoint(code)).join(''));
          const bytes = new TextEncoder().encode(text).length;
          const read = parseJsonSafely(text, { ...LIMITS, maxBytes: bytes + difference });
          expect('reason' in read).toBe(difference < 0);
        },
      ),
    );
  });

  it('takes brackets and quotes in strings for text', () => {
    const value = { '[[[[[[[[[[': '{{{{{{{{{{"\\"[[[[[[[[[' };
    expect(parseJsonSafely(JSON.stringify(value), LIMITS)).toEqual({ value });
  });

  it('refuses forty million opening brackets without parsing them [fault: deep-file]', () => {
    const text = '['.repeat(40_000_000);
    expect(parseJsonSafely(text, { maxDepth: 32, maxBytes: 200_000_000 })).toEqual({ reason: 'too-deep' });
  });

  it('counts values, so that small ones cannot take a hundred times the memory of their text [fault: deep-file]', () => {
    expect(parseJsonSafely('[[],[],[]]', { ...LIMITS, maxValues: 20 })).toEqual({ value: [[], [], []] });
    expect(parseJsonSafely(`[${'[],'.repeat(20)}[]]`, { ...LIMITS, maxValues: 20 })).toEqual({
      reason: 'too-many-values',
    });
  });

  it.each(['', '{', '"', '"\\', '[1,]', ']', 'undefined'])('says that %j is no JSON', (text) => {
    expect(parseJsonSafely(text, LIMITS)).toEqual({ reason: 'not-json' });
  });
});
