import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { arraySource, type ByteSource } from '../../src/audio/decode/bytes';
import { readWav } from '../../src/audio/decode/wav';
import { readPcmFile } from '../support/fixtures';
import { chunk, int, le16, le32, le64, tag, wav } from '../support/audioBytes';

const pcmOf = async (bytes: Uint8Array<ArrayBuffer>) => {
  const content = await readWav(arraySource(bytes));
  if (!('pcm' in content)) throw new Error('not PCM');
  return content.pcm;
};

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ElsewhereError) return error.code;
    throw error;
  }
  return 'none';
};

describe('samples', () => {
  const whole = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });

  test.for([16, 24, 32] as const)('%i-bit integers are value / 2^(bits−1)', async (bits) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(whole(bits), whole(bits)), { minLength: 1, maxLength: 40 }),
        async (frames) => {
          const data = frames.flatMap(([left, right]) => [...int(left, bits / 8), ...int(right, bits / 8)]);
          const { planar } = await readPcmFile(wav({ bits, channelCount: 2, data }));
          const scale = 2 ** (bits - 1);
          expect([...(planar[0] ?? [])]).toEqual(frames.map(([left]) => Math.fround(left / scale)));
          expect([...(planar[1] ?? [])]).toEqual(frames.map(([, right]) => Math.fround(right / scale)));
        },
      ),
    );
  });

  test('24 bits survive a trip through single precision exactly', async () => {
    const values = [-8388608, -8388607, -1, 0, 1, 4194303, 8388607];
    const { planar } = await readPcmFile(wav({ bits: 24, data: values.flatMap((value) => int(value, 3)) }));
    expect([...(planar[0] ?? [])].map((sample) => sample * 8388608)).toEqual(values);
  });

  test('8 bits are unsigned around 128', async () => {
    const { planar, formatLabel } = await readPcmFile(wav({ bits: 8, data: [0, 64, 128, 192, 255] }));
    expect([...(planar[0] ?? [])]).toEqual([-1, -0.5, 0, 0.5, 127 / 128]);
    expect(formatLabel).toBe('WAV, 8-bit');
  });

  test('float passes full scale, NaN and infinities become 0 and are counted', async () => {
    const values = Float32Array.of(2.5, Number.NaN, -0.25, Infinity, -Infinity, 1e-30);
    const file = wav({ formatTag: 3, bits: 32, data: [...new Uint8Array(values.buffer)] });
    const { planar } = await readPcmFile(file);
    expect([...(planar[0] ?? [])]).toEqual([2.5, 0, -0.25, 0, 0, Math.fround(1e-30)]);
  });

  test('20 bits in a 4-byte extensible container are read left-justified', async () => {
    const file = wav({ bits: 32, validBits: 20, data: int(0x40000000, 4) });
    const { planar, formatLabel } = await readPcmFile(file);
    expect(planar[0]?.[0]).toBe(0.5);
    expect(formatLabel).toBe('WAV, 20-bit');
  });

  test('RIFX is big-endian', async () => {
    const file = wav({ bits: 16, data: int(16384, 2) });
    // The same file with every number turned round.
    const turned = file.slice();
    for (const [at, size] of [
      [4, 4],
      [16, 4],
      [20, 2],
      [22, 2],
      [24, 4],
      [28, 4],
      [32, 2],
      [34, 2],
      [40, 4],
      [44, 2],
    ] as const) {
      turned.set(file.slice(at, at + size).toReversed(), at);
    }
    turned.set(tag('RIFX'));
    expect((await readPcmFile(turned)).planar[0]?.[0]).toBe(0.5);
  });

  // Anchors of ITU-T G.711 tables 1a and 2a: silence, smallest steps, full scale.
  test('µ-law and A-law', async () => {
    const ulaw = await readPcmFile(wav({ formatTag: 7, bits: 8, data: [0xff, 0x7f, 0xfe, 0x80, 0x00] }));
    expect([...(ulaw.planar[0] ?? [])].map((x) => x * 32768)).toEqual([0, -0, 8, 32124, -32124]);
    const alaw = await readPcmFile(wav({ formatTag: 6, bits: 8, data: [0xd5, 0x55, 0xaa, 0x2a] }));
    expect([...(alaw.planar[0] ?? [])].map((x) => x * 32768)).toEqual([8, -8, 32256, -32256]);
  });
});

