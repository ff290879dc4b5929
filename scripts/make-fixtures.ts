/**
 * Makes the audio files the browser tests decode, with ffmpeg, into tests/fixtures/generated (not kept in git).
 * Runs again only when this file has changed; about ten seconds then, nothing otherwise. Needs ffmpeg 5 or later.
 *
 * Sources are written here at 24 bits, so that their samples are known exactly; every other file is made from them.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = new URL('../tests/fixtures/generated/', import.meta.url);
const stampUrl = new URL('stamp.txt', folder);
const pathOf = (name: string): string => fileURLToPath(new URL(name, folder));

/**
 * A short piece with something of everything a codec keeps: steady tones that differ by channel, a slow beat and
 * decaying noise bursts; peak about −6 dBFS. The same numbers on every run.
 */
function sourceSamples(sampleRate: number, channelCount: number, durationSec: number): Float64Array[] {
  const frameCount = Math.round(sampleRate * durationSec);
  return Array.from({ length: channelCount }, (_, channel) => {
    let state = 12345 + channel * 7919;
    return Float64Array.from({ length: frameCount }, (__, frame) => {
      const t = frame / sampleRate;
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const noise = state / 2147483648 - 1;
      const burst = Math.exp(-((t * 2) % 1) * 18);
      const tone = Math.sin(2 * Math.PI * (220 + 110 * channel) * t) * (0.7 + 0.3 * Math.sin(2 * Math.PI * 1.3 * t));
      const upper = Math.sin(2 * Math.PI * (1230 + 170 * channel) * t + channel);
      return 0.28 * tone + 0.12 * upper + 0.08 * burst * noise;
    });
  });
}

