import { expect, test } from 'vitest';
import { decodeWithCodecs, firstDecodedRate } from '../../src/audio/decode/decodeWithCodecs';
import { ElsewhereError } from '../../src/core/errors';

const fetchFile = async (name: string): Promise<Blob> =>
  new Blob([await (await fetch(new URL(`/tests/fixtures/generated/${name}`, location.origin))).arrayBuffer()]);

const jobFor = (file: Blob, limitBytes = 1e9) => ({
  file,
  limitBytes,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onHead: () => undefined,
});

const info = { formatLabel: 'test', sampleRate: 48000 };

/** Frames by which `actual` lags `wanted`, with the least error. */
function lagOf(actual: Float32Array, wanted: Float32Array): { lag: number; error: number } {
  const start = Math.round(wanted.length * 0.4);
  let best = { lag: 0, error: Infinity };
  for (let lag = -1500; lag <= 1500; lag++) {
    let error = 0;
    for (let i = 0; i < 8000; i += 3) error += ((wanted[start + i] ?? 0) - (actual[start + i + lag] ?? 0)) ** 2;
    if (error < best.error) best = { lag, error };
  }
  return best;
}

// What WebCodecs put out must be what `decodeAudioData` puts out, in the same place; that one cuts 24 frames (half a
// millisecond) too many off Opus in WebM, this one does not.
test.for([
  ['stereo-end.m4a', 0],
  ['stereo48.m4a', 0],
  ['stereo.ogg', 0],
  ['stereo.opus', 0],
  ['stereo-opus.webm', 24],
  ['stereo-vorbis.webm', 0],
  ['stereo-16.flac', 0],
  ['stereo-24.flac', 0],
  ['video.mp4', 0],
  ['video.webm', 24],
  ['video.mkv', 0],
  ['six.m4a', 0],
  ['mono.m4a', 0],
] as const)('%s: decoded packet by packet, in place', async ([name, expectedLag]) => {
  const file = await fetchFile(name);
  const buffer = await decodeWithCodecs(jobFor(file), info);
  const context = new OfflineAudioContext(2, 1, buffer.sampleRate);
  const wanted = await context.decodeAudioData(await file.arrayBuffer());
  expect(buffer.numberOfChannels).toBe(Math.min(2, wanted.numberOfChannels));
  expect(Math.abs(buffer.duration - wanted.duration)).toBeLessThan(0.06);
  if (wanted.numberOfChannels > 2) return;
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const { lag, error } = lagOf(buffer.getChannelData(channel), wanted.getChannelData(channel));
    expect(lag).toBe(expectedLag);
    expect(error).toBeLessThan(1e-3);
  }
});

test('the rate of the first packet is that of the file', async () => {
  expect(await firstDecodedRate(await fetchFile('rate22.m4a'))).toBe(22050);
  expect(await firstDecodedRate(await fetchFile('rate8.m4a'))).toBe(8000);
  expect(await firstDecodedRate(new Blob(['nothing']))).toBeUndefined();
});

test('refusals carry a code', async () => {
  const codeOf = async (name: string, limitBytes?: number): Promise<string> => {
    try {
      await decodeWithCodecs(jobFor(await fetchFile(name), limitBytes), info);
    } catch (error) {
      if (error instanceof ElsewhereError) return error.code;
      throw error;
    }
    return 'none';
  };
  expect(await codeOf('silent-film.mp4')).toBe('decode-no-audio-track');
  expect(await codeOf('alac.m4a')).toBe('decode-unsupported');
  expect(await codeOf('stereo-end.m4a', 1000)).toBe('decode-too-long');
});

test('an abort leaves between packets', async () => {
  const controller = new AbortController();
  const job = { ...jobFor(await fetchFile('long-end.m4a')), signal: controller.signal };
  const decoding = decodeWithCodecs(job, info);
  controller.abort();
  await expect(decoding).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