describe('headers', () => {
  test('chunks in front, odd sizes and junk behind do not matter', async () => {
    const file = wav({
      bits: 16,
      data: [...int(1, 2), ...int(2, 2)],
      before: [
        ...chunk('LIST', [1, 2, 3]),
        ...chunk(
          'bext',
          Array.from({ length: 602 }, () => 0),
        ),
      ],
      after: [...chunk('id3 ', [9, 9]), 0, 0, 0],
    });
    expect((await pcmOf(file)).frameCount).toBe(2);
  });

  test('`fmt ` behind `data` is found', async () => {
    const plain = wav({ bits: 16, data: int(16384, 2) });
    const fmt = plain.slice(12, 36);
    const file = Uint8Array.from([...plain.slice(0, 12), ...chunk('data', int(16384, 2)), ...fmt]);
    expect((await readPcmFile(file)).planar[0]?.[0]).toBe(0.5);
  });

  test('a data size that was never filled in means the rest of the file', async () => {
    for (const size of [0xffffffff, 0x7fffffff, 0x80000000, 0]) {
      const file = wav({ bits: 16, data: Array.from({ length: 400 }, () => 7), declaredBytes: size });
      const layout = await pcmOf(file);
      expect(layout.frameCount, String(size)).toBe(200);
      expect(layout.promisedFrameCount).toBeUndefined();
    }
  });

  test('a size of 0 before another chunk means no samples', async () => {
    const file = wav({
      bits: 16,
      data: [],
      after: chunk(
        'LIST',
        Array.from({ length: 400 }, () => 7),
      ),
    });
    expect((await pcmOf(file)).frameCount).toBe(0);
  });

  test('a cut file gives what is there and says what was promised', async () => {
    const file = wav({ bits: 24, channelCount: 2, data: Array.from({ length: 600 }, () => 1) });
    const layout = await pcmOf(file.slice(0, file.length - 301));
    expect(layout.frameCount).toBe(49);
    expect(layout.promisedFrameCount).toBe(100);
  });

  test('RF64 takes its size from ds64', async () => {
    const frames = 3_000_000_000;
    const sizes = [...le64(frames * 2 + 100), ...le64(frames * 2), ...le64(frames), ...le32(0)];
    const head = wav({ bits: 16, data: [], declaredBytes: 0xffffffff, before: chunk('ds64', sizes) });
    head.set(tag('RF64'));
    // As if the samples were there: only the header is ever read.
    const source: ByteSource = { ...arraySource(head), size: frames * 2 + head.length };
    const content = await readWav(source);
    expect(content).toMatchObject({ pcm: { frameCount: frames } });
    expect('pcm' in content && content.pcm.promisedFrameCount).toBeFalsy();
  });

  test('the channel mask names the speakers', async () => {
    const quad = wav({ bits: 16, channelCount: 4, data: [], validBits: 16, mask: 0x603 });
    expect((await pcmOf(quad)).speakers).toEqual(['FL', 'FR', 'SL', 'SR']);
    const wrong = wav({ bits: 16, channelCount: 4, data: [], validBits: 16, mask: 0x3 });
    expect((await pcmOf(wrong)).speakers).toBeUndefined();
  });

  test('compressed samples are named', async () => {
    for (const [formatTag, codec] of [
      [0x0002, 'Microsoft ADPCM'],
      [0x0055, 'MP3'],
      [0x1234, 'format 0x1234'],
    ] as const) {
      const content = await readWav(arraySource(wav({ formatTag, bits: 4, data: [1, 2, 3, 4] })));
      expect(content).toMatchObject({ coded: { codec, sampleRate: 48000 } });
    }
  });

  test('what cannot be used is refused with a code', async () => {
    const good = wav({ bits: 16, data: int(1, 2) });
    expect(await codeOf(readWav(arraySource(new Uint8Array(0))))).toBe('decode-not-audio');
    expect(await codeOf(readWav(arraySource(good.slice(0, 12))))).toBe('decode-truncated');
    expect(await codeOf(readWav(arraySource(good.slice(0, 30))))).toBe('decode-truncated');
    expect(await codeOf(readWav(arraySource(good.slice(0, 36))))).toBe('decode-truncated');
    expect(await codeOf(readWav(arraySource(wav({ bits: 16, channelCount: 0, data: [] }))))).toBe('decode-not-audio');
    expect(await codeOf(readWav(arraySource(wav({ bits: 48, data: [] }))))).toBe('decode-unsupported');
  });
});

describe('any bytes', () => {
  const good = wav({ bits: 24, channelCount: 2, data: Array.from({ length: 60 }, (_, i) => i), before: le16(0) });

  test('damaged files settle, with an ElsewhereError at worst', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 }),
        fc.nat({ max: good.length }),
        async (changes, length) => {
          const bytes = good.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          expect(await codeOf(readWav(arraySource(bytes)))).toMatch(/^(none|decode-)/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('random bytes behind a RIFF header settle too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const file = Uint8Array.from([...tag('RIFF'), 0, 0, 0, 0, ...tag('WAVE'), ...bytes]);
        expect(await codeOf(readWav(arraySource(file)))).toMatch(/^(none|decode-)/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a chunk of odd size', () => {
  const samples = [...int(1000, 2), ...int(-1000, 2)];
  const file = (pad: readonly number[]): Uint8Array<ArrayBuffer> => {
    const list = [...tag('LIST'), ...le32(5), ...tag('INFOx'), ...pad];
    const format = [
      ...chunk('fmt ', [...le16(1), ...le16(1), ...le32(44_100), ...le32(88_200), ...le16(2), ...le16(16)]),
    ];
    const body = [...tag('WAVE'), ...format, ...list, ...chunk('data', samples)];
    return Uint8Array.from([...tag('RIFF'), ...le32(body.length), ...body]);
  };

  test.for([[], [0], [0x20]])('is read with the pad byte %j and without', async (pad) => {
    expect(await pcmOf(file(pad))).toMatchObject({ frameCount: 2, sampleRate: 44_100 });
  });
});
