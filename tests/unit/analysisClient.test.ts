import { afterEach, describe, expect, test, vi } from 'vitest';
import { AnalysisClient } from '../../src/analysis/AnalysisClient';
import { AnalysisSession } from '../../src/analysis/AnalysisSession';
import * as limitsOfMix from '../../src/analysis/limitsOfMix';
import { readPassages } from '../../src/analysis/readPassages';
import type { SampleReader, Waveform } from '../../src/analysis/AnalysisPort';
import type { AnalysisRequest, AnswerMessage, RequestMessage } from '../../src/analysis/analysisMessages';
import type { DeviceProfile, Stage } from '../../src/devices/DeviceProfile';
import { stereoMatrix, toneStages } from '../../src/devices/response';
import { DeviceLimits } from '../../src/dsp/limits/DeviceLimits';
import { LIMITS_LUFS } from '../../src/dsp/limits/LimitsModel';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { LongSpectrum } from '../support/longSpectrum';
import { sampleReader } from '../support/sampleReader';
import { drumAndBass, joined, pinkNoise } from '../support/signals';
import { waitFor } from '../support/waitFor';

const isBlock = ({ kind }: AnalysisRequest): boolean => kind === 'draw' || kind === 'measure' || kind === 'limit';

/** A worker on the same thread: answers one message after another, each in a task of its own. */
class FakeWorker extends EventTarget {
  readonly requests: AnalysisRequest[] = [];
  readonly #session = Object.assign(new AnalysisSession(), { limits: limitsOfMix, readPassages });
  isTerminated = false;
  isSilent = false;
  unanswered = 0;
  mostUnanswered = 0;

