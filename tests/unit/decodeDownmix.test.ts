import { describe, expect, test } from 'vitest';
import { foldToStereo, speakersOfMask, stereoFold, usualSpeakers } from '../../src/audio/decode/downmix';

const half = Math.SQRT1_2;

describe('the BS.775 fold', () => {
  test('5.1: fronts 1, centre and surrounds −3 dB, LFE left out', () => {
    expect(stereoFold(usualSpeakers(6) ?? [])).toEqual({
      left: [1, 0, half, 0, half, 0],
      right: [0, 1, half, 0, 0, half],
    });
  });

  test('every usual layout is symmetric: left and right swap when the sides do', () => {
    for (const channelCount of [2, 3, 4, 5, 6, 7, 8]) {
      const speakers = usualSpeakers(channelCount) ?? [];
      expect(speakers).toHaveLength(channelCount);
      const swapped = speakers.map((speaker) => speaker.replace(/[LR]$/, (side) => (side === 'L' ? 'R' : 'L')));
      const { left, right } = stereoFold(speakers);
      // LFE begins with an L and ends with an E, BC and FC have no side.
      speakers.forEach((_, channel) => {
        const other = speakers.findIndex((speaker) => speaker === swapped[channel]);
        expect(right[other]).toBe(left[channel]);
      });
    }
  });

  test('layouts follow the order of their file', () => {
    expect(stereoFold(['FC', 'FL', 'FR', 'SL', 'SR', 'LFE']).left).toEqual([half, 1, 0, half, 0, 0]);
  });

  test('nothing is known of nine channels', () => {
    expect(usualSpeakers(9)).toBeUndefined();
  });

  test('a range is folded, the rest is left alone', () => {
    const planar = [1, 2, 4, 8, 16, 32].map((value) => new Float32Array(4).fill(value));
    const left = new Float32Array(4).fill(-1);
    const right = new Float32Array(4).fill(-1);
    foldToStereo(planar, stereoFold(usualSpeakers(6) ?? []), left, right, 1, 3);
    expect([...left]).toEqual([-1, Math.fround(1 + 20 * half), Math.fround(1 + 20 * half), -1]);
    expect([...right]).toEqual([-1, ...[0, 0].map(() => expect.closeTo(2 + 36 * half, 4)), -1]);
  });
});

describe('channel masks', () => {
  test('name speakers in the order of their bits', () => {
    expect(speakersOfMask(0x60f, 6)).toEqual(['FL', 'FR', 'FC', 'LFE', 'SL', 'SR']);
    expect(speakersOfMask(0x63f, 8)).toEqual(['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR']);
  });

  test('count for nothing where they do not fit the channels', () => {
    expect(speakersOfMask(0x3f, 5)).toBeUndefined();
    expect(speakersOfMask(0, 2)).toBeUndefined();
    expect(speakersOfMask(0x8000_0003, 3)).toBeUndefined();
  });
});
