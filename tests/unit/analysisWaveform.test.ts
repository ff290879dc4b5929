import { describe, expect, test } from 'vitest';
import { WaveformBuilder, finestFramesPerPoint } from '../../src/analysis/waveform';
import { drumAndBass } from '../support/signals';

function build(sampleRate: number, left: Float32Array, right: Float32Array, block: number, expected?: number) {
  const builder = new WaveformBuilder(sampleRate, expected);
  for (let at = 0; at < left.length; at += block) {
    const part = left.subarray(at, at + block);
    builder.process(part, right.subarray(at, at + block), part.length);
  }
  return builder.finish();
}

describe('waveform', () => {
  const { left, right } = drumAndBass(44100, 8.3, 2);
  const waveform = build(44100, left, right, 10000, left.length);

  test('every point of every level holds the extremes and RMS of its frames over both channels', () => {
    expect(waveform.lengthFrames).toBe(left.length);
    for (const { framesPerPoint, min, max, rms } of waveform.levels) {
      expect(min.length).toBe(Math.ceil(left.length / framesPerPoint));
      for (const point of [0, 1, Math.floor(min.length / 2), min.length - 1]) {
        const l = left.subarray(point * framesPerPoint, (point + 1) * framesPerPoint);
        const r = right.subarray(point * framesPerPoint, (point + 1) * framesPerPoint);
        expect(min[point]).toBe(Math.min(...l, ...r));
        expect(max[point]).toBe(Math.max(...l, ...r));
        const energy = [...l, ...r].reduce((sum, x) => sum + x * x, 0);
        expect(rms[point]).toBeCloseTo(Math.sqrt(energy / (2 * l.length)), 6);
      }
    }
  });

  test('levels get four times coarser until a few hundred points are left', () => {
    const sizes = waveform.levels.map(({ framesPerPoint }) => framesPerPoint);
    expect(sizes[0]).toBe(finestFramesPerPoint(44100));
    for (let i = 1; i < sizes.length; i++) expect(sizes[i]).toBe(4 * sizes[i - 1]!);
    expect(waveform.levels.at(-1)!.min.length).toBeLessThanOrEqual(512);
  });

  test('points last about as long at any rate', () => {
    for (const sampleRate of [44100, 48000, 88200, 96000, 192000]) {
      expect(finestFramesPerPoint(sampleRate) / sampleRate).toBeGreaterThan(0.005);
      expect(finestFramesPerPoint(sampleRate) / sampleRate).toBeLessThan(0.006);
    }
  });

  test('does not depend on the block size, nor on knowing the length', () => {
    expect(build(44100, left, right, 37)).toEqual(waveform);
  });

  test('nothing gives a level without points', () => {
    const empty = new WaveformBuilder(44100).finish();
    expect(empty.levels).toHaveLength(1);
    expect(empty.levels[0]!.min).toHaveLength(0);
  });
});