  postMessage({ requestId, request }: RequestMessage): void {
    this.requests.push(request);
    if (isBlock(request)) {
      this.mostUnanswered = Math.max(this.mostUnanswered, ++this.unanswered);
    }
    setTimeout(() => {
      if (this.isTerminated || this.isSilent) return;
      if (isBlock(request)) this.unanswered -= 1;
      let data: AnswerMessage;
      try {
        data = { requestId, answer: this.#session.handle(request) };
      } catch (error) {
        data = { requestId, failure: String(error) };
      }
      this.dispatchEvent(new MessageEvent('message', { data }));
    });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  die(): void {
    this.dispatchEvent(new Event('error'));
  }

  kindsOf(jobId: number): string[] {
    return this.requests.filter((request) => 'jobId' in request && request.jobId === jobId).map(({ kind }) => kind);
  }
}

const workers: FakeWorker[] = [];
let client: AnalysisClient | undefined;

function open(): AnalysisClient {
  client = new AnalysisClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return client;
}

afterEach(() => {
  client?.dispose();
  workers.length = 0;
  vi.useRealTimers();
});

const song = drumAndBass(22050, 20, 3);
const songReader = sampleReader(song.sampleRate, song.left, song.right);
const noise = pinkNoise(22050, 20, -20, 4);
const noiseReader = sampleReader(22050, noise);

function device(id: string, stages: readonly Stage[]): DeviceProfile {
  return {
    id,
    name: id,
    kindLabel: '',
    family: 'reference',
    subfamily: 'reference',
    pictogram: 'flat',
    evidence: 'modelled',
    source: { credit: '', licence: '', references: [] },
    leavesOut: '',
    stages,
  };
}

describe('AnalysisClient', () => {
  test('the blocks of a long mix go out in the same arrays, and it is read as from fresh ones', async () => {
    const long = drumAndBass(44_100, 30, 5);
    const plain = sampleReader(44_100, long.left, long.right);
    const arrays = new Set<ArrayBufferLike>();
    let reads = 0;
    const counted: SampleReader = {
      ...plain,
      read(start, count, into) {
        const fresh = plain.read(start, count);
        reads++;
        if (!into) {
          arrays.add(fresh.left.buffer);
          return fresh;
        }
        into.left.set(fresh.left);
        into.right!.set(fresh.right!);
        return into;
      },
    };
    const reused = await open().analyse('a', counted);
    const afresh = await open().analyse('a', plain);
    expect(reused).toEqual(afresh);
    expect(reads).toBeGreaterThan(20);
    // Two on their way, and the last of each pass, which is shorter.
    expect(arrays.size).toBeLessThanOrEqual(4);
  });

  test('gives waveform, loudness and levels of a mix', async () => {
    const analysis = await open().analyse('song', songReader);
    const meter = new LoudnessMeter(song.sampleRate);
    meter.process(song.left, song.right, song.left.length);
    expect(analysis.loudness.integratedLufs).toBeCloseTo(meter.integratedLufs, 9);
    expect(analysis.loudness.truePeakDbtp).toBeGreaterThanOrEqual(analysis.loudness.samplePeakDbfs);
    expect(analysis).toMatchObject({ mapId: 'song', sampleRate: 22050 });
    expect(analysis.durationSec).toBeCloseTo(20, 3);
    expect(analysis.correlation).toBeGreaterThan(0.2);
    expect(analysis.correlation).toBeLessThan(0.9);
    expect(analysis.waveform.lengthFrames).toBe(song.left.length);
    const levels = await client!.levels('song', [device('flat', []), device('mono', [{ kind: 'monoSum' }])]);
    expect(levels.map(({ deviceId }) => deviceId)).toEqual(['flat', 'mono']);
    expect(levels[0]!.integratedLufs).toBeCloseTo(meter.integratedLufs, 1);
    expect(levels[1]!.matchGainDb).toBeGreaterThan(0);
  });

  test('counts mono as dual mono, with correlation 1', async () => {
    const analysis = await open().analyse('noise', noiseReader);
    const meter = new LoudnessMeter(22050);
    meter.process(noise, noise, noise.length);
    expect(analysis.loudness.integratedLufs).toBeCloseTo(meter.integratedLufs, 9);
    expect(analysis.correlation).toBe(1);
  });

  test('brings the waveform before it measures, and progress that only grows', async () => {
    const seen: number[] = [];
    let early: Waveform | undefined;
    let measuredBefore = -1;
    const analysis = await open().analyse('song', songReader, {
      onProgress: (fraction) => seen.push(fraction),
      onWaveform: (waveform) => {
        early = waveform;
        measuredBefore = workers[0]!.kindsOf(1).filter((kind) => kind === 'measure').length;
      },
    });
    expect(early).toEqual(analysis.waveform);
    expect(measuredBefore).toBe(0);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(workers[0]!.mostUnanswered).toBeLessThanOrEqual(2);
  });

  test('an aborted analysis rejects at once and harms no other', async () => {
    const controller = new AbortController();
    const port = open();
    const aborted = port.analyse('song', songReader, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    const other = port.analyse('noise', noiseReader);
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(other).resolves.toMatchObject({ mapId: 'noise' });
    await expect(port.levels('song', [])).rejects.toMatchObject({ code: 'analysis-failed' });
    expect(workers[0]!.kindsOf(1)).toContain('cancel');
  });

  test('a signal that was aborted before starts nothing', async () => {
    await expect(open().analyse('song', songReader, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers).toHaveLength(0);
  });

  test('no map is left when the abort crosses the last answer', async () => {
    const controller = new AbortController();
    const port = open();
    const aborted = port.analyse('song', songReader, { signal: controller.signal });
    await waitFor(() => expect(workers[0]!.kindsOf(1)).toContain('endMeasure'));
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(port.levels('song', [])).rejects.toMatchObject({ code: 'analysis-failed' });
  });

  test('jobs finish in the order in which they began, unless another is the current one', async () => {
    const port = open();
    const ended: string[] = [];
    const run = (id: string, reader: SampleReader, isCurrent?: () => boolean): Promise<unknown> =>
      port.analyse(id, reader, { ...(isCurrent && { isCurrent }) }).then(() => ended.push(id));
    await Promise.all([run('first', songReader), run('second', noiseReader)]);
    expect(ended).toEqual(['first', 'second']);
    ended.length = 0;
    await Promise.all([run('behind', songReader, () => false), run('current', noiseReader, () => true)]);
    expect(ended).toEqual(['current', 'behind']);
  });

  test('when the worker dies everything under way rejects, and the next call starts another', async () => {
    const port = open();
    const both = [port.analyse('song', songReader), port.analyse('noise', noiseReader)];
    await waitFor(() => expect(workers[0]!.requests.length).toBeGreaterThan(2));
    workers[0]!.die();
    for (const result of await Promise.allSettled([...both, port.levels('song', [])])) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'analysis-failed' } });
    }
    expect(workers[0]!.isTerminated).toBe(true);
    await expect(port.analyse('noise', noiseReader)).resolves.toMatchObject({ mapId: 'noise' });
  });

  test('a worker that falls silent is given up', async () => {
    vi.useFakeTimers();
    const result = open().analyse('song', songReader);
    workers[0]!.isSilent = true;
    const settled = Promise.allSettled([result]);
    await vi.advanceTimersByTimeAsync(31_000);
    expect((await settled)[0]).toMatchObject({ status: 'rejected', reason: { code: 'analysis-failed' } });
    expect(workers[0]!.isTerminated).toBe(true);
  });

  test('a reader that fails rejects its own analysis only', async () => {
    const port = open();
    const cause = new TypeError('detached');
    const broken: SampleReader = {
      ...songReader,
      read: () => {
        throw cause;
      },
    };
    const results = await Promise.allSettled([port.analyse('broken', broken), port.analyse('noise', noiseReader)]);
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { code: 'analysis-failed', cause } });
    expect(results[1]).toMatchObject({ status: 'fulfilled' });
  });

  test('a sample rate that cannot be measured rejects with a code', async () => {
    await expect(open().analyse('slow', { ...noiseReader, sampleRate: 4000 })).rejects.toMatchObject({
      code: 'analysis-failed',
    });
  });

  test('passages come with the loudness of their mix, to the last bit: limits are driven by it here and there', async () => {
    const { loudness } = await open().analyse('song', songReader);
    const { integratedLufs, sliceCount } = await client!.passages('song');
    expect(integratedLufs).toBe(loudness.integratedLufs);
    expect(sliceCount).toBe(200);
  });

  test('a released map is gone', async () => {
    const port = open();
    await port.analyse('noise', noiseReader);
    port.release('noise');
    await expect(port.levels('noise', [])).rejects.toMatchObject({ code: 'analysis-failed' });
  });

  test('dispose settles what is under way and ends the worker', async () => {
    const port = open();
    const under = port.analyse('song', songReader);
    port.dispose();
    await expect(under).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0]!.isTerminated).toBe(true);
    await expect(port.analyse('song', songReader)).rejects.toMatchObject({ code: 'analysis-failed' });
    await expect(port.levels('song', [])).rejects.toMatchObject({ code: 'analysis-failed' });
  });
});

