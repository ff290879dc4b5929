import { beforeAll, describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/audio/decode/createDecoder';
import type { DecodedMix } from '../../src/audio/DecodePort';
import { readSourceWav, type PlanarAudio } from '../support/fixtures';

const fetchFixture = async (name: string): Promise<Blob> => {
  const response = await fetch(new URL(`/tests/fixtures/generated/${name}`, location.origin));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
    throw new Error(`no fixture ${name}`);
  // Without a name or a type: only the content may tell what it is.
  return new Blob([await response.arrayBuffer()]);
};

const sources = new Map<string, Promise<PlanarAudio>>();
const fetchSource = (name: string): Promise<PlanarAudio> => {
  const known = sources.get(name);
  if (known) return known;
  const made = fetchFixture(`source-${name}.wav`)
    .then((file) => file.arrayBuffer())
    .then((buffer) => readSourceWav(new Uint8Array(buffer)));
  sources.set(name, made);
  return made;
};

const half = Math.SQRT1_2;
/** What each layout should fold to: gains for [left, right], by hand from ITU-R BS.775. */
const folds: Record<number, [number[], number[]]> = {
  3: [
    [1, 0, half],
    [0, 1, half],
  ],
  4: [
    [1, 0, half, 0],
    [0, 1, 0, half],
  ],
  5: [
    [1, 0, half, half, 0],
    [0, 1, half, 0, half],
  ],
  6: [
    [1, 0, half, 0, half, 0],
    [0, 1, half, 0, 0, half],
  ],
  8: [
    [1, 0, half, 0, half, 0, half, 0],
    [0, 1, half, 0, 0, half, 0, half],
  ],
};

/** The source as it should come out: as it is up to two channels, folded above. */
function expected({ planar }: PlanarAudio): Float32Array[] {
  const fold = folds[planar.length];
  if (!fold) return planar;
  return fold.map((gains) =>
    Float32Array.from({ length: planar[0]?.length ?? 0 }, (_, frame) =>
      gains.reduce((sum, gain, channel) => sum + gain * (planar[channel]?.[frame] ?? 0), 0),
    ),
  );
}

const rms = (samples: Float32Array, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2;
  return Math.sqrt(sum / (to - from));
};

/** Largest error in full scale, over the frames both have. */
function largestError(actual: Float32Array, wanted: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < Math.min(actual.length, wanted.length); i++) {
    largest = Math.max(largest, Math.abs((actual[i] ?? 0) - (wanted[i] ?? 0)));
  }
  return largest;
}

/** Frames by which `actual` lags `wanted`, within ±`range`: the shift that leaves the least error in the middle. */
function lagOf(actual: Float32Array, wanted: Float32Array, sampleRate: number, range: number): number {
  const length = Math.round(sampleRate * 0.25);
  const start = Math.round(wanted.length * 0.4);
  let best = Infinity;
  let lag = 0;
  for (let shift = -range; shift <= range; shift++) {
    let sum = 0;
    for (let i = 0; i < length; i += 2) sum += ((wanted[start + i] ?? 0) - (actual[start + i + shift] ?? 0)) ** 2;
    if (sum < best) {
      best = sum;
      lag = shift;
    }
  }
  return lag;
}

/** Signal to error in dB once aligned. */
function snrDb(actual: Float32Array, wanted: Float32Array, lag: number): number {
  const from = Math.round(wanted.length * 0.1);
  const to = Math.round(wanted.length * 0.9);
  let error = 0;
  for (let i = from; i < to; i++) error += ((actual[i + lag] ?? 0) - (wanted[i] ?? 0)) ** 2;
  return 20 * Math.log10(rms(wanted, from, to) / Math.sqrt(error / (to - from)));
}

interface Lossless {
  readonly file: string;
  readonly source: string;
  readonly label: string;
  /** Largest error allowed, in full scale: 0 where every bit must come back. */
  readonly tolerance: number;
}

