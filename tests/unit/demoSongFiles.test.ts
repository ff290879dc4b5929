import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../public/samples');

interface Manifest {
  mixes: { id: string; name: string; file: string; durationSec: number; sampleRate: number }[];
  stems: { id: string; name: string; file: string; gainDb: number }[];
  bpm: number;
  key: string;
}

const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

/** Length of an MP3 in seconds by the frame count and the padding in its Xing header. */
function mp3Seconds(file: string): number {
  const bytes = readFileSync(join(folder, file));
  const head = bytes.subarray(0, 400).toString('latin1');
  const at = Math.max(head.indexOf('Xing'), head.indexOf('Info'));
  expect(at, `${file} has a Xing header`).toBeGreaterThan(0);
  const frames = bytes.readUInt32BE(at + 8);
  // The encoder's delay and padding, twelve bits each, stand 141 bytes into the header.
  const packed = bytes.readUIntBE(at + 141, 3);
  return (frames * 1152 - (packed >> 12) - (packed & 0xfff)) / 44100;
}

describe('the committed samples', () => {
  test('take at most 8 MB', () => {
    const total = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(total).toBeLessThanOrEqual(8_000_000);
  });

  test('say how they were made', () => {
    expect(readFileSync(join(folder, 'README.txt'), 'utf8')).toMatch(/scripts\/demo-song[^]*CC0/);
  });

  test('are two mixes of one song, of one length, and light enough for a first visit', () => {
    expect(manifest.mixes.map((mix) => [mix.id, mix.name])).toEqual([
      ['demo-bass-heavy', 'Bass-heavy headphone mix'],
      ['demo-translates', 'Mix that translates'],
    ]);
    for (const mix of manifest.mixes) {
      expect(mix.durationSec).toBeGreaterThan(40);
      expect(mix.durationSec).toBeLessThan(60);
      expect(mix.sampleRate).toBe(44100);
      expect(statSync(join(folder, mix.file)).size).toBeLessThan(2_800_000);
    }
  });

  test('are all there and equally long', () => {
    const { mixes, stems } = manifest;
    expect(stems).toHaveLength(8);
    for (const { file } of [...mixes, ...stems]) {
      expect(existsSync(join(folder, file)), file).toBe(true);
      expect(Math.abs(mp3Seconds(file) - mixes[0]!.durationSec), file).toBeLessThan(0.002);
    }
    for (const stem of stems) expect(Number.isFinite(stem.gainDb)).toBe(true);
  });
});