describe('limits', () => {
  const bass = {
    belowHz: 200,
    thresholdDb: -30,
    ratio: 4,
    attackSec: 0.01,
    releaseSec: 0.1,
    thirdHarmonic: 0.05,
  };
  const limiter = { thresholdDb: -16, attackSec: 0.001, releaseSec: 0.08 };
  const stages: readonly Stage[] = [
    { kind: 'width', width: 0.4 },
    { kind: 'highpass', frequencyHz: 70, q: 0.7 },
    { kind: 'peaking', frequencyHz: 2000, gainDb: 5, q: 1 },
  ];
  const small: DeviceProfile = { ...device('small', stages), limits: { bass, limiter, codecHz: 9000 } };
  const mono: DeviceProfile = { ...device('mono', [{ kind: 'monoSum' }]), limits: { bass } };

  /** Image, limits, then tone and codec, over the whole song at once. */
  function meteredBehind({ limits, stages: all }: DeviceProfile, driveDb: number): number {
    const [[ll, lr], [rl, rr]] = stereoMatrix({ stages: all });
    const left = song.left.map((l, i) => ll * l + lr * song.right[i]!);
    const right = song.left.map((l, i) => rl * l + rr * song.right[i]!);
    new DeviceLimits(limits!, song.sampleRate, driveDb).process(left, right, 0, left.length);
    const codecHz = limits!.codecHz;
    const heard = new LongSpectrum({ sampleRate: song.sampleRate, left, right }).through({
      stages: toneStages({ stages: all }),
      ...(codecHz !== undefined && { codecHz }),
    });
    const meter = new LoudnessMeter(song.sampleRate);
    meter.process(heard.left, heard.right, heard.left.length);
    return meter.integratedLufs;
  }

  const levelOf = async (port: AnalysisClient, profile: DeviceProfile): Promise<number> =>
    (await port.levels('song', [profile]))[0]!.integratedLufs;

  test('count once they are measured, within 0.2 LU of the mix behind them', async () => {
    const port = open();
    const { integratedLufs } = (await port.analyse('song', songReader)).loudness;
    for (const profile of [small, mono]) {
      const before = await levelOf(port, profile);
      await port.measureLimits('song', profile, songReader, integratedLufs);
      const metered = meteredBehind(profile, LIMITS_LUFS - integratedLufs);
      expect(before - metered, profile.id).toBeGreaterThan(0.5);
      expect(Math.abs((await levelOf(port, profile)) - metered), profile.id).toBeLessThanOrEqual(0.2);
    }
    const [flat] = await port.levels('song', [device('flat', [])]);
    expect(flat!.matchGainDb).toBe(0);
  });

  test('are measured once for all devices that share them, and not where nothing bends', async () => {
    const port = open();
    await port.analyse('song', songReader);
    await port.measureLimits('song', small, songReader, -20);
    const other: DeviceProfile = {
      ...device('other', [{ kind: 'highpass', frequencyHz: 300, q: 0.7 }, ...stages]),
      limits: { bass, limiter },
    };
    const codec: DeviceProfile = { ...device('codec', stages), limits: { codecHz: 9000 } };
    for (const profile of [other, codec, device('none', stages)]) {
      await port.measureLimits('song', profile, songReader, -20);
    }
    expect(workers[0]!.requests.filter(({ kind }) => kind === 'beginLimits')).toHaveLength(4);
    expect(workers[0]!.requests.filter(({ kind }) => kind === 'endLimits')).toHaveLength(1);
  });

  test('wait for every mix that is to be analysed', async () => {
    const port = open();
    await port.analyse('song', songReader);
    const ended: string[] = [];
    const long = Array.from({ length: 5 }, () => song.left);
    await Promise.all([
      port
        .measureLimits('song', small, sampleReader(song.sampleRate, joined(...long)), -20)
        .then(() => ended.push('limits')),
      port.analyse('noise', noiseReader, { isCurrent: () => false }).then(() => ended.push('noise')),
    ]);
    expect(ended).toEqual(['noise', 'limits']);
  });

  test('that are cancelled reject at once and change nothing', async () => {
    const port = open();
    await port.analyse('song', songReader);
    const before = await levelOf(port, small);
    const controller = new AbortController();
    const measuring = port.measureLimits('song', small, songReader, -20, { signal: controller.signal });
    await waitFor(() => expect(workers[0]!.requests.some(({ kind }) => kind === 'limit')).toBe(true));
    controller.abort();
    await expect(measuring).rejects.toMatchObject({ name: 'AbortError' });
    expect(await levelOf(port, small)).toBe(before);
    await port.measureLimits('song', small, songReader, -20);
    expect(await levelOf(port, small)).toBeLessThan(before - 0.5);
  });

  test('go with the mix they belong to', async () => {
    const port = open();
    await expect(port.measureLimits('song', small, songReader, -20)).rejects.toMatchObject({ code: 'analysis-failed' });
    await port.analyse('song', songReader);
    const before = await levelOf(port, small);
    await port.measureLimits('song', small, songReader, -20);
    port.release('song');
    await expect(levelOf(port, small)).rejects.toMatchObject({ code: 'analysis-failed' });
    await port.analyse('song', songReader);
    expect(await levelOf(port, small)).toBe(before);
  });

  test('of silence are nothing', async () => {
    const silence = new Float32Array(2 * 22050);
    const port = open();
    const { loudness } = await port.analyse('song', sampleReader(22050, silence, silence.slice()));
    await port.measureLimits('song', small, sampleReader(22050, silence, silence.slice()), loudness.integratedLufs);
    expect(await port.levels('song', [small])).toEqual([
      { deviceId: 'small', integratedLufs: -Infinity, matchGainDb: 0 },
    ]);
  });

  test('are kept for twelve kinds of them, the oldest go first', async () => {
    const port = open();
    const short = sampleReader(song.sampleRate, song.left.slice(0, 22050), song.right.slice(0, 22050));
    await port.analyse('song', short);
    const kinds = Array.from({ length: 13 }, (_, i): DeviceProfile => ({
      ...small,
      id: `small ${i}`,
      limits: { limiter: { ...limiter, thresholdDb: -16 - i } },
    }));
    const ended = (): number => workers[0]!.requests.filter(({ kind }) => kind === 'endLimits').length;
    for (const kind of kinds) await port.measureLimits('song', kind, short, -20);
    expect(ended()).toBe(13);
    await port.measureLimits('song', kinds[12]!, short, -20);
    expect(ended()).toBe(13);
    await port.measureLimits('song', kinds[0]!, short, -20);
    expect(ended()).toBe(14);
  });
});
