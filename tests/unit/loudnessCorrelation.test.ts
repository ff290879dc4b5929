import { describe, expect, test } from 'vitest';
import { CorrelationMeter } from '../../src/dsp/correlation';
import { joined, pinkNoise, scaled, sine } from '../support/signals';
import type { Samples } from '../support/signals';

function measure(left: Samples, right: Samples, block = 128): CorrelationMeter {
  const meter = new CorrelationMeter(48000);
  for (let at = 0; at < left.length; at += block) {
    const part = left.subarray(at, at + block);
    meter.process(part, right.subarray(at, at + block), part.length);
  }
  return meter;
}

describe('CorrelationMeter', () => {
  const noise = pinkNoise(48000, 2, -20, 1);

  test('is 1 for the same, −1 for the opposite, near 0 for unrelated channels, whatever their levels', () => {
    expect(measure(noise, scaled(noise, 0.1)).correlation).toBeCloseTo(1, 6);
    expect(measure(noise, scaled(noise, -3)).correlation).toBeCloseTo(-1, 6);
    const white = (seed: number): Samples => pinkNoise(48000, 30, -20, seed);
    expect(Math.abs(measure(white(1), white(2)).overallCorrelation)).toBeLessThan(0.2);
  });

  test('sines at an angle give its cosine', () => {
    const tone = sine(48000, 1000, 1, -6);
    // 6 of 48 samples a period: 45°.
    const delayed = joined(tone.slice(6), tone.slice(0, 6));
    expect(measure(tone, delayed).correlation).toBeCloseTo(Math.cos(Math.PI / 4), 3);
  });

  test('forgets after 400 ms; the overall figure does not', () => {
    const meter = measure(joined(noise, noise.slice(0, 24000)), joined(noise, scaled(noise.slice(0, 24000), -1)));
    expect(meter.correlation).toBeCloseTo(-1, 6);
    expect(meter.overallCorrelation).toBeGreaterThan(0.2);
  });

  test('is NaN while a side is silent, and after a reset', () => {
    const silence = new Float32Array(48000);
    expect(measure(noise, new Float32Array(noise.length)).correlation).toBeNaN();
    const meter = measure(joined(noise, silence), joined(noise, silence));
    expect(meter.correlation).toBeNaN();
    expect(meter.overallCorrelation).toBeCloseTo(1, 6);
    meter.reset();
    expect(meter.overallCorrelation).toBeNaN();
  });
});
