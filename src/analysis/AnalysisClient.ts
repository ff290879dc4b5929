import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { LIMITS_LUFS } from '../dsp/limits/LimitsModel';
import type {
  AnalysisPort,
  AnalyseOptions,
  DeviceLevel,
  LevelOptions,
  MixAnalysis,
  SampleArrays,
  SampleReader,
} from './AnalysisPort';
import type { DeviceSound } from './deviceReading';
import type { PassageFacts } from './PassageFacts';
import type { AnalysisAnswers, AnalysisRequest } from './analysisMessages';
import { WorkerConnection, type WorkerLike } from './WorkerConnection';

/** What the client needs of a worker. */
export type AnalysisWorker = WorkerLike<AnalysisRequest>;

/** Frames in a block: copied in well under a millisecond, measured in some 20. */
const BLOCK_FRAMES = 2 ** 17;
/** Blocks on their way or in work, over all jobs: enough to keep the worker busy. */
const MAX_BLOCKS_UNDER_WAY = 2;
/** Part of the progress that the waveform stands for. */
const DRAW_FRACTION = 0.1;

/** The mix on the screen first, then other mixes, then what is only measured in advance. */
const CURRENT_RANK = 0;
const OTHER_RANK = 1;
const LIMITS_RANK = 2;

/** What the worker needs of a profile. */
const soundOf = ({ stages, room, limits }: DeviceProfile): DeviceSound => ({
  stages,
  ...(room && { room }),
  ...(limits && { limits }),
});

interface Job {
  readonly jobId: number;
  /** Lowest goes first. */
  readonly rank: () => number;
  isStopped: boolean;
}

const failed = (message: string): ElsewhereError => new ElsewhereError('analysis-failed', message);

/** One life of the worker: its requests, and who waits for a turn to send a block. */
class Connection extends WorkerConnection<AnalysisRequest, AnalysisAnswers, string> {
  #turns: { readonly job: Job; readonly grant: () => void }[] = [];
  #blocksUnderWay = 0;
  /** Whole blocks that came back: what crosses over to a worker is garbage there that is seldom collected. */
  readonly spare: SampleArrays[] = [];

  constructor(worker: AnalysisWorker, onDeath: () => void) {
    super(worker, { name: 'analysis worker', toError: failed, toDeath: failed, onDeath });
  }

  /** Waits until this job may send a block: by rank, then in the order in which they began. */
  turn(job: Job): Promise<void> {
    return new Promise((resolve) => {
      this.#turns.push({ job, grant: resolve });
      this.#grantTurns();
    });
  }

  /** Ends the turn of a block. */
  endTurn(): void {
    this.#blocksUnderWay -= 1;
    this.#grantTurns();
  }

  /** Lets a stopped job find out. */
  recheck(): void {
    this.#grantTurns();
  }

  override close(error: unknown): void {
    super.close(error);
    this.#grantTurns();
  }

  #grantTurns(): void {
    // A stopped job, or any job of a dead worker, takes no turn away from others: it goes on only to end.
    const isOver = ({ job }: { readonly job: Job }): boolean => job.isStopped || this.isClosed;
    const over = this.#turns.filter(isOver);
    this.#turns = this.#turns.filter((turn) => !isOver(turn));
    for (const { grant } of over) grant();
    while (this.#blocksUnderWay < MAX_BLOCKS_UNDER_WAY && this.#turns.length > 0) {
      const [next] = this.#turns.toSorted((a, b) => a.job.rank() - b.job.rank() || a.job.jobId - b.job.jobId);
      this.#turns.splice(this.#turns.indexOf(next!), 1);
      this.#blocksUnderWay += 1;
      next!.grant();
    }
  }
}

/**
 * Feeds mixes to the analysis worker block by block, so that the page never works for long and the samples are never in
 * memory twice. A worker that dies takes its maps with it and rejects what was under way; the next call starts another.
 */
export class AnalysisClient implements AnalysisPort {
  readonly #startWorker: () => AnalysisWorker;
  #connection: Connection | undefined;
  #nextJobId = 1;
  #isDisposed = false;

  constructor(startWorker: () => AnalysisWorker) {
    this.#startWorker = startWorker;
  }