/** A plain 24-bit WAV. */
function wav24(planar: Float64Array[], sampleRate: number): Buffer {
  const channelCount = planar.length;
  const frameCount = planar[0]?.length ?? 0;
  const dataBytes = frameCount * channelCount * 3;
  const file = Buffer.alloc(44 + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channelCount, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * channelCount * 3, 28);
  file.writeUInt16LE(channelCount * 3, 32);
  file.writeUInt16LE(24, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  for (let frame = 0, at = 44; frame < frameCount; frame++) {
    for (let channel = 0; channel < channelCount; channel++, at += 3) {
      file.writeIntLE(Math.round((planar[channel]?.[frame] ?? 0) * 8388607), at, 3);
    }
  }
  return file;
}

interface Source {
  readonly name: string;
  readonly rate: number;
  readonly channels: number;
  readonly sec: number;
  /** File name → ffmpeg options. */
  readonly files: Readonly<Record<string, string>>;
}

const sources: Source[] = [
  {
    name: 'stereo-44100',
    rate: 44100,
    channels: 2,
    sec: 2.5,
    files: {
      'stereo-u8.wav': '-c:a pcm_u8',
      'stereo-s16.wav': '-c:a pcm_s16le',
      'stereo-s32.wav': '-c:a pcm_s32le',
      'stereo-f32.wav': '-c:a pcm_f32le',
      'stereo-f64.wav': '-c:a pcm_f64le',
      'stereo-rf64.wav': '-c:a pcm_s24le -rf64 always',
      'stereo-alaw.wav': '-c:a pcm_alaw',
      'stereo-ulaw.wav': '-c:a pcm_mulaw',
      'stereo-adpcm.wav': '-c:a adpcm_ima_wav',
      'stereo-s8.aiff': '-c:a pcm_s8 -f aiff',
      'stereo-s16.aiff': '-c:a pcm_s16be -f aiff',
      'stereo-s24.aiff': '-c:a pcm_s24be -f aiff',
      'stereo-s32.aiff': '-c:a pcm_s32be -f aiff',
      'stereo-sowt.aifc': '-c:a pcm_s16le -f aiff',
      'stereo-fl32.aifc': '-c:a pcm_f32be -f aiff',
      'stereo-fl64.aifc': '-c:a pcm_f64be -f aiff',
      'stereo-ulaw.aifc': '-c:a pcm_mulaw -f aiff',
      'stereo-alaw.aifc': '-c:a pcm_alaw -f aiff',
      'stereo-16.flac': '-c:a flac -sample_fmt s16',
      'stereo-24.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24',
      'stereo-flac.oga': '-c:a flac -sample_fmt s16 -f ogg',
      'stereo-320.mp3': '-c:a libmp3lame -b:a 320k',
      'stereo-vbr.mp3': '-c:a libmp3lame -q:a 2 -metadata title=fixture',
      'stereo-noxing.mp3': '-c:a libmp3lame -b:a 192k -write_xing 0 -id3v2_version 0',
      'stereo-end.m4a': '-c:a aac -b:a 192k',
      'stereo-faststart.m4a': '-c:a aac -b:a 192k -movflags +faststart',
      'stereo-fragmented.m4a': '-c:a aac -b:a 192k -movflags +frag_keyframe+empty_moov -frag_duration 500000',
      'stereo.aac': '-c:a aac -b:a 192k -f adts',
      'stereo.ogg': '-c:a libvorbis -q:a 6',
      'stereo-vorbis.webm': '-c:a libvorbis -q:a 6',
      'stereo.mka': '-c:a pcm_s16le',
      'stereo.mov': '-c:a pcm_s24le',
      'stereo-flac.mp4': '-c:a flac -sample_fmt s16 -strict -2',
      'alac.m4a': '-c:a alac',
      'stereo.ac3': '-c:a ac3',
      'stereo.mp2': '-c:a mp2',
      'stereo.wma': '-c:a wmav2',
      'stereo.wv': '-c:a wavpack',
      'stereo.caf': '-c:a pcm_s16be',
      'stereo.w64': '-c:a pcm_s16le',
    },
  },
  {
    name: 'mono-44100',
    rate: 44100,
    channels: 1,
    sec: 2.5,
    files: {
      'mono-s16.wav': '-c:a pcm_s16le',
      'mono-s16.aiff': '-c:a pcm_s16be -f aiff',
      'mono.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24',
      'mono.mp3': '-c:a libmp3lame -b:a 128k',
      'mono.m4a': '-c:a aac -b:a 128k',
      'mono.ogg': '-c:a libvorbis -q:a 6',
    },
  },
  {
    name: 'stereo-48000',
    rate: 48000,
    channels: 2,
    sec: 2.5,
    files: {
      'stereo48.mp3': '-c:a libmp3lame -b:a 256k',
      'stereo48.m4a': '-c:a aac -b:a 192k',
      'stereo.opus': '-c:a libopus -b:a 192k',
      'stereo-opus.webm': '-c:a libopus -b:a 192k',
      'stereo-opus.mp4': '-c:a libopus -b:a 192k -strict -2',
      'stereo48.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24',
    },
  },
  { name: 'mono-48000', rate: 48000, channels: 1, sec: 2.5, files: { 'mono.opus': '-c:a libopus -b:a 96k' } },
  {
    name: 'six-48000',
    rate: 48000,
    channels: 6,
    sec: 1.5,
    files: {
      'six-s24.wav': '-c:a pcm_s24le -channel_layout 5.1',
      'six-s24.aiff': '-c:a pcm_s24be -f aiff',
      'six.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24',
      'six.m4a': '-c:a aac -b:a 512k -channel_layout 5.1',
      'six.ogg': '-c:a libvorbis -q:a 8',
      'six.opus': '-c:a libopus -b:a 510k -mapping_family 1',
    },
  },
  {
    name: 'three-48000',
    rate: 48000,
    channels: 3,
    sec: 1,
    files: { 'three.wav': '-c:a pcm_s24le -af channelmap=0|1|2:3.0', 'three.flac': '-c:a flac -sample_fmt s32' },
  },
  {
    name: 'four-48000',
    rate: 48000,
    channels: 4,
    sec: 1,
    files: { 'four.wav': '-c:a pcm_s24le -af channelmap=0|1|2|3:quad', 'four.flac': '-c:a flac -sample_fmt s32' },
  },
  {
    name: 'five-48000',
    rate: 48000,
    channels: 5,
    sec: 1,
    files: { 'five.wav': '-c:a pcm_s24le', 'five.flac': '-c:a flac -sample_fmt s32' },
  },
  {
    name: 'eight-48000',
    rate: 48000,
    channels: 8,
    sec: 1,
    files: { 'eight.wav': '-c:a pcm_s24le -channel_layout 7.1', 'eight.flac': '-c:a flac -sample_fmt s32' },
  },
  {
    name: 'stereo-8000',
    rate: 8000,
    channels: 2,
    sec: 2.5,
    files: {
      'rate8.wav': '-c:a pcm_s16le',
      'rate8.flac': '-c:a flac -sample_fmt s16',
      'rate8.mp3': '-c:a libmp3lame -b:a 64k',
      'rate8.m4a': '-c:a aac -b:a 48k',
      'rate8.ogg': '-c:a libvorbis -q:a 8',
    },
  },
  {
    name: 'stereo-22050',
    rate: 22050,
    channels: 2,
    sec: 2.5,
    files: {
      'rate22.mp3': '-c:a libmp3lame -b:a 128k',
      'rate22.m4a': '-c:a aac -b:a 96k',
      'rate22.aac': '-c:a aac -b:a 96k -f adts',
    },
  },
  {
    name: 'stereo-88200',
    rate: 88200,
    channels: 2,
    sec: 1.5,
    files: { 'rate88.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24', 'rate88.m4a': '-c:a aac -b:a 320k' },
  },
  {
    name: 'stereo-96000',
    rate: 96000,
    channels: 2,
    sec: 1.5,
    files: {
      'rate96.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24',
      'rate96.aiff': '-c:a pcm_s24be -f aiff',
      'rate96.m4a': '-c:a aac -b:a 320k',
      'rate96.ogg': '-c:a libvorbis -q:a 8',
    },
  },
  {
    name: 'stereo-192000',
    rate: 192000,
    channels: 2,
    sec: 1,
    files: {
      'rate192-f32.wav': '-c:a pcm_f32le',
      'rate192.flac': '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24',
    },
  },
  {
    name: 'long-44100',
    rate: 44100,
    channels: 2,
    sec: 40,
    files: {
      'long-s16.wav': '-c:a pcm_s16le',
      'long-s24.aiff': '-c:a pcm_s24be -f aiff',
      'long-320.mp3': '-c:a libmp3lame -b:a 320k',
      'long-vbr.mp3': '-c:a libmp3lame -q:a 3',
      'long-noxing.mp3': '-c:a libmp3lame -b:a 192k -write_xing 0',
      'long-abr.mp3': '-c:a libmp3lame -abr 1 -b:a 112k',
      'long-mono.mp3': '-ac 1 -c:a libmp3lame -b:a 96k',
      'long-mpeg2.mp3': '-ar 22050 -c:a libmp3lame -b:a 32k',
      'long.flac': '-c:a flac -sample_fmt s16',
      'long.ogg': '-c:a libvorbis -q:a 5',
      'long-faststart.m4a': '-c:a aac -b:a 192k -movflags +faststart',
      'long-end.m4a': '-c:a aac -b:a 192k',
      'long-fragmented.m4a': '-c:a aac -b:a 192k -movflags +frag_keyframe+empty_moov -frag_duration 1000000',
      'long.aac': '-c:a aac -b:a 192k -f adts',
      'long-vorbis.webm': '-c:a libvorbis -q:a 5',
      'long-flac.oga': '-c:a flac -sample_fmt s16 -f ogg',
    },
  },
  {
    name: 'long-48000',
    rate: 48000,
    channels: 2,
    sec: 40,
    files: {
      'long.opus': '-c:a libopus -b:a 160k',
      'long-opus.webm': '-c:a libopus -b:a 160k',
      'long48.mp3': '-c:a libmp3lame -b:a 256k',
    },
  },
];

const video = ['-f', 'lavfi', '-i', 'color=c=gray:s=64x64:r=10:d=2.5'];
const videoFiles: readonly (readonly [name: string, options: string])[] = [
  ['video.mp4', '-c:v libx264 -pix_fmt yuv420p -c:a aac -b:a 160k -map 0:v -map 1:a -movflags +faststart'],
  ['video.mov', '-c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le -map 0:v -map 1:a'],
  ['video.webm', '-c:v libvpx -c:a libopus -b:a 128k -map 0:v -map 1:a'],
  ['video.mkv', '-c:v libx264 -pix_fmt yuv420p -c:a flac -map 0:v -map 1:a'],
  ['silent-film.mp4', '-c:v libx264 -pix_fmt yuv420p -map 0:v -an'],
  ['silent-film.webm', '-c:v libvpx -map 0:v -an'],
];

/** Files that something is wrong with, each from an ffmpeg source of its own. */
const troubleFiles: readonly (readonly [name: string, source: string, options: string])[] = [
  ['silence.flac', 'anullsrc=r=44100:cl=stereo:d=2', '-c:a flac'],
  ['no-samples.wav', 'anullsrc=r=44100:cl=stereo:d=0', '-c:a pcm_s16le'],
  ['tenth.wav', 'sine=f=440:r=44100:d=0.1', '-c:a pcm_s16le'],
  // One sample in 4410 is 0/0.
  ['not-a-number.wav', 'aevalsrc=if(mod(n\\,4410)\\,0.2*sin(440*2*PI*t)\\,0/0):s=44100:d=2', '-c:a pcm_f32le'],
  // At the rate of speech: an hour at 44.1 kHz would take the tests a minute and say no more.
  ['hour.mp3', 'anoisesrc=r=8000:c=pink:a=0.3:seed=9:d=3600', '-c:a libmp3lame -b:a 16k'],
  ['picture.png', 'color=c=gray:s=64x64:d=1', '-frames:v 1'],
];

async function ffmpeg(inputs: readonly string[], files: Iterable<readonly [string, string]>): Promise<void> {
  const outputs = [...files].flatMap(([name, options]) => [...options.split(' '), '-bitexact', pathOf(name)]);
  try {
    await run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...inputs, ...outputs]);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw isMissing
      ? new Error('The audio fixtures need ffmpeg on the path (apt-get install ffmpeg)', { cause })
      : cause;
  }
}

async function makeAll(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { name, rate, channels, sec, files } of sources) {
    const sourceFile = `source-${name}.wav`;
    await writeFile(pathOf(sourceFile), wav24(sourceSamples(rate, channels, sec), rate));
    await ffmpeg(['-i', pathOf(sourceFile)], Object.entries(files));
  }
  await ffmpeg([...video, '-i', pathOf('source-stereo-48000.wav')], videoFiles);
  for (const [name, source, options] of troubleFiles) await ffmpeg(['-f', 'lavfi', '-i', source], [[name, options]]);
}

const stamp = createHash('sha256')
  .update(await readFile(new URL(import.meta.url)))
  .digest('hex');
const made = await readFile(stampUrl, 'utf8').catch(() => '');
if (made.trim() !== stamp) {
  await makeAll();
  await writeFile(stampUrl, `${stamp}\n`);
}
