import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arraySource, type ByteSource } from '../../src/audio/decode/bytes';
import { readWav } from '../../src/audio/decode/wav';
import { FloatWavWriter, floatWavHeader, interleave } from '../../src/audio/wavWriter';
import { readPcmFile } from '../support/fixtures';

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

describe('FloatWavWriter', () => {
  test('every sample comes back bit for bit, whatever the pieces', async () => {
    const pieces = fc.array(
      fc.array(fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true })), { maxLength: 50 }),
      {
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (blocks) => {
        const finite = blocks.map((block) => block.map((frame) => frame.map((x) => (Number.isFinite(x) ? x : 0))));
        const writer = new FloatWavWriter(2, 44100);
        for (const block of finite) {
          writer.append([0, 1].map((channel) => Float32Array.from(block, (frame) => frame[channel] ?? 0)));
        }
        const { planar, sampleRate, formatLabel } = await readPcmFile(await bytesOf(writer.finish()));
        expect(formatLabel).toBe('WAV, 32-bit float');
        expect(sampleRate).toBe(44100);
        for (const channel of [0, 1]) {
          expect(planar[channel]).toEqual(Float32Array.from(finite.flat(), (frame) => frame[channel] ?? 0));
        }
      }),
    );
  });

  test('long appends are cut into parts and stay in order', async () => {
    const length = 2_500_000;
    const ramp = Float32Array.from({ length }, (_, i) => i / length - 0.5);
    const writer = new FloatWavWriter(1, 48000);
    writer.append([ramp]);
    writer.append([ramp.subarray(0, 10)]);
    expect(writer.frameCount).toBe(length + 10);
    const file = writer.finish();
    expect(file.size).toBe(58 + 4 * (length + 10));
    const { planar } = await readPcmFile(await bytesOf(file));
    expect(planar[0]?.subarray(0, length)).toEqual(ramp);
    expect(writer.frameCount).toBe(0);
  });

  test('wrong arguments are refused', () => {
    expect(() => new FloatWavWriter(0, 48000)).toThrow(RangeError);
    expect(() => new FloatWavWriter(2, 0.5)).toThrow(RangeError);
    const writer = new FloatWavWriter(2, 48000);
    expect(() => writer.append([new Float32Array(4)])).toThrow(RangeError);
    expect(() => writer.append([new Float32Array(4), new Float32Array(5)])).toThrow(RangeError);
    expect(() => floatWavHeader(-1, 2, 48000)).toThrow(RangeError);
  });
});

describe('floatWavHeader', () => {
  test('has the sizes and the fact chunk the format asks for', () => {
    const header = floatWavHeader(1000, 2, 96000);
    const view = new DataView(header.buffer);
    const text = (at: number) => String.fromCharCode(...header.subarray(at, at + 4));
    expect([text(0), text(8), text(12), text(38), text(50)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'fact', 'data']);
    expect(view.getUint32(4, true)).toBe(58 - 8 + 8000);
    expect(view.getUint16(20, true)).toBe(3);
    expect(view.getUint32(28, true)).toBe(96000 * 8);
    expect(view.getUint32(46, true)).toBe(1000);
    expect(view.getUint32(54, true)).toBe(8000);
  });

  test('turns to RF64 above 4 GB, and its reader agrees', async () => {
    const limitFrames = Math.floor((0xffffffff - 50) / 8);
    expect(String.fromCharCode(...floatWavHeader(limitFrames, 2, 48000).subarray(0, 4))).toBe('RIFF');
    const frameCount = limitFrames + 1;
    const header = floatWavHeader(frameCount, 2, 48000);
    expect(String.fromCharCode(...header.subarray(0, 4))).toBe('RF64');
    expect(new DataView(header.buffer).getBigUint64(20, true)).toBe(BigInt(header.length + frameCount * 8 - 8));
    const source: ByteSource = { ...arraySource(header), size: header.length + frameCount * 8 };
    expect(await readWav(source)).toMatchObject({ pcm: { frameCount, dataStart: header.length, channelCount: 2 } });
  });
});

test('interleave weaves a range', () => {
  const woven = interleave([Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)], 1, 3);
  expect([...woven]).toEqual([2, 5, 3, 6]);
});
