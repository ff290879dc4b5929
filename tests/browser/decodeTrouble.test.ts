import { afterEach, describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/audio/decode/createDecoder';
import type { DecodedMix, DecodePort } from '../../src/audio/DecodePort';
import { ElsewhereError } from '../../src/core/errors';
import { int, wav } from '../support/audioBytes';

const fetchBytes = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
  const response = await fetch(new URL(`/tests/fixtures/generated/${name}`, location.origin));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
    throw new Error(`no fixture ${name}`);
  return new Uint8Array(await response.arrayBuffer());
};

const decoders: DecodePort[] = [];
const makeDecoder = (limitBytes?: number): DecodePort => {
  const decoder = createDecoder(limitBytes);
  decoders.push(decoder);
  return decoder;
};
afterEach(() => {
  for (const decoder of decoders.splice(0)) decoder.dispose();
});

async function outcome(bytes: BlobPart, limitBytes?: number): Promise<DecodedMix | ElsewhereError> {
  try {
    return await makeDecoder(limitBytes).decode(new Blob([bytes]), 'mix.wav');
  } catch (error) {
    if (error instanceof ElsewhereError) return error;
    throw error;
  }
}

/** `frames` frames of a mono 16-bit ramp at 48 kHz. */
const ramp = (frames: number): number[] => Array.from({ length: frames }, (_, i) => int((i * 37) % 20000, 2)).flat();

const tenth = 4800;

describe('files that cannot be used say why', () => {
  test('nothing in it', async () => {
    expect(await outcome(new Uint8Array(0))).toMatchObject({ code: 'decode-empty' });
  });

  test('text', async () => {
    expect(await outcome('Not a mix at all.\n'.repeat(200))).toMatchObject({ code: 'decode-not-audio' });
  });

  test('a WAV without samples, and one of a hundredth of a second', async () => {
    expect(await outcome(wav({ bits: 16, data: [] }))).toMatchObject({
      code: 'decode-too-short',
      detail: { durationSec: 0 },
    });
    expect(await outcome(wav({ bits: 16, data: ramp(480) }))).toMatchObject({
      code: 'decode-too-short',
      detail: { durationSec: 0.01, limitSec: 0.1 },
    });
  });

  test('a tenth of a second loads', async () => {
    expect(await outcome(wav({ bits: 16, data: ramp(tenth) }))).toMatchObject({ buffer: { length: tenth } });
  });

  test('a film without sound', async () => {
    for (const name of ['silent-film.mp4', 'silent-film.webm']) {
      expect(await outcome(await fetchBytes(name)), name).toMatchObject({ code: 'decode-no-audio-track' });
    }
  });

  test.for([
    ['alac.m4a', 'M4A, Apple Lossless'],
    ['stereo-adpcm.wav', 'WAV, IMA ADPCM'],
    ['stereo.ac3', 'AC-3'],
    ['stereo.mp2', 'MPEG layer II'],
    ['stereo.wma', 'Windows Media'],
    ['stereo.wv', 'WavPack'],
    ['stereo.caf', 'CAF'],
    ['stereo.w64', 'Wave64'],
  ] as const)('%s is named', async ([name, format]) => {
    expect(await outcome(await fetchBytes(name))).toMatchObject({ code: 'decode-unsupported', detail: { format } });
  });

  test('more than fits into memory is refused before it is decoded', async () => {
    const limitBytes = 1_000_000;
    const long = await outcome(await fetchBytes('long-s16.wav'), limitBytes);
    expect(long).toMatchObject({ code: 'decode-too-long', detail: { durationSec: 40, limitSec: 2, limitBytes } });
    for (const name of ['long-320.mp3', 'long.flac', 'long.ogg', 'long.opus', 'long-end.m4a', 'long-opus.webm']) {
      const refused = await outcome(await fetchBytes(name), limitBytes);
      expect(refused, name).toMatchObject({ code: 'decode-too-long' });
      if (refused instanceof ElsewhereError) {
        expect(Math.abs(Number(refused.detail['durationSec']) - 40), name).toBeLessThan(0.2);
      }
    }
  });

  test('huge declared sizes ask for no memory', async () => {
    const data = ramp(tenth);
    const mix = await outcome(wav({ bits: 16, data, declaredBytes: 0xe000_0000 }));
    expect(mix).toMatchObject({ buffer: { length: tenth }, notes: { truncatedAtSec: 0.1 } });
    const wide = wav({ bits: 16, data, channelCount: 65535 });
    expect(await outcome(wide)).toMatchObject({ code: expect.stringMatching(/^decode-/) });
    expect(await outcome(wav({ bits: 16, data, sampleRate: 4_000_000_000 }))).toMatchObject({
      code: 'decode-too-short',
    });
    expect(await outcome(wav({ bits: 16, data, sampleRate: 1000 }))).toMatchObject({ code: 'decode-unsupported' });
  });
});

