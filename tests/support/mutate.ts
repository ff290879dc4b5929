import { seededRandom, type Random } from '../../src/core/random';

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** What parsers stumble over: numbers out of range, odd characters, nesting. */
const TOKENS = [
  '1e309',
  '-1e309',
  '9007199254740993',
  '-0',
  '0',
  'NaN',
  'Infinity',
  '1e-400',
  '4294967296',
  '-1',
  '',
  ' ',
  '\u0000',
  '\u202E',
  '\uD800',
  '\uFEFF',
  '\u2028',
  '\u{1F469}\u200D',
  'null',
  'true',
  '""',
  '{}',
  '[]',
  ',',
  ';',
  '\t',
  ':',
  '__proto__',
  'constructor',
  '<script>',
  '%00',
  '../',
  '[['.repeat(40),
  '{"a":'.repeat(40),
  '9'.repeat(400),
] as const;

type Change = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const place = (bytes: Uint8Array, random: Random): number => Math.floor(random() * (bytes.length + 1));

const CHANGES: readonly Change[] = [
  (bytes, random) => bytes.map((byte) => (random() < 0.002 ? byte ^ (1 << Math.floor(random() * 8)) : byte)),
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  (bytes, random) => bytes.subarray(place(bytes, random)),
  (bytes, random, other) => joined(bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))),
  (bytes, random) => {
    const [from, count] = [place(bytes, random), Math.floor(random() * 64)];
    const piece = bytes.subarray(from, from + count);
    return joined(
      bytes.subarray(0, from),
      ...Array.from({ length: 1 + Math.floor(random() * 50) }, () => piece),
      bytes.subarray(from),
    );
  },
  (bytes, random) => {
    const at = place(bytes, random);
    return joined(
      bytes.subarray(0, at),
      new TextEncoder().encode(pick(random, TOKENS)),
      bytes.subarray(at + Math.floor(random() * 8)),
    );
  },
  // A number of the text becomes another, or a word of it another token.
  (bytes, random) => {
    const text = new TextDecoder('latin1').decode(bytes);
    const words = [...text.matchAll(/[-+\w.]+/g)];
    if (words.length === 0) return bytes;
    const word = pick(random, words);
    return joined(
      bytes.subarray(0, word.index),
      new TextEncoder().encode(pick(random, TOKENS)),
      bytes.subarray(word.index + word[0].length),
    );
  },
  // A length or a count of a header.
  (bytes, random) => {
    const copy = bytes.slice();
    const value = pick(random, [0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000]);
    const at = Math.floor(random() * Math.min(copy.length, 128));
    if (at + 4 <= copy.length) new DataView(copy.buffer).setUint32(at, value, random() < 0.5);
    return copy;
  },
];

/** Mutated inputs stay below this, so that a reader without a fault is quick. */
const MOST_BYTES = 60_000;

/**
 * An input with one to four changes: flipped bits, cuts, splices with another, repeats, odd tokens, huge numbers, lengths of
 * headers.
 * @param seed the same seed makes the same input
 */
export function mutated(corpus: readonly Uint8Array[], seed: number): Uint8Array {
  const random = seededRandom(seed);
  let bytes = pick(random, corpus);
  const count = 1 + Math.floor(random() * 4);
  for (let i = 0; i < count; i++)
    bytes = pick(random, CHANGES)(bytes, random, pick(random, corpus)).slice(0, MOST_BYTES);
  return bytes;
}
