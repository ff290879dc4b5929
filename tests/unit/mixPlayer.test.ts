import { describe, expect, it } from 'vitest';
import { addVoiceSamples, mixFrameAt, voiceEndFrame } from '../../src/audio/voice';
import type { VoicePlan } from '../../src/audio/voice';

/** A ramp: sample n is n, so that every position can be read off the output. */
function ramp(length: number): AudioBuffer {
  return {
    length,
    numberOfChannels: 1,
    copyFromChannel(target: Float32Array, _channel: number, start = 0) {
      for (let i = 0; i < target.length && start + i < length; i++) target[i] = start + i;
    },
  } as unknown as AudioBuffer;
}

function voice(change: Partial<VoicePlan> = {}): VoicePlan {
  return {
    buffer: ramp(1000),
    startFrame: 100,
    offsetFrame: 10,
    loop: null,
    fadeInFrames: 0,
    fadeOut: null,
    ...change,
  };
}

function heard(plan: VoicePlan, from: number, count: number): number[] {
  const left = new Float32Array(count);
  addVoiceSamples(plan, from, left, new Float32Array(count));
  return [...left];
}

describe('the model of what a voice plays', () => {
  it('is silent before its start and after its end', () => {
    expect(heard(voice(), 97, 6)).toEqual([0, 0, 0, 10, 11, 12]);
    expect(voiceEndFrame(voice())).toBe(1090);
    expect(heard(voice(), 1088, 4)).toEqual([998, 999, 0, 0]);
  });

  it('wraps at the loop end as often as it must', () => {
    const looped = voice({ loop: { startFrame: 20, endFrame: 23 } });
    expect(heard(looped, 108, 9)).toEqual([18, 19, 20, 21, 22, 20, 21, 22, 20]);
    expect(mixFrameAt(looped, 100 + 10 + 3 * 1000)).toBe(20);
    expect(voiceEndFrame(looped)).toBe(Infinity);
  });

  it('follows its fades', () => {
    const faded = voice({ fadeInFrames: 4, fadeOut: { atFrame: 108, frames: 2 } });
    const out = heard(faded, 100, 12);
    expect(out[0]).toBe(0);
    expect(out[2]).toBeCloseTo(6, 5);
    expect(out[4]).toBe(14);
    expect(out[8]).toBe(18);
    expect(out[9]).toBeCloseTo(9.5, 5);
    expect(out[10]).toBe(0);
  });
});