describe('files that were cut give what is left', () => {
  test('WAV', async () => {
    const bytes = await fetchBytes('stereo-s16.wav');
    const mix = await outcome(bytes.slice(0, Math.round(bytes.length * 0.6)));
    if (mix instanceof ElsewhereError) throw mix;
    expect(mix.buffer.duration).toBeCloseTo(1.5, 2);
    expect(mix.notes.truncatedAtSec).toBe(mix.buffer.duration);
    expect(mix.notes.promisedSec).toBe(2.5);
  });

  test.for([
    'stereo-320.mp3',
    'stereo-16.flac',
    'stereo.ogg',
    'stereo.opus',
    'stereo-vorbis.webm',
    'stereo-faststart.m4a',
  ])('%s', async (name) => {
    const bytes = await fetchBytes(name);
    const mix = await outcome(bytes.slice(0, Math.round(bytes.length * 0.6)));
    if (mix instanceof ElsewhereError) throw mix;
    expect(mix.buffer.duration).toBeGreaterThan(0.8);
    expect(mix.buffer.duration).toBeLessThan(2);
    expect(mix.notes.truncatedAtSec).toBe(mix.buffer.duration);
  });

  test('cut beyond use', async () => {
    for (const [name, length] of [
      ['stereo-s16.wav', 20],
      ['stereo-s16.wav', 200],
      ['stereo-16.flac', 100],
      ['stereo-end.m4a', 20_000],
      ['stereo-s24.aiff', 30],
      ['stereo-vorbis.webm', 120],
    ] as const) {
      const bytes = await fetchBytes(name);
      expect(await outcome(bytes.slice(0, length)), `${name} after ${length} bytes`).toMatchObject({
        code: 'decode-truncated',
      });
    }
  });
});

describe('what is told about a file that loads', () => {
  test('not a number, infinite', async () => {
    const samples = new Float32Array(9600).fill(0.25);
    samples[7] = Number.NaN;
    samples[9000] = Infinity;
    const mix = await outcome(wav({ formatTag: 3, bits: 32, data: [...new Uint8Array(samples.buffer)] }));
    if (mix instanceof ElsewhereError) throw mix;
    expect(mix.notes).toEqual({ isMono: true, sanitisedSamples: 2 });
    const decoded = mix.buffer.getChannelData(0);
    expect([decoded[7], decoded[8], decoded[9000]]).toEqual([0, 0.25, 0]);
  });

  test('silence', async () => {
    const silent = Array.from({ length: 9600 * 4 }, () => 0);
    expect(await outcome(wav({ bits: 16, channelCount: 2, data: silent }))).toMatchObject({
      notes: { isSilent: true },
    });
  });

  test('a wrong ending does not matter', async () => {
    const mp3 = await fetchBytes('stereo-320.mp3');
    const mix = await makeDecoder().decode(new File([mp3], 'mix.wav', { type: 'audio/wav' }), 'mix.wav');
    expect(mix.formatLabel).toBe('MP3');
  });
});

describe('leaving early', () => {
  const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

  test.for(['long-s16.wav', 'long-320.mp3', 'long.flac'])('%s: an abort at any time rejects at once', async (name) => {
    const file = new Blob([await fetchBytes(name)]);
    const decoder = makeDecoder();
    for (const afterMs of [-1, 0, 1, 3, 10, 25]) {
      const controller = new AbortController();
      if (afterMs < 0) controller.abort();
      const calls: string[] = [];
      const decoding = decoder.decode(file, name, {
        signal: controller.signal,
        onHead: () => calls.push('head'),
        onProgress: () => calls.push('progress'),
      });
      const settled = decoding.then(
        () => 'done',
        (error: unknown) => (isAbort(error) ? 'aborted' : error),
      );
      if (afterMs >= 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
      controller.abort();
      // One turn of the page: nothing that is still being decoded is waited for.
      const turn = new Promise((resolve) => setTimeout(() => resolve('still decoding'), 0));
      expect(['aborted', 'done']).toContain(await Promise.race([settled, turn]));
      const count = calls.length;
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(calls).toHaveLength(count);
    }
  });

  test('dispose ends what runs and refuses what comes', async () => {
    const decoder = makeDecoder();
    const file = new Blob([await fetchBytes('long-s16.wav')]);
    const running = decoder.decode(file, 'mix.wav');
    decoder.dispose();
    await expect(running).rejects.toSatisfy(isAbort);
    await expect(decoder.decode(file, 'mix.wav')).rejects.toSatisfy(isAbort);
  });

  test('a worker that dies rejects', async () => {
    const NativeWorker = globalThis.Worker;
    globalThis.Worker = class extends NativeWorker {
      constructor() {
        super(URL.createObjectURL(new Blob(['throw new Error("gone")'])));
      }
    };
    try {
      expect(await outcome(await fetchBytes('stereo-s16.wav'))).toMatchObject({ code: 'decode-failed' });
    } finally {
      globalThis.Worker = NativeWorker;
    }
  });

  test('two files at once do not mix', async () => {
    const decoder = makeDecoder();
    const names = ['stereo-s16.wav', 'mono-s16.wav', 'stereo-320.mp3', 'rate96.aiff'];
    const files = await Promise.all(names.map(fetchBytes));
    const mixes = await Promise.all(files.map((bytes, i) => decoder.decode(new Blob([bytes]), names[i] ?? '')));
    expect(mixes.map(({ buffer }) => [buffer.numberOfChannels, buffer.sampleRate])).toEqual([
      [2, 44100],
      [1, 44100],
      [2, 44100],
      [2, 96000],
    ]);
  });
});
