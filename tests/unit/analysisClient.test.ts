import { afterEach, describe, expect, test, vi } from 'vitest';
import { AnalysisClient } from '../../src/analysis/AnalysisClient';
import { AnalysisSession } from '../../src/analysis/AnalysisSession';
import type { SampleReader, Waveform } from '../../src/analysis/AnalysisPort';
import type { AnalysisRequest, AnswerMessage, RequestMessage } from '../../src/analysis/analysisMessages';
import type { DeviceProfile, Stage } from '../../src/devices/DeviceProfile';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { sampleReader } from '../support/sampleReader';
import { drumAndBass, pinkNoise } from '../support/signals';

/** A worker on the same thread: answers one message after another, each in a task of its own. */
class FakeWorker extends EventTarget {
  readonly requests: AnalysisRequest[] = [];
  readonly #session = new AnalysisSession();
  isTerminated = false;
  isSilent = false;
  unanswered = 0;
  mostUnanswered = 0;

  postMessage({ requestId, request }: RequestMessage): void {
    this.requests.push(request);
    if (request.kind === 'draw' || request.kind === 'measure') {
      this.mostUnanswered = Math.max(this.mostUnanswered, ++this.unanswered);
    }
    setTimeout(() => {
      if (this.isTerminated || this.isSilent) return;
      if (request.kind === 'draw' || request.kind === 'measure') this.unanswered -= 1;
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
    await vi.waitFor(() => expect(workers[0]!.kindsOf(1)).toContain('endMeasure'), { timeout: 10_000, interval: 1 });
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
    await vi.waitFor(() => expect(workers[0]!.requests.length).toBeGreaterThan(2));
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
