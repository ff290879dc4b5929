import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { arraySource, type ByteSource } from '../../src/audio/decode/bytes';
import { probe, type Probe } from '../../src/audio/decode/probe';
import { tag } from '../support/audioBytes';

const lenaFolder = dirname(createRequire(import.meta.url).resolve('audio-lena'));
const readLena = async (name: string) => new Uint8Array((await readFile(join(lenaFolder, name))).slice().buffer);

async function settle(bytes: Uint8Array<ArrayBuffer>): Promise<Probe | ElsewhereError> {
  // A parser that goes round in circles would read for ever.
  let reads = 0;
  const inner = arraySource(bytes);
  const source: ByteSource = {
    size: inner.size,
    read: (start, length) => {
      if (++reads > 20_000) throw new Error('it never stops reading');
      return inner.read(start, length);
    },
  };
  try {
    return await probe(source);
  } catch (error) {
    if (error instanceof ElsewhereError) return error;
    throw error;
  }
}

const streams = [
  ['lena.mp3', 'MP3', 44100, 1],
  ['lena.aac', 'AAC', 44100, 1],
  ['lena.m4a', 'M4A, AAC', 44100, 2],
  ['lena.flac', 'FLAC', 44100, 1],
  ['lena.ogg', 'Ogg Vorbis', 44100, 1],
  ['lena.opus', 'Opus', 48000, 1],
  ['lena.webm', 'WebM, Opus', 48000, 1],
  ['lena-vorbis.webm', 'WebM, Vorbis', 44100, 1],
] as const;