const bits = (count: number): number => 2 ** -(count - 1) * 0.51;
/** A source of 24 bits written at 32 and more is exact. Folding sums in single precision. */
const folded = 1e-6;

const lossless: Lossless[] = [
  { file: 'source-stereo-44100.wav', source: 'stereo-44100', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'stereo-u8.wav', source: 'stereo-44100', label: 'WAV, 8-bit', tolerance: 2 ** -7 },
  { file: 'stereo-s16.wav', source: 'stereo-44100', label: 'WAV, 16-bit', tolerance: 2 ** -15 },
  { file: 'stereo-s32.wav', source: 'stereo-44100', label: 'WAV, 32-bit', tolerance: 0 },
  { file: 'stereo-f32.wav', source: 'stereo-44100', label: 'WAV, 32-bit float', tolerance: 0 },
  { file: 'stereo-f64.wav', source: 'stereo-44100', label: 'WAV, 64-bit float', tolerance: 0 },
  { file: 'stereo-rf64.wav', source: 'stereo-44100', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'stereo-alaw.wav', source: 'stereo-44100', label: 'WAV, A-law', tolerance: 0.02 },
  { file: 'stereo-ulaw.wav', source: 'stereo-44100', label: 'WAV, µ-law', tolerance: 0.02 },
  { file: 'stereo-s8.aiff', source: 'stereo-44100', label: 'AIFF, 8-bit', tolerance: 2 ** -7 },
  { file: 'stereo-s16.aiff', source: 'stereo-44100', label: 'AIFF, 16-bit', tolerance: 2 ** -15 },
  { file: 'stereo-s24.aiff', source: 'stereo-44100', label: 'AIFF, 24-bit', tolerance: 0 },
  { file: 'stereo-s32.aiff', source: 'stereo-44100', label: 'AIFF, 32-bit', tolerance: 0 },
  { file: 'stereo-sowt.aifc', source: 'stereo-44100', label: 'AIFF, 16-bit', tolerance: 2 ** -15 },
  { file: 'stereo-fl32.aifc', source: 'stereo-44100', label: 'AIFF, 32-bit float', tolerance: 0 },
  { file: 'stereo-fl64.aifc', source: 'stereo-44100', label: 'AIFF, 64-bit float', tolerance: 0 },
  { file: 'stereo-ulaw.aifc', source: 'stereo-44100', label: 'AIFF, µ-law', tolerance: 0.02 },
  { file: 'stereo-alaw.aifc', source: 'stereo-44100', label: 'AIFF, A-law', tolerance: 0.02 },
  { file: 'stereo-16.flac', source: 'stereo-44100', label: 'FLAC', tolerance: 2 ** -15 },
  { file: 'stereo-24.flac', source: 'stereo-44100', label: 'FLAC', tolerance: 0 },
  { file: 'stereo-flac.oga', source: 'stereo-44100', label: 'Ogg FLAC', tolerance: 2 ** -15 },
  { file: 'stereo-flac.mp4', source: 'stereo-44100', label: 'M4A, FLAC', tolerance: 2 ** -15 },
  { file: 'stereo.mka', source: 'stereo-44100', label: 'Matroska, PCM', tolerance: 2 ** -15 },
  { file: 'stereo.mov', source: 'stereo-44100', label: 'MOV, PCM', tolerance: 0 },
  { file: 'mono-s16.wav', source: 'mono-44100', label: 'WAV, 16-bit', tolerance: 2 ** -15 },
  { file: 'mono-s16.aiff', source: 'mono-44100', label: 'AIFF, 16-bit', tolerance: 2 ** -15 },
  { file: 'mono.flac', source: 'mono-44100', label: 'FLAC', tolerance: 0 },
  { file: 'source-stereo-48000.wav', source: 'stereo-48000', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'stereo48.flac', source: 'stereo-48000', label: 'FLAC', tolerance: 0 },
  { file: 'rate8.wav', source: 'stereo-8000', label: 'WAV, 16-bit', tolerance: 2 ** -15 },
  { file: 'rate8.flac', source: 'stereo-8000', label: 'FLAC', tolerance: 2 ** -15 },
  { file: 'source-stereo-22050.wav', source: 'stereo-22050', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'source-stereo-88200.wav', source: 'stereo-88200', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'rate88.flac', source: 'stereo-88200', label: 'FLAC', tolerance: 0 },
  { file: 'source-stereo-96000.wav', source: 'stereo-96000', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'rate96.flac', source: 'stereo-96000', label: 'FLAC', tolerance: 0 },
  { file: 'rate96.aiff', source: 'stereo-96000', label: 'AIFF, 24-bit', tolerance: 0 },
  { file: 'source-stereo-192000.wav', source: 'stereo-192000', label: 'WAV, 24-bit', tolerance: 0 },
  { file: 'rate192-f32.wav', source: 'stereo-192000', label: 'WAV, 32-bit float', tolerance: 0 },
  { file: 'rate192.flac', source: 'stereo-192000', label: 'FLAC', tolerance: 0 },
  { file: 'source-three-48000.wav', source: 'three-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'three.wav', source: 'three-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'three.flac', source: 'three-48000', label: 'FLAC', tolerance: folded },
  { file: 'four.wav', source: 'four-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'four.flac', source: 'four-48000', label: 'FLAC', tolerance: folded },
  { file: 'five.wav', source: 'five-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'five.flac', source: 'five-48000', label: 'FLAC', tolerance: folded },
  { file: 'source-six-48000.wav', source: 'six-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'six-s24.wav', source: 'six-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'six-s24.aiff', source: 'six-48000', label: 'AIFF, 24-bit', tolerance: folded },
  { file: 'six.flac', source: 'six-48000', label: 'FLAC', tolerance: folded },
  { file: 'eight.wav', source: 'eight-48000', label: 'WAV, 24-bit', tolerance: folded },
  { file: 'eight.flac', source: 'eight-48000', label: 'FLAC', tolerance: folded },
  { file: 'video.mov', source: 'stereo-48000', label: 'MOV video, PCM', tolerance: 2 ** -15 },
  { file: 'video.mkv', source: 'stereo-48000', label: 'Matroska video, FLAC', tolerance: bits(16) * 2 },
];

interface Lossy {
  readonly file: string;
  readonly source: string;
  readonly label: string;
  /** Frames by which the decoder leads (−) or lags (+); what a container without gapless figures leaves. */
  readonly lag: number;
  readonly minSnrDb: number;
}

const lossy: Lossy[] = [
  { file: 'stereo-320.mp3', source: 'stereo-44100', label: 'MP3', lag: 0, minSnrDb: 20 },
  { file: 'stereo-vbr.mp3', source: 'stereo-44100', label: 'MP3', lag: 0, minSnrDb: 20 },
  { file: 'stereo-noxing.mp3', source: 'stereo-44100', label: 'MP3', lag: 1105, minSnrDb: 20 },
  { file: 'stereo48.mp3', source: 'stereo-48000', label: 'MP3', lag: 0, minSnrDb: 20 },
  { file: 'rate8.mp3', source: 'stereo-8000', label: 'MP3', lag: 0, minSnrDb: 15 },
  { file: 'rate22.mp3', source: 'stereo-22050', label: 'MP3', lag: 0, minSnrDb: 15 },
  { file: 'mono.mp3', source: 'mono-44100', label: 'MP3', lag: 0, minSnrDb: 20 },
  { file: 'stereo-end.m4a', source: 'stereo-44100', label: 'M4A, AAC', lag: 0, minSnrDb: 20 },
  { file: 'stereo-faststart.m4a', source: 'stereo-44100', label: 'M4A, AAC', lag: 0, minSnrDb: 20 },
  { file: 'stereo-fragmented.m4a', source: 'stereo-44100', label: 'M4A, AAC', lag: 1024, minSnrDb: 20 },
  { file: 'stereo48.m4a', source: 'stereo-48000', label: 'M4A, AAC', lag: 0, minSnrDb: 20 },
  { file: 'mono.m4a', source: 'mono-44100', label: 'M4A, AAC', lag: 0, minSnrDb: 20 },
  { file: 'rate8.m4a', source: 'stereo-8000', label: 'M4A, AAC', lag: 0, minSnrDb: 12 },
  { file: 'rate22.m4a', source: 'stereo-22050', label: 'M4A, AAC', lag: 0, minSnrDb: 15 },
  { file: 'rate88.m4a', source: 'stereo-88200', label: 'M4A, AAC', lag: 0, minSnrDb: 15 },
  { file: 'rate96.m4a', source: 'stereo-96000', label: 'M4A, AAC', lag: 0, minSnrDb: 15 },
  { file: 'six.m4a', source: 'six-48000', label: 'M4A, AAC', lag: 0, minSnrDb: 15 },
  { file: 'stereo.aac', source: 'stereo-44100', label: 'AAC', lag: 1024, minSnrDb: 20 },
  { file: 'rate22.aac', source: 'stereo-22050', label: 'AAC', lag: 1024, minSnrDb: 15 },
  { file: 'stereo.ogg', source: 'stereo-44100', label: 'Ogg Vorbis', lag: 0, minSnrDb: 15 },
  { file: 'mono.ogg', source: 'mono-44100', label: 'Ogg Vorbis', lag: 0, minSnrDb: 15 },
  { file: 'rate8.ogg', source: 'stereo-8000', label: 'Ogg Vorbis', lag: 0, minSnrDb: 12 },
  { file: 'rate96.ogg', source: 'stereo-96000', label: 'Ogg Vorbis', lag: 0, minSnrDb: 12 },
  { file: 'six.ogg', source: 'six-48000', label: 'Ogg Vorbis', lag: 0, minSnrDb: 12 },
  { file: 'stereo-vorbis.webm', source: 'stereo-44100', label: 'WebM, Vorbis', lag: 0, minSnrDb: 15 },
  { file: 'stereo.opus', source: 'stereo-48000', label: 'Opus', lag: 0, minSnrDb: 12 },
  { file: 'mono.opus', source: 'mono-48000', label: 'Opus', lag: 0, minSnrDb: 12 },
  { file: 'six.opus', source: 'six-48000', label: 'Opus', lag: 0, minSnrDb: 12 },
  { file: 'stereo-opus.webm', source: 'stereo-48000', label: 'WebM, Opus', lag: -24, minSnrDb: 12 },
  { file: 'stereo-opus.mp4', source: 'stereo-48000', label: 'M4A, Opus', lag: -312, minSnrDb: 12 },
  { file: 'video.mp4', source: 'stereo-48000', label: 'MP4 video, AAC', lag: 0, minSnrDb: 20 },
  { file: 'video.webm', source: 'stereo-48000', label: 'WebM video, Opus', lag: -24, minSnrDb: 12 },
];

const decoder = createDecoder();

async function decodeBoth(file: string, source: string) {
  const [reference, mix] = await Promise.all([
    fetchSource(source),
    fetchFixture(file).then((blob) => decoder.decode(blob, 'misleading.txt')),
  ]);
  return { reference, mix, wanted: expected(reference) };
}

function expectShape(mix: DecodedMix, reference: PlanarAudio, label: string): void {
  const channelCount = reference.planar.length;
  expect(mix.formatLabel).toBe(label);
  expect(mix.buffer.sampleRate).toBe(reference.sampleRate);
  expect(mix.buffer.numberOfChannels).toBe(Math.min(2, channelCount));
  expect(mix.notes).toEqual({
    ...(channelCount > 2 && { downmixedFrom: channelCount }),
    ...(channelCount === 1 && { isMono: true }),
  });
}

describe('lossless formats', () => {
  test.for(lossless)('$file', async ({ file, source, label, tolerance }) => {
    const { reference, mix, wanted } = await decodeBoth(file, source);
    expectShape(mix, reference, label);
    expect(mix.buffer.length).toBe(wanted[0]?.length);
    wanted.forEach((channel, c) => {
      expect(largestError(mix.buffer.getChannelData(c), channel), `channel ${c}`).toBeLessThanOrEqual(tolerance);
    });
  });
});

describe('lossy formats', () => {
  test.for(lossy)('$file', async ({ file, source, label, lag, minSnrDb }) => {
    const { reference, mix, wanted } = await decodeBoth(file, source);
    expectShape(mix, reference, label);
    expect(Math.abs(mix.buffer.duration - (wanted[0]?.length ?? 0) / reference.sampleRate)).toBeLessThan(0.12);
    wanted.forEach((channel, c) => {
      const actual = mix.buffer.getChannelData(c);
      const measured = lagOf(actual, channel, reference.sampleRate, 1300);
      // LAME lowers its input by 0.45 dB at some settings (`scale` 0.95).
      const middle = [Math.round(channel.length * 0.2), Math.round(channel.length * 0.8)] as const;
      expect(measured, `lag of channel ${c}`).toBe(lag);
      expect(snrDb(actual, channel, measured), `channel ${c}`).toBeGreaterThan(minSnrDb);
      expect(Math.abs(20 * Math.log10(rms(actual, ...middle) / rms(channel, ...middle)))).toBeLessThan(0.5);
    });
  });
});

describe('the head', () => {
  const long = [
    'long-s16.wav',
    'long-s24.aiff',
    'long-320.mp3',
    'long-vbr.mp3',
    'long-noxing.mp3',
    'long.flac',
    'long-flac.oga',
    'long.ogg',
    'long-faststart.m4a',
    'long-end.m4a',
    'long-fragmented.m4a',
    'long.aac',
    'long-vorbis.webm',
    'long.opus',
    'long-opus.webm',
  ];

  test.for(long)('%s: comes first and is the final buffer, sample for sample', async (name) => {
    const file = await fetchFixture(name);
    const heads: { buffer: AudioBuffer; durationSec: number; progress: number }[] = [];
    const fractions: number[] = [];
    const { buffer } = await decoder.decode(file, name, {
      onHead: (head) => heads.push({ ...head, progress: fractions.at(-1) ?? 0 }),
      onProgress: (fraction) => fractions.push(fraction),
    });
    expect(heads).toHaveLength(1);
    const head = heads[0];
    if (!head) return;
    expect(head.buffer.duration).toBeGreaterThan(7);
    expect(head.buffer.duration).toBeLessThan(9);
    // As long as the whole, so that the screen need not change when that is there; some headers only let it be guessed,
    // and a fragmented MP4 has none.
    const wantedSec = name === 'long-fragmented.m4a' ? head.buffer.duration : buffer.duration;
    expect(Math.abs(head.durationSec / wantedSec - 1)).toBeLessThan(0.1);
    expect(head.progress).toBeLessThan(1);
    expect(head.buffer.sampleRate).toBe(buffer.sampleRate);
    expect(head.buffer.numberOfChannels).toBe(buffer.numberOfChannels);
    for (let c = 0; c < buffer.numberOfChannels; c++) {
      const whole = buffer.getChannelData(c);
      const differing = head.buffer.getChannelData(c).findIndex((sample, i) => sample !== whole[i]);
      expect(differing, `channel ${c}`).toBe(-1);
    }
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  test('short files have none', async () => {
    for (const name of ['stereo-s16.wav', 'stereo-320.mp3']) {
      const heads: unknown[] = [];
      await decoder.decode(await fetchFixture(name), name, { onHead: (head) => heads.push(head) });
      expect(heads).toHaveLength(0);
    }
  });
});

beforeAll(async () => {
  await fetchSource('stereo-44100');
});
