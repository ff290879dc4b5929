import { stereoMatrix } from '../devices/response';
import type { StereoMatrix } from '../devices/response';
import { CorrelationMeter } from '../dsp/correlation';
import { DeviceLimits } from '../dsp/limits/DeviceLimits';
import { LIMITS_LUFS } from '../dsp/limits/LimitsModel';
import type { LimitsModel } from '../dsp/limits/LimitsModel';
import { LoudnessMeter } from '../dsp/loudness';
import { TruePeakMeter } from '../dsp/truePeak';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { DeviceLevel, LevelOptions, MixAnalysis } from './AnalysisPort';
import type { AnalysisAnswer, AnalysisRequest, SampleBlock } from './analysisMessages';
import { BandPowerMapBuilder, compactMap } from './bandPowerMap';
import { deviceLevels, readLoudness } from './deviceLevels';
import { ExcerptBuilder } from './excerpt';
import type { Excerpt } from './excerpt';
import { DeviceReadings, bendsLevels } from './deviceReading';
import type { DeviceSound } from './deviceReading';
import type { BandPowerMap, StoredMap } from './bandPowerMap';
import type { PassageFacts } from './PassageFacts';
import { readPassages } from './readPassages';
import type { RoomGainsSource } from './roomGains';
import { WaveformBuilder } from './waveform';

/** One mix on its way through the worker. */
class AnalysisJob {
  readonly excerpt: ExcerptBuilder;
  readonly waveform: WaveformBuilder;
  readonly #loudness: LoudnessMeter;
  readonly #peak: TruePeakMeter;
  readonly #correlation: CorrelationMeter;
  readonly #map: BandPowerMapBuilder;
  readonly #sampleRate: number;
  readonly #channelCount: 1 | 2;
  #frames = 0;

  constructor(
    readonly mapId: string,
    sampleRate: number,
    lengthFrames: number,
    channelCount: 1 | 2,
  ) {
    this.#sampleRate = sampleRate;
    this.#channelCount = channelCount;
    this.waveform = new WaveformBuilder(sampleRate, lengthFrames);
    this.#loudness = new LoudnessMeter(sampleRate);
    this.#peak = new TruePeakMeter(channelCount);
    this.#correlation = new CorrelationMeter(sampleRate);
    this.#map = new BandPowerMapBuilder(sampleRate, channelCount, lengthFrames);
    this.excerpt = new ExcerptBuilder(sampleRate, lengthFrames, channelCount);
  }