  async analyse(mapId: string, reader: SampleReader, options: AnalyseOptions = {}): Promise<MixAnalysis> {
    const { signal, isCurrent = () => true } = options;
    return this.#perform(
      signal,
      () => (isCurrent() ? CURRENT_RANK : OTHER_RANK),
      (connection, job) => this.#run(connection, job, mapId, reader, options),
    );
  }

  async levels(mapId: string, profiles: readonly DeviceProfile[], options: LevelOptions = {}): Promise<DeviceLevel[]> {
    return this.#connect().request<'levels'>({
      kind: 'levels',
      mapId,
      profiles: profiles.map((profile) => ({ id: profile.id, ...soundOf(profile) })),
      options,
    });
  }

  async measureLimits(
    mapId: string,
    profile: DeviceProfile,
    reader: SampleReader,
    integratedLufs: number,
    { signal }: Pick<AnalyseOptions, 'signal'> = {},
  ): Promise<void> {
    // Silence has nothing to be driven.
    const driveDb = Number.isFinite(integratedLufs) ? LIMITS_LUFS - integratedLufs : 0;
    const sound = soundOf(profile);
    return this.#perform(
      signal,
      () => LIMITS_RANK,
      async (connection, job) => {
        const { jobId } = job;
        const begin = { kind: 'beginLimits', jobId, mapId, sound, driveDb } as const;
        const { isNeeded } = await connection.request<'beginLimits'>(begin);
        if (!isNeeded) return;
        await this.#send(connection, job, reader, 'limit');
        await connection.request<'endLimits'>({ kind: 'endLimits', jobId });
      },
    );
  }

  async passages(mapId: string): Promise<PassageFacts> {
    return this.#connect().request<'passages'>({ kind: 'passages', mapId });
  }

  release(mapId: string): void {
    this.#connection?.tell({ kind: 'release', mapId });
  }

  releaseLimits(mapId: string): void {
    this.#connection?.tell({ kind: 'releaseLimits', mapId });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#connection?.close(new DOMException('The analysis was shut down', 'AbortError'));
    this.#connection = undefined;
  }

  #connect(): Connection {
    if (this.#isDisposed) throw new ElsewhereError('analysis-failed', 'The analysis has been shut down');
    this.#connection ??= new Connection(this.#startWorker(), () => {
      this.#connection = undefined;
    });
    return this.#connection;
  }

  /** Does a job that can be stopped; it rejects at once when it is, and tells the worker of any end but a good one. */
  async #perform<T>(
    signal: AbortSignal | undefined,
    rank: () => number,
    work: (connection: Connection, job: Job) => Promise<T>,
  ): Promise<T> {
    throwIfAborted(signal);
    const connection = this.#connect();
    const job: Job = { jobId: this.#nextJobId++, rank, isStopped: false };
    const scope = new Scope();
    const stop = (): void => {
      job.isStopped = true;
      connection.tell({ kind: 'cancel', jobId: job.jobId });
      connection.recheck();
    };
    try {
      return await new Promise<T>((resolve, reject) => {
        if (signal) {
          scope.listen(signal, 'abort', () => {
            stop();
            try {
              throwIfAborted(signal);
            } catch (error) {
              reject(error);
            }
          });
        }
        work(connection, job).then(resolve, (error: unknown) => {
          if (!job.isStopped) stop();
          const isTold = error instanceof ElsewhereError || isAbortError(error);
          reject(
            isTold ? error : new ElsewhereError('analysis-failed', 'The mix could not be read', {}, { cause: error }),
          );
        });
      });
    } finally {
      scope.close();
    }
  }

  async #run(
    connection: Connection,
    job: Job,
    mapId: string,
    reader: SampleReader,
    { onProgress, onWaveform }: AnalyseOptions,
  ): Promise<MixAnalysis> {
    const { jobId } = job;
    const { sampleRate, length: lengthFrames, channelCount } = reader;
    await connection.request<'begin'>({ kind: 'begin', jobId, mapId, sampleRate, lengthFrames, channelCount });
    const report = (fraction: number): void => {
      if (!job.isStopped) onProgress?.(fraction);
    };
    await this.#send(connection, job, reader, 'draw', (fraction) => report(DRAW_FRACTION * fraction));
    const waveform = await connection.request<'endDraw'>({ kind: 'endDraw', jobId });
    if (!job.isStopped) onWaveform?.(waveform);
    await this.#send(connection, job, reader, 'measure', (fraction) =>
      report(DRAW_FRACTION + (1 - DRAW_FRACTION) * fraction),
    );
    const analysis = await connection.request<'endMeasure'>({ kind: 'endMeasure', jobId });
    return { ...analysis, waveform };
  }

  /** Sends the whole mix once. Returns early when the job was stopped, throws when a block failed. */
  async #send(
    connection: Connection,
    job: Job,
    reader: SampleReader,
    kind: 'draw' | 'measure' | 'limit',
    onProgress?: (fraction: number) => void,
  ): Promise<void> {
    const underWay: Promise<void>[] = [];
    let failure: { readonly error: unknown } | undefined;
    const sendBlock = async (start: number, count: number): Promise<void> => {
      try {
        const spare = count === BLOCK_FRAMES ? connection.spare.pop() : undefined;
        const isFit = spare && !spare.right === (reader.channelCount === 1);
        const { left, right } = reader.read(start, count, isFit ? spare : undefined);
        const transfer = right ? [left.buffer, right.buffer] : [left.buffer];
        const block = { kind, jobId: job.jobId, left, ...(right && { right }) };
        const arrays: SampleArrays = await connection.request(block, transfer);
        if (count === BLOCK_FRAMES) connection.spare.push(arrays);
        onProgress?.(Math.min(1, (start + count) / reader.length));
      } catch (error) {
        failure ??= { error };
      } finally {
        connection.endTurn();
      }
    };
    for (let start = 0; start < reader.length; start += BLOCK_FRAMES) {
      // oxlint-disable-next-line no-await-in-loop -- each block waits for its turn
      await connection.turn(job);
      if (job.isStopped || failure) break;
      underWay.push(sendBlock(start, Math.min(BLOCK_FRAMES, reader.length - start)));
    }
    await Promise.all(underWay);
    if (failure) throw failure.error;
  }
}