describe('what a file is, by its content', () => {
  test.for(streams)('%s', async ([name, formatLabel, sampleRate, channelCount]) => {
    const found = await settle(await readLena(name));
    expect(found).toMatchObject({ stream: { formatLabel, sampleRate, channelCount } });
    const durationSec = 'stream' in found ? found.stream.durationSec : undefined;
    expect(Math.abs((durationSec ?? 0) - 12.27)).toBeLessThan(0.35);
  });

  test('WAV and AIFF are left to their own readers', async () => {
    expect(await settle(await readLena('lena.wav'))).toEqual({ pcm: 'wav' });
    expect(await settle(await readLena('lena-24.aiff'))).toEqual({ pcm: 'aiff' });
  });

  describe('files as they are found', () => {
    const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
      new Uint8Array((await readFile(join(import.meta.dirname, '../fixtures/cases', name))).slice().buffer);

    test('a tag in front of a WAV is passed over', async () => {
      const bytes = await read('A01-id3-before-riff.wav');
      const found = await settle(bytes);
      if (!('behindTag' in found)) throw new Error(JSON.stringify(found));
      expect(await settle(bytes.slice(found.behindTag))).toEqual({ pcm: 'wav' });
    });

    test('an MP3 of varying bit rate without a table of contents is as long as it is', async () => {
      const found = await settle(await read('A04b-vbr-no-xing-60s.mp3'));
      expect(found).toMatchObject({ stream: { formatLabel: 'MP3' } });
      const durationSec = 'stream' in found ? found.stream.durationSec : undefined;
      expect(Math.abs(durationSec! - 60)).toBeLessThan(3);
    });

    test('a live stream that was recorded from its tenth hour on is no ten hours long', async () => {
      const found = await settle(await read('A05-live-dump-10h-offset.opus'));
      const durationSec = 'stream' in found ? found.stream.durationSec : undefined;
      expect(Math.abs(durationSec! - 12)).toBeLessThan(1.1);
    });

    test('of two joined MP3s of different rate it is said that it breaks off', async () => {
      expect(await settle(await read('A08-joined-44k-then-32k.mp3'))).toMatchObject({ stream: { isCut: true } });
    });

    test('of several sound tracks the first that browsers play is named', async () => {
      expect(await settle(await read('A09-ac3-first-aac-second.mp4'))).toMatchObject({
        stream: { formatLabel: expect.stringMatching(/AAC \(sound track 2 of 2\)$/) as string },
      });
    });

    test('an edit list says how long a trimmed file is', async () => {
      const found = await settle(await read('A10-trimmed-by-edit-list.m4a'));
      const durationSec = 'stream' in found ? found.stream.durationSec : undefined;
      expect(Math.abs(durationSec! - 5)).toBeLessThan(0.01);
    });

    test('what is there of an MP3 that promises two hours is known', async () => {
      const found = await settle(await read('A14-cut-from-2h.mp3'));
      expect(found).toMatchObject({ stream: { isDurationPromised: true } });
      const thereSec = 'stream' in found ? found.stream.thereSec : undefined;
      expect(Math.abs(thereSec! - 12)).toBeLessThan(0.5);
    });
  });

  test('formats that nothing here decodes are named', async () => {
    expect(await settle(await readLena('lena.caf'))).toMatchObject({
      code: 'decode-unsupported',
      detail: { format: 'CAF' },
    });
    const wma = Uint8Array.from([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0, 0]);
    expect(await settle(wma)).toMatchObject({ detail: { format: 'Windows Media' } });
  });

  test('text, pictures and noise are not audio', async () => {
    const text = new TextEncoder().encode('Dear diary, today I mixed the chorus again. '.repeat(400));
    expect(await settle(text)).toMatchObject({ code: 'decode-not-audio' });
    const png = Uint8Array.from([0x89, ...tag('PNG\r\n\x1a\n'), 0, 0, 0, 13, ...tag('IHDR')]);
    expect(await settle(png)).toMatchObject({ code: 'decode-not-audio' });
    expect(await settle(new Uint8Array(5000).fill(0xff))).toMatchObject({ code: 'decode-not-audio' });
    expect(await settle(new Uint8Array(5000))).toMatchObject({ code: 'decode-not-audio' });
  });

  test('an MP3 behind a large tag, or behind junk, is found', async () => {
    const mp3 = await readLena('lena.mp3');
    const bare = mp3.slice(mp3.findIndex((byte, i) => byte === 0xff && ((mp3[i + 1] ?? 0) & 0xfe) === 0xfa));
    const picture = 300_000;
    const size = [(picture >> 21) & 127, (picture >> 14) & 127, (picture >> 7) & 127, picture & 127];
    const tagged = new Uint8Array(10 + picture + bare.length);
    tagged.set([...tag('ID3'), 4, 0, 0, ...size]);
    tagged.set(bare, 10 + picture);
    expect(await settle(tagged)).toMatchObject({ stream: { formatLabel: 'MP3', sampleRate: 44100 } });
    const junk = new Uint8Array(3000 + bare.length);
    junk.set(bare, 3000);
    expect(await settle(junk)).toMatchObject({ stream: { formatLabel: 'MP3' } });
  });

  test('a tag and nothing else is a cut file', async () => {
    const id3 = Uint8Array.from([...tag('ID3'), 4, 0, 0, 0, 0, 10, 0, 1, 2, 3]);
    expect(await settle(id3)).toMatchObject({ code: 'decode-truncated' });
  });
});

describe('any bytes [fault: fuzz]', () => {
  test.for(streams.map(([name]) => name))('%s, damaged or cut', async (name) => {
    const good = await readLena(name);
    // Damage where the headers are; the samples do not concern the probe.
    const headerBytes = Math.min(good.length, 1200);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: headerBytes - 1 }), fc.nat({ max: 255 })), { maxLength: 10 }),
        fc.oneof(fc.constant(good.length), fc.nat({ max: 2000 })),
        async (changes, length) => {
          const bytes = good.slice(0, length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          expect(await settle(bytes)).toBeDefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('random bytes behind every signature', async () => {
    const starts = [
      [],
      tag('fLaC'),
      tag('OggS'),
      [0x1a, 0x45, 0xdf, 0xa3],
      [0, 0, 0, 16, ...tag('ftypM4A '), 0, 0, 0, 0],
      [0, 0, 0, 0, ...tag('moov')],
      tag('ID3'),
      [0xff, 0xfb, 0x90, 0x44],
      [0xff, 0xf1, 0x50, 0x80],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 600 }), async (start, bytes) => {
        expect(await settle(Uint8Array.from([...start, ...bytes]))).toBeDefined();
      }),
      { numRuns: 3000 },
    );
  });
});
