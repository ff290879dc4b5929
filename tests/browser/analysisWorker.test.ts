import { afterEach, expect, test } from 'vitest';
import { createAnalysis } from '../../src/analysis/createAnalysis';
import type { AnalysisPort } from '../../src/analysis/AnalysisPort';
import { CATALOGUE } from '../../src/devices/catalogue';
import { ROOMS } from '../../src/devices/rooms';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { sampleReader } from '../support/sampleReader';
import { drumAndBass, joined } from '../support/signals';
import type { Samples } from '../support/signals';

let port: AnalysisPort | undefined;
afterEach(() => port?.dispose());

const phrase = drumAndBass(44100, 21, 12);
const times = (count: number, samples: Samples): Samples => joined(...Array.from({ length: count }, () => samples));

test('a worker analyses a mix and reads it for every device', async () => {
  port = createAnalysis();
  const order: string[] = [];
  const analysis = await port.analyse('mix', sampleReader(44100, phrase.left, phrase.right), {
    onWaveform: () => order.push('waveform'),
    onProgress: (fraction) => {
      if (fraction === 1) order.push('done');
    },
  });
  expect(order).toEqual(['waveform', 'done']);
  const meter = new LoudnessMeter(44100);
  meter.process(phrase.left, phrase.right, phrase.left.length);
  expect(analysis.loudness.integratedLufs).toBeCloseTo(meter.integratedLufs, 9);
  expect(analysis.loudness.loudnessRangeLu).toBeCloseTo(meter.loudnessRangeLu, 9);
  const levels = await port.levels('mix', CATALOGUE);
  expect(levels).toHaveLength(CATALOGUE.length);
  for (const { integratedLufs, matchGainDb } of levels) {
    expect(Number.isFinite(integratedLufs)).toBe(true);
    expect(Math.abs(integratedLufs + matchGainDb - meter.integratedLufs)).toBeLessThan(0.05);
  }
});

test('cancelling one of two analyses leaves the other alone', async () => {
  port = createAnalysis();
  const controller = new AbortController();
  const reader = sampleReader(44100, times(3, phrase.left), times(3, phrase.right));
  const results = await Promise.allSettled([
    port.analyse('cancelled', reader, { signal: controller.signal, onWaveform: () => controller.abort() }),
    port.analyse('kept', reader),
  ]);
  expect(results[0]).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
  expect(results[1]).toMatchObject({ status: 'fulfilled', value: { mapId: 'kept' } });
  await expect(port.levels('cancelled', CATALOGUE)).rejects.toMatchObject({ code: 'analysis-failed' });
});

test('four minutes are drawn before half of the work is done', async () => {
  port = createAnalysis();
  const reader = sampleReader(
    44100,
    times(12, phrase.left).slice(0, 240 * 44100),
    times(12, phrase.right).slice(0, 240 * 44100),
  );
  let fraction = 0;
  let atWaveform = Number.NaN;
  await port.analyse('long', reader, {
    onProgress: (now) => (fraction = now),
    onWaveform: () => (atWaveform = fraction),
  });
  expect(atWaveform).toBeLessThan(0.5);
  expect(await port.levels('long', CATALOGUE)).toHaveLength(CATALOGUE.length);
});

test('rooms, limits and noise are read in the worker', async () => {
  port = createAnalysis();
  const reader = sampleReader(44100, phrase.left, phrase.right);
  const { loudness } = await port.analyse('mix', reader);
  const limiter = { thresholdDb: -20, attackSec: 0.001, releaseSec: 0.05 };
  const plain = { ...CATALOGUE[0]!, id: 'plain', room: ROOMS['livingRoomHifi']! };
  const limited = { ...plain, id: 'limited', limits: { limiter } };
  const [before] = await port.levels('mix', [limited]);
  await port.measureLimits('mix', limited, reader, loudness.integratedLufs);
  const noiseLufs = { plain: loudness.integratedLufs - 6 };
  const [alone] = await port.levels('mix', [plain]);
  const [noisy, behind] = await port.levels('mix', [plain, limited], { noiseLufs });
  expect(behind!.integratedLufs).toBeLessThan(before!.integratedLufs - 1);
  expect(noisy!.integratedLufs).toBeCloseTo(alone!.integratedLufs, 9);
  expect(noisy!.matchGainDb).toBeLessThan(alone!.matchGainDb - 0.5);
});
