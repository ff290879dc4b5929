import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { seededRandom } from '../../src/core/random';

/** Where the bench keeps its sound files between runs. */
export const SIGNAL_FOLDER = join(tmpdir(), 'elsewhere-bench');

/** A 32-bit float WAV (`format` 3), or 16-bit (`format` 1), of one or two channels. */
export function wavBytes(channels: readonly Float32Array[], sampleRate: number, format: 'float' | 'int16'): Buffer {
  const bytes = format === 'float' ? 4 : 2;
  const frames = channels[0]!.length;
  const size = frames * channels.length * bytes;
  const out = Buffer.alloc(44 + size);
  out.write('RIFF', 0);
  out.writeUInt32LE(36 + size, 4);
  out.write('WAVEfmt ', 8);
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(format === 'float' ? 3 : 1, 20);
  out.writeUInt16LE(channels.length, 22);
  out.writeUInt32LE(sampleRate, 24);
  out.writeUInt32LE(sampleRate * channels.length * bytes, 28);
  out.writeUInt16LE(channels.length * bytes, 32);
  out.writeUInt16LE(bytes * 8, 34);
  out.write('data', 36);
  out.writeUInt32LE(size, 40);
  let at = 44;
  for (let i = 0; i < frames; i++) {
    for (const channel of channels) {
      const sample = channel[i]!;
      if (format === 'float') out.writeFloatLE(sample, at);
      else out.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(sample * 32767))), at);
      at += bytes;
    }
  }
  return out;
}

/** Channels of a float WAV as the app exports it. */
export function readFloatWav(bytes: Buffer): { sampleRate: number; channels: Float32Array[] } {
  let at = 12;
  let sampleRate = 0;
  let channelCount = 0;
  while (at + 8 <= bytes.length) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ') {
      const tag = bytes.readUInt16LE(at + 8);
      const bits = bytes.readUInt16LE(at + 22);
      if ((tag !== 3 && tag !== 0xfffe) || bits !== 32)
        throw new Error(`not a 32-bit float WAV: tag ${tag}, ${bits} bit`);
      channelCount = bytes.readUInt16LE(at + 10);
      sampleRate = bytes.readUInt32LE(at + 12);
    }
    if (name === 'data') {
      const frames = Math.floor(Math.min(size, bytes.length - at - 8) / (4 * channelCount));
      const channels = Array.from({ length: channelCount }, () => new Float32Array(frames));
      for (let i = 0; i < frames; i++) {
        for (let c = 0; c < channelCount; c++) channels[c]![i] = bytes.readFloatLE(at + 8 + (i * channelCount + c) * 4);
      }
      return { sampleRate, channels };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('the WAV has no data chunk');
}

export function tone(frequencyHz: number, frames: number, sampleRate: number, peak: number, phase = 0): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, i) => peak * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRate + phase),
  );
}

/** Pink noise (Voss–McCartney with 16 rows), RMS `rms`. */
export function pinkNoise(frames: number, seed: number, rms: number): Float32Array {
  const random = seededRandom(seed);
  const rows = Array.from({ length: 16 }, () => random() - 0.5);
  let sum = rows.reduce((a, b) => a + b, 0);
  const out = new Float32Array(frames);
  let power = 0;
  for (let i = 0; i < frames; i++) {
    const row = Math.min(15, 31 - Math.clz32((i + 1) & -(i + 1)));
    const fresh = random() - 0.5;
    sum += fresh - rows[row]!;
    rows[row] = fresh;
    out[i] = sum + random() - 0.5;
    power += out[i]! ** 2;
  }
  const gain = rms / Math.sqrt(power / frames);
  for (let i = 0; i < frames; i++) out[i] = Math.max(-0.99, Math.min(0.99, out[i]! * gain));
  return out;
}

/** Something like music: noise that swells, a bass line, a pulse. Deterministic. */
export function songLike(frames: number, seed: number, sampleRate: number): Float32Array {
  const out = pinkNoise(frames, seed, 0.07);
  for (let i = 0; i < frames; i++) {
    const t = i / sampleRate;
    const beat = t % 0.5;
    const note = 55 * 2 ** ((Math.floor(t / 2) % 5) / 12);
    out[i] =
      out[i]! * (0.5 + 0.4 * Math.sin(2 * Math.PI * (t / 8))) +
      0.12 * Math.sin(2 * Math.PI * note * t) +
      0.3 * Math.exp(-beat * 18) * Math.sin(2 * Math.PI * 60 * beat) +
      0.04 * Math.sin(2 * Math.PI * 880 * t);
  }
  return out;
}

/** The file under this name, made once. */
export function cached(name: string, make: (path: string) => void): string {
  mkdirSync(SIGNAL_FOLDER, { recursive: true });
  const path = join(SIGNAL_FOLDER, name);
  if (!existsSync(path)) make(path);
  return path;
}

export const wavFile = (
  name: string,
  channels: () => readonly Float32Array[],
  sampleRate: number,
  format: 'float' | 'int16' = 'float',
): string => cached(name, (path) => writeFileSync(path, wavBytes(channels(), sampleRate, format)));

/** Four minutes of stereo at 44.1 kHz, 16 bit: 42 MB. */
export const fourMinuteWav = (): string =>
  wavFile(
    'four-minutes.wav',
    () => [songLike(44_100 * 240, 11, 44_100), songLike(44_100 * 240, 12, 44_100)],
    44_100,
    'int16',
  );

export const fourMinuteMp3 = (): string =>
  cached('four-minutes.mp3', (path) => {
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', fourMinuteWav(), '-b:a', '320k', path]);
  });

/** Ten minutes of stereo at 48 kHz, 16 bit: 115 MB, 220 MB decoded. */
export const tenMinuteWav = (): string =>
  wavFile(
    'ten-minutes.wav',
    () => [songLike(48_000 * 600, 21, 48_000), songLike(48_000 * 600, 22, 48_000)],
    48_000,
    'int16',
  );