  measure({ left, right = left }: SampleBlock): void {
    this.excerpt.take(left, right, this.#frames);
    this.#frames += left.length;
    this.#loudness.process(left, right, left.length);
    this.#peak.process(left, right, left.length);
    if (this.#channelCount === 2) this.#correlation.process(left, right, left.length);
    this.#map.process(left, right, left.length);
  }

  finish(): { map: BandPowerMap; analysis: Omit<MixAnalysis, 'waveform'> } {
    const correlation = this.#correlation.overallCorrelation;
    return {
      map: this.#map.finish(),
      analysis: {
        mapId: this.mapId,
        sampleRate: this.#sampleRate,
        durationSec: this.#frames / this.#sampleRate,
        loudness: {
          integratedLufs: this.#loudness.integratedLufs,
          loudnessRangeLu: this.#loudness.loudnessRangeLu,
          maxMomentaryLufs: this.#loudness.maxMomentaryLufs,
          maxShortTermLufs: this.#loudness.maxShortTermLufs,
          truePeakDbtp: this.#peak.truePeakDbtp,
          samplePeakDbfs: this.#peak.samplePeakDbfs,
        },
        // With one side silent the fold to mono loses the 3 dB of uncorrelated channels, so that is what it is.
        correlation: this.#channelCount === 1 ? 1 : Number.isNaN(correlation) ? 0 : correlation,
      },
    };
  }
}

/** Nothing left to do between left and right: a map of what is behind the limits has it in it. */
const DONE: StereoMatrix = [
  [1, 0],
  [0, 1],
];

/** Profiles with equal keys have the same sound behind their limits. */
function limitsKey({ stages, limits }: DeviceSound): string {
  return JSON.stringify([stereoMatrix({ stages }), limits?.bass ?? null, limits?.limiter ?? null]);
}

type LimitedSound = DeviceSound & { readonly limits: LimitsModel };

/** One mix on its way through the limits of a device. */
class LimitsJob {
  readonly key: string;
  readonly #matrix: StereoMatrix;
  readonly #limits: DeviceLimits;
  readonly #map: BandPowerMapBuilder;
  readonly #isMono: boolean;

  constructor(
    readonly mapId: string,
    readonly base: BandPowerMap,
    sound: LimitedSound,
    driveDb: number,
  ) {
    const { sampleRate } = base.layout;
    this.key = limitsKey(sound);
    this.#matrix = stereoMatrix(sound);
    this.#limits = new DeviceLimits(sound.limits, sampleRate, driveDb);
    const [[ll, lr], [rl, rr]] = this.#matrix;
    this.#isMono = base.planeCount === 1 ? ll + lr === rl + rr : ll === rl && lr === rr;
    this.#map = new BandPowerMapBuilder(sampleRate, this.#isMono ? 1 : 2, base.lengthFrames);
  }

  process({ left, right = left }: SampleBlock): void {
    const [[ll, lr], [rl, rr]] = this.#matrix;
    const outLeft = new Float32Array(left.length);
    const outRight = new Float32Array(left.length);
    for (let n = 0; n < left.length; n++) {
      outLeft[n] = ll * left[n]! + lr * right[n]!;
      outRight[n] = rl * left[n]! + rr * right[n]!;
    }
    this.#limits.process(outLeft, outRight, 0, left.length);
    this.#map.process(outLeft, outRight, left.length);
  }

  finish(): StoredMap {
    return compactMap(this.#map.finish());
  }
}

/** What limits take away from a mix, found on an excerpt of it: within some 0.1 dB, at a twentieth of the work. */
class LimitsEstimate {
  /** Of the excerpt; made when it is asked for. */
  #map: BandPowerMap | null = null;
  /** By {@link limitsKey}, what is behind the limits. */
  readonly #limited = new Map<string, StoredMap>();
  readonly #gainsDb = new Map<string, number>();

  /** @param driveDb brings the mix to the loudness at which limits are meant */
  constructor(
    private readonly excerpt: Excerpt,
    private readonly driveDb: number,
    private readonly readings: DeviceReadings,
  ) {}

  /** What the limits of a device change of its loudness, dB; 0 where the excerpt is silent. */
  gainDb(sound: LimitedSound): number {
    const key = JSON.stringify([sound.stages, sound.room?.id, sound.limits]);
    let gainDb = this.#gainsDb.get(key);
    if (gainDb === undefined) {
      const map = this.#behind(sound);
      const behind = readLoudness(map, this.readings.of(map, sound, DONE));
      const before = readLoudness(this.#excerptMap, this.readings.of(this.#excerptMap, sound));
      gainDb = Number.isFinite(behind - before) ? behind - before : 0;
      this.#gainsDb.set(key, gainDb);
      if (this.#gainsDb.size > MOST_LIMITED) this.#gainsDb.delete(this.#gainsDb.keys().next().value!);
    }
    return gainDb;
  }

  get #excerptMap(): BandPowerMap {
    if (!this.#map) {
      const { left, right, sampleRate, channelCount } = this.excerpt;
      const builder = new BandPowerMapBuilder(sampleRate, channelCount, left.length);
      builder.process(left, right, left.length);
      this.#map = builder.finish();
    }
    return this.#map;
  }

  #behind(sound: LimitedSound): StoredMap {
    const key = limitsKey(sound);
    let map = this.#limited.get(key);
    if (!map) {
      const job = new LimitsJob('', this.#excerptMap, sound, this.driveDb);
      job.process({ jobId: 0, left: this.excerpt.left, right: this.excerpt.right });
      map = job.finish();
      this.#limited.set(key, map);
      if (this.#limited.size > MOST_LIMITED) this.#limited.delete(this.#limited.keys().next().value!);
    }
    return map;
  }
}

/** What is known of one mix. */
interface HeldMix {
  readonly jobId: number;
  readonly map: BandPowerMap;
  /** For what limits take away until they have been measured; null for silence. */
  readonly estimate: LimitsEstimate | null;
  readonly integratedLufs: number;
  /** Behind limits, by {@link limitsKey}; oldest first. */
  readonly limited: Map<string, { readonly jobId: number; readonly map: StoredMap }>;
}

/** Maps behind limits that are held for a mix: some 2 MB each for four minutes. */
const MOST_LIMITED = 12;

/** The worker's side: jobs under way and finished maps. Knows nothing of how requests reach it. */
export class AnalysisSession {
  readonly #jobs = new Map<number, AnalysisJob>();
  readonly #limitsJobs = new Map<number, LimitsJob>();
  readonly #mixes = new Map<string, HeldMix>();
  readonly #readings: DeviceReadings;

  /** @param gainsOf where rooms are known from */
  constructor(gainsOf?: RoomGainsSource) {
    this.#readings = new DeviceReadings(gainsOf);
  }

  /**
   * Carries out one request.
   * @throws Error for an unknown job or map, RangeError for an unsupported sample rate
   */
  handle(request: AnalysisRequest): AnalysisAnswer {
    switch (request.kind) {
      case 'begin': {
        const { mapId, sampleRate, lengthFrames, channelCount } = request;
        this.#jobs.set(request.jobId, new AnalysisJob(mapId, sampleRate, lengthFrames, channelCount));
        return null;
      }
      case 'draw':
        this.#job(request.jobId).waveform.process(request.left, request.right ?? request.left, request.left.length);
        return null;
      case 'endDraw':
        return this.#job(request.jobId).waveform.finish();
      case 'measure':
        this.#job(request.jobId).measure(request);
        return null;
      case 'endMeasure': {
        const job = this.#job(request.jobId);
        const { map, analysis } = job.finish();
        const { integratedLufs } = analysis.loudness;
        const estimate = Number.isFinite(integratedLufs)
          ? new LimitsEstimate(job.excerpt.finish(), LIMITS_LUFS - integratedLufs, this.#readings)
          : null;
        this.#jobs.delete(request.jobId);
        this.#mixes.set(analysis.mapId, { jobId: request.jobId, map, estimate, integratedLufs, limited: new Map() });
        return analysis;
      }
      case 'beginLimits': {
        const { jobId, mapId, sound, driveDb } = request;
        const { map, limited } = this.#mix(mapId);
        const { limits } = sound;
        if (!limits || !bendsLevels(limits) || limited.has(limitsKey(sound))) return { isNeeded: false };
        this.#limitsJobs.set(jobId, new LimitsJob(mapId, map, { ...sound, limits }, driveDb));
        return { isNeeded: true };
      }
      case 'limit':
        this.#limitsJob(request.jobId).process(request);
        return null;
      case 'endLimits':
        this.#endLimits(request.jobId, this.#limitsJob(request.jobId));
        return null;
      case 'cancel':
        this.#jobs.delete(request.jobId);
        this.#limitsJobs.delete(request.jobId);
        // Cancelled while its last answer was on the way: nobody knows of the map.
        for (const [mapId, { jobId, limited }] of this.#mixes) {
          if (jobId === request.jobId) this.#mixes.delete(mapId);
          for (const [key, held] of limited) if (held.jobId === request.jobId) limited.delete(key);
        }
        return null;
      case 'levels':
        return this.#levels(request.mapId, request.profiles, request.options);
      case 'passages':
        return this.#passages(request.mapId);
      case 'release':
        this.#mixes.delete(request.mapId);
        return null;
      case 'releaseLimits':
        this.#mixes.get(request.mapId)?.limited.clear();
        return null;
    }
  }

  #passages(mapId: string): PassageFacts {
    const { map, integratedLufs } = this.#mix(mapId);
    return { ...readPassages(map), integratedLufs };
  }

  #endLimits(jobId: number, job: LimitsJob): void {
    this.#limitsJobs.delete(jobId);
    const mix = this.#mixes.get(job.mapId);
    // The mix was released, or analysed anew, in the meantime.
    if (mix?.map !== job.base) return;
    mix.limited.set(job.key, { jobId, map: job.finish() });
    if (mix.limited.size > MOST_LIMITED) mix.limited.delete(mix.limited.keys().next().value!);
  }

  #levels(
    mapId: string,
    profiles: readonly (Pick<DeviceProfile, 'id'> & DeviceSound)[],
    options: LevelOptions,
  ): DeviceLevel[] {
    const { map, limited, estimate } = this.#mix(mapId);
    return deviceLevels(map, profiles, options, this.#readings, (sound) => {
      const plain = { map, reading: this.#readings.of(map, sound) };
      const { limits } = sound;
      if (!limits || !bendsLevels(limits)) return plain;
      const behind = limited.get(limitsKey(sound));
      return behind
        ? { map: behind.map, reading: this.#readings.of(behind.map, sound, DONE) }
        : { ...plain, gainDb: (options.estimatesLimits && estimate?.gainDb({ ...sound, limits })) || 0 };
    });
  }

  #mix(mapId: string): HeldMix {
    const held = this.#mixes.get(mapId);
    if (!held) throw new Error(`No map is held for ${mapId}`);
    return held;
  }

  #limitsJob(jobId: number): LimitsJob {
    const job = this.#limitsJobs.get(jobId);
    if (!job) throw new Error(`Limits job ${jobId} is not under way`);
    return job;
  }

  #job(jobId: number): AnalysisJob {
    const job = this.#jobs.get(jobId);
    if (!job) throw new Error(`Job ${jobId} is not under way`);
    return job;
  }
}
