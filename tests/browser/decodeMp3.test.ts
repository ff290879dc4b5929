import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/audio/decode/createDecoder';
import { decodeMp3 } from '../../src/audio/decode/decodeMp3';
import type { DecodeJob } from '../../src/audio/decode/decodePcm';
import { blobSource } from '../../src/audio/decode/bytes';
import { probe } from '../../src/audio/decode/probe';

const fetchBytes = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
  const response = await fetch(new URL(`/tests/fixtures/generated/${name}`, location.origin));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
    throw new Error(`no fixture ${name}`);
  return new Uint8Array(await response.arrayBuffer());
};

async function decodePieces(bytes: Uint8Array<ArrayBuffer>, onProgress: (fraction: number) => void = () => undefined) {
  const file = new Blob([bytes]);
  const probed = await probe(blobSource(file));
  if (!('stream' in probed) || !probed.stream.mp3) throw new Error('not an MP3');
  const job: DecodeJob = {
    file,
    signal: new AbortController().signal,
    limitBytes: Infinity,
    onProgress,
    onHead: () => undefined,
  };
  return decodeMp3(bytes, probed.stream.mp3, job);
}

/** What the browser makes of the file in one go, at the file's rate. */
const decodeWhole = (bytes: Uint8Array<ArrayBuffer>, sampleRate: number): Promise<AudioBuffer> =>
  new OfflineAudioContext(2, 1, sampleRate).decodeAudioData(bytes.slice().buffer);

/** The first thing in which two buffers differ, or null. */
function differenceOf(actual: AudioBuffer | undefined, wanted: AudioBuffer): string | null {
  if (!actual) return 'nothing';
  for (const figure of ['length', 'numberOfChannels', 'sampleRate'] as const) {
    if (actual[figure] !== wanted[figure]) return `${figure} ${actual[figure]} for ${wanted[figure]}`;
  }
  for (let c = 0; c < wanted.numberOfChannels; c++) {
    const samples = wanted.getChannelData(c);
    const at = actual.getChannelData(c).findIndex((sample, i) => sample !== samples[i]);
    if (at >= 0) return `sample ${at} of channel ${c}`;
  }
  return null;
}

const long: readonly (readonly [file: string, sampleRate: number])[] = [
  ['long-320.mp3', 44100],
  ['long-vbr.mp3', 44100],
  ['long-abr.mp3', 44100],
  ['long-noxing.mp3', 44100],
  ['long-mono.mp3', 44100],
  ['long-mpeg2.mp3', 22050],
  ['long48.mp3', 48000],
];

describe('an MP3 in pieces', () => {
  test.for(long)('%s: is what decoding it whole gives, sample for sample', async ([name, sampleRate]) => {
    const bytes = await fetchBytes(name);
    const fractions: number[] = [];
    const pieces = await decodePieces(bytes, (fraction) => fractions.push(fraction));
    expect(differenceOf(pieces?.buffer, await decodeWhole(bytes, sampleRate))).toBeNull();
    expect(fractions).toHaveLength(4);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });
});

const joined = (...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> =>
  new Blob([...parts]).arrayBuffer().then((buffer) => new Uint8Array(buffer));

/** Files of which some of it is not as it should be: to be decoded in one go. */
const odd: readonly (readonly [what: string, make: () => Promise<Uint8Array<ArrayBuffer>>])[] = [
  ['a file that ends in the middle of a frame', async () => (await fetchBytes('long-320.mp3')).slice(0, 1_200_001)],
  ['two files in a row', async () => joined(await fetchBytes('long-320.mp3'), await fetchBytes('long-vbr.mp3'))],
  [
    'a tag of another kind at the end',
    async () => joined(await fetchBytes('long-vbr.mp3'), new TextEncoder().encode('APETAGEX and what it says')),
  ],
  [
    'frames that are missing',
    async () => {
      const bytes = await fetchBytes('long-noxing.mp3');
      return joined(bytes.slice(0, 300_000), bytes.slice(301_000));
    },
  ],
  [
    'a frame that cannot be decoded',
    async () => {
      const bytes = await fetchBytes('long-vbr.mp3');
      // Behind a header that is left as it is, so that the frames can still be counted.
      const at = bytes.findIndex((byte, i) => i > 300_000 && byte === 0xff && (bytes[i + 1] ?? 0) >> 1 === 0x7d);
      bytes.fill(0xff, at + 4, at + 120);
      return bytes;
    },
  ],
];

describe('an odd MP3', () => {
  test.for(odd)('%s: gives what decoding it whole gives', async ([, make]) => {
    const bytes = await make();
    const decoder = createDecoder();
    const { buffer } = await decoder.decode(new Blob([bytes]), 'mix.mp3');
    expect(differenceOf(buffer, await decodeWhole(bytes, 44100))).toBeNull();
    decoder.dispose();
  });

  test('a short one is decoded whole', async () => {
    expect(await decodePieces(await fetchBytes('stereo-320.mp3'))).toBeUndefined();
  });

  test('a tag with title and artist at the end is left aside', async () => {
    const tag = new Uint8Array(128);
    tag.set(new TextEncoder().encode('TAGA mix'));
    const bytes = await joined(await fetchBytes('long-320.mp3'), tag);
    const pieces = await decodePieces(bytes);
    expect(differenceOf(pieces?.buffer, await decodeWhole(bytes, 44100))).toBeNull();
  });
});
