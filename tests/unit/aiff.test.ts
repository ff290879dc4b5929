import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { readAiff } from '../../src/audio/decode/aiff';
import { arraySource } from '../../src/audio/decode/bytes';
import { aiff, be32, iffChunk, int } from '../support/audioBytes';
import { readPcmFile } from '../support/fixtures';

const lenaFolder = dirname(createRequire(import.meta.url).resolve('audio-lena'));
const readLena = async (name: string) => new Uint8Array((await readFile(join(lenaFolder, name))).slice().buffer);

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ElsewhereError) return error.code;
    throw error;
  }
  return 'none';
};

describe('real files, held against the same recording as raw float', () => {
  const raw = readLena('lena.raw').then((bytes) => new Float32Array(bytes.buffer));

  test.for([
    ['lena-24.aiff', 'AIFF, 24-bit', 2 ** -14],
    ['lena-32.aiff', 'AIFF, 32-bit', 2 ** -14],
    ['audacity/lena-24.aiff', 'AIFF, 24-bit', 2 ** -14],
    ['audacity/lena-64.aiff', 'AIFF, 64-bit float', 2 ** -14],
    ['audacity/lena-u.aiff', 'AIFF, µ-law', 0.03],
    ['audacity/lena-a.aiff', 'AIFF, A-law', 0.03],
    ['logic/lena-24.aif', 'AIFF, 24-bit', 2 ** -14],
    ['logic/lena-32.aif', 'AIFF, 32-bit float', 2 ** -14],
    ['lena.wav', 'WAV, 16-bit', 2 ** -14],
    ['audacity/lena-32.wav', 'WAV, 32-bit float', 2 ** -14],
    ['logic/lena-24.wav', 'WAV, 24-bit', 2 ** -14],
  ] as const)('%s', async ([name, label, tolerance]) => {
    const { planar, sampleRate, formatLabel } = await readPcmFile(await readLena(name));
    const reference = await raw;
    expect(formatLabel).toBe(label);
    expect(sampleRate).toBe(44100);
    const samples = planar[0] ?? new Float32Array();
    expect(samples.length).toBeGreaterThanOrEqual(reference.length);
    let largest = 0;
    for (let i = 0; i < reference.length; i++) {
      largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (reference[i] ?? 0)));
    }
    expect(largest).toBeLessThan(tolerance);
  });

  test.for([
    ['audacity/lena-gsm.aiff', 'AIFF, GSM 6.10'],
    ['audacity/lena-ima-adpcm.aiff', 'AIFF, IMA ADPCM'],
    ['audacity/lena-24-dwvw.aiff', 'AIFF, DWVW'],
  ] as const)('%s is named', async ([name, format]) => {
    await expect(readAiff(arraySource(await readLena(name)))).rejects.toMatchObject({
      code: 'decode-unsupported',
      detail: { format },
    });
  });
});

describe('made by hand', () => {
  test('rates are read from 80-bit floats', async () => {
    for (const sampleRate of [8000, 22050, 44100, 48000, 88200, 96000, 192000]) {
      const layout = await readAiff(arraySource(aiff({ bits: 16, frameCount: 0, data: [], sampleRate })));
      expect(layout.sampleRate).toBe(sampleRate);
    }
  });

  test('sowt is little-endian, twos and NONE are big-endian, raw is unsigned', async () => {
    const little = int(16384, 2);
    const big = little.toReversed();
    const first = async (file: Uint8Array<ArrayBuffer>) => (await readPcmFile(file)).planar[0]?.[0];
    expect(await first(aiff({ bits: 16, frameCount: 1, data: little, compression: 'sowt' }))).toBe(0.5);
    expect(await first(aiff({ bits: 16, frameCount: 1, data: big, compression: 'twos' }))).toBe(0.5);
    expect(await first(aiff({ bits: 16, frameCount: 1, data: big, compression: 'NONE' }))).toBe(0.5);
    expect(await first(aiff({ bits: 16, frameCount: 1, data: big }))).toBe(0.5);
    expect(await first(aiff({ bits: 8, frameCount: 1, data: [192], compression: 'raw ' }))).toBe(0.5);
    expect(await first(aiff({ bits: 8, frameCount: 1, data: [64] }))).toBe(0.5);
    expect(await first(aiff({ bits: 24, frameCount: 1, data: int(4194304, 3), compression: '42ni' }))).toBe(0.5);
  });

  test('the offset into the sound chunk is honoured', async () => {
    const file = aiff({ bits: 16, frameCount: 1, data: [0x40, 0], offset: 6 });
    expect((await readPcmFile(file)).planar[0]?.[0]).toBe(0.5);
  });

  test('CHAN names the speakers by tag and by bitmap', async () => {
    const chan = (layoutTag: number, bitmap: number) =>
      iffChunk('CHAN', [...be32(layoutTag), ...be32(bitmap), ...be32(0)]);
    const speakersOf = async (before: number[]) =>
      (await readAiff(arraySource(aiff({ bits: 16, frameCount: 0, data: [], channelCount: 6, before })))).speakers;
    expect(await speakersOf(chan((124 << 16) | 6, 0))).toEqual(['FC', 'FL', 'FR', 'SL', 'SR', 'LFE']);
    expect(await speakersOf(chan((1 << 16) | 0, 0x3f))).toEqual(['FL', 'FR', 'FC', 'LFE', 'BL', 'BR']);
    expect(await speakersOf([])).toBeUndefined();
  });

  test('a cut file gives what is there and says what was promised', async () => {
    const file = aiff({ bits: 16, frameCount: 100, data: Array.from({ length: 101 }, () => 1) });
    const layout = await readAiff(arraySource(file.slice(0, file.length - 1)));
    expect(layout).toMatchObject({ frameCount: 50, promisedFrameCount: 100 });
    expect(await codeOf(readAiff(arraySource(file.slice(0, 20))))).toBe('decode-truncated');
    expect(await codeOf(readAiff(arraySource(file.slice(0, 40))))).toBe('decode-truncated');
  });

  test('damaged files settle, with an ElsewhereError at worst', async () => {
    const good = aiff({ bits: 24, frameCount: 20, channelCount: 1, data: Array.from({ length: 60 }, (_, i) => i) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 }),
        fc.nat({ max: good.length }),
        async (changes, length) => {
          const bytes = good.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          expect(await codeOf(readAiff(arraySource(bytes)))).toMatch(/^(none|decode-)/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
