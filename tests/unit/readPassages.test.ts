import { describe, expect, test } from 'vitest';
import { BandPowerMapBuilder } from '../../src/analysis/bandPowerMap';
import { readPassages } from '../../src/analysis/readPassages';
import { pinkNoise, sine } from '../support/signals';
import type { Samples } from '../support/signals';

const RATE = 44_100;

function factsOf(left: Samples, right?: Samples): ReturnType<typeof readPassages> {
  const builder = new BandPowerMapBuilder(RATE, right ? 2 : 1, left.length);
  builder.process(left, right ?? left, left.length);
  return readPassages(builder.finish());
}

describe('passage facts', () => {
  test.each([
    [63, 1],
    [250, 3],
    [1000, 5],
    [4000, 7],
    [8000, 8],
  ])('a tone of %d Hz at −20 dBFS lies in octave %d at its mean power', (frequencyHz, octave) => {
    const { bandDb, sliceCount } = factsOf(sine(RATE, frequencyHz, 2, -20));
    expect(sliceCount).toBe(20);
    // A sine's mean square lies 3 dB below its peak.
    for (let slice = 4; slice < 16; slice++) expect(bandDb[slice * 10 + octave]).toBe(-23);
    const others = [...bandDb.subarray(100, 110)].filter((_, band) => Math.abs(band - octave) > 1);
    for (const level of others) expect(level).toBeLessThan(-60);
  });

  test('the side share is 0 for mono, 50 % for independent channels, 100 % for opposite ones', () => {
    const noise = pinkNoise(RATE, 3, -20, 1);
    const other = pinkNoise(RATE, 3, -20, 2);
    const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(factsOf(noise).sidePercent)).toBe(0);
    expect(mean(factsOf(noise, noise).sidePercent)).toBeLessThan(1);
    expect(mean(factsOf(noise, other).sidePercent)).toBeGreaterThan(40);
    expect(mean(factsOf(noise, other).sidePercent)).toBeLessThan(60);
    expect(
      mean(
        factsOf(
          noise,
          noise.map((x) => -x),
        ).sidePercent,
      ),
    ).toBeGreaterThan(99);
  });

  test('an attack stands out where it is, silence is −120 dB', () => {
    const tone = sine(RATE, 500, 3, -12);
    tone.fill(0, 0, 1.5 * RATE);
    const { onsetDb, bandDb } = factsOf(tone);
    expect(onsetDb.indexOf(Math.max(...onsetDb))).toBe(15);
    expect(Math.max(...onsetDb.subarray(17))).toBeLessThanOrEqual(1);
    expect(bandDb[3 * 10 + 4]).toBe(-120);
  });
});
