import { BUILT_IN_ROOMS } from '../support/builtInRooms';
import { describe, expect, it } from 'vitest';
import type { DeviceLevel, LevelOptions } from '../../src/analysis/AnalysisPort';
import { AnalysisSession } from '../../src/analysis/AnalysisSession';
import * as limitsOfMix from '../../src/analysis/limitsOfMix';
import { storedRoomGains } from '../../src/analysis/roomTable';
import { CATALOGUE } from '../../src/devices/catalogue';
import { LIMITS_LUFS } from '../../src/dsp/limits/LimitsModel';
import { drumAndBass } from '../support/signals';
import type { Samples } from '../support/signals';

const RATE = 44_100;
const BLOCK = 65_536;
const LIMITED = CATALOGUE.filter(({ limits }) => limits?.bass ?? limits?.limiter).slice(0, 4);

/** A mix that has been analysed. */
function studied(left: Samples, right: Samples) {
  const session = new AnalysisSession(storedRoomGains(BUILT_IN_ROOMS));
  session.limits = limitsOfMix;
  const channelCount = left === right ? 1 : 2;
  const blocks = Array.from({ length: Math.ceil(left.length / BLOCK) }, (_, i) => ({
    left: left.slice(i * BLOCK, (i + 1) * BLOCK),
    ...(channelCount === 2 && { right: right.slice(i * BLOCK, (i + 1) * BLOCK) }),
  }));
  session.handle({ kind: 'begin', jobId: 1, mapId: 'mix', sampleRate: RATE, lengthFrames: left.length, channelCount });
  for (const block of blocks) session.handle({ kind: 'measure', jobId: 1, ...block });
  const { loudness } = session.handle({ kind: 'endMeasure', jobId: 1 }) as { loudness: { integratedLufs: number } };
  return {
    levels: (options: LevelOptions) =>
      session.handle({ kind: 'levels', mapId: 'mix', profiles: LIMITED, options }) as DeviceLevel[],
    measure() {
      const driveDb = LIMITS_LUFS - loudness.integratedLufs;
      for (const [i, sound] of LIMITED.entries()) {
        const jobId = 2 + i;
        session.handle({ kind: 'beginLimits', jobId, mapId: 'mix', sound, driveDb });
        for (const block of blocks) session.handle({ kind: 'limit', jobId, ...block });
        session.handle({ kind: 'endLimits', jobId });
      }
    },
  };
}

const worst = (a: readonly DeviceLevel[], b: readonly DeviceLevel[]): number =>
  Math.max(...a.map(({ matchGainDb }, i) => Math.abs(matchGainDb - b[i]!.matchGainDb)));

describe('limits that have not been measured', () => {
  it('are estimated within 0.3 dB on an excerpt of a mix, and not at all unless asked for', () => {
    const { left, right } = drumAndBass(RATE, 30, 12);
    const mix = studied(left, right);
    const plain = mix.levels({});
    const estimated = mix.levels({ estimatesLimits: true });
    mix.measure();
    const measured = mix.levels({ estimatesLimits: true });
    expect(mix.levels({})).toEqual(measured);
    expect(worst(plain, measured)).toBeGreaterThan(0.5);
    expect(worst(estimated, measured)).toBeLessThan(0.3);
  });

  it.each([
    ['stereo', false],
    ['mono', true],
  ])('are as good as measured on a short mix, which is taken whole: %s', (_, isMono) => {
    const { left, right } = drumAndBass(RATE, 8, 12);
    const mix = studied(left, isMono ? left : right);
    const estimated = mix.levels({ estimatesLimits: true });
    mix.measure();
    expect(worst(estimated, mix.levels({}))).toBeLessThan(0.1);
  });

  it('have no estimate on silence', () => {
    const silence = new Float32Array(2 * RATE);
    expect(studied(silence, silence).levels({ estimatesLimits: true })).toEqual(studied(silence, silence).levels({}));
  });
});
