import { describe, expect, it } from 'vitest';
import { mixFrameAt, voiceEndFrame } from '../../src/audio/voice';

const source = { startFrame: 100, offsetFrame: 10, loop: null };

describe('where a source stands in the mix', () => {
  it('counts on from its offset, and ends with its buffer or its fade', () => {
    expect(mixFrameAt(source, 103)).toBe(13);
    const plan = { ...source, buffer: { length: 1000 } as AudioBuffer, fadeInFrames: 0, fadeOut: null };
    expect(voiceEndFrame(plan)).toBe(1090);
    expect(voiceEndFrame({ ...plan, fadeOut: { atFrame: 200, frames: 5 } })).toBe(205);
  });

  it('wraps at the loop end as often as it must', () => {
    const looped = { ...source, loop: { startFrame: 20, endFrame: 23 } };
    expect([108, 109, 110, 112, 113, 116].map((frame) => mixFrameAt(looped, frame))).toEqual([18, 19, 20, 22, 20, 20]);
    expect(mixFrameAt(looped, 100 + 10 + 3 * 1000)).toBe(20);
  });
});
