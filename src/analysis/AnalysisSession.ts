import { CorrelationMeter } from '../dsp/correlation';
import { LIMITS_LUFS } from '../dsp/limits/LimitsModel';
import { LoudnessMeter } from '../dsp/loudness';
import { TruePeakMeter } from '../dsp/truePeak';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { DeviceLevel, LevelOptions, MixAnalysis, SampleArrays } from './AnalysisPort';
import type { AnalysisAnswer, AnalysisRequest, SampleBlock } from './analysisMessages';
import { BandPowerMapBuilder } from './bandPowerMap';
import { deviceLevels } from './deviceLevels';
import { ExcerptBuilder } from './excerpt';
import type { Excerpt } from './excerpt';
import { DeviceReadings, bendsLevels } from './deviceReading';
import type { DeviceSound } from './deviceReading';
import type * as LimitsOfMix from './limitsOfMix';
import type { LimitsEstimate, LimitsJob } from './limitsOfMix';
import type { BandPowerMap, StoredMap } from './bandPowerMap';
import type { PassageFacts } from './PassageFacts';
import type { readPassages } from './readPassages';
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

/** What is known of one mix. */
interface HeldMix {
  readonly jobId: number;
  readonly map: BandPowerMap;
  /** For what limits take away until they have been measured; null for silence. */
  readonly excerpt: Excerpt | null;
  /** Made of the excerpt when it is asked for. */
  estimate: LimitsEstimate | null;
  readonly integratedLufs: number;
  /** Behind limits, by {@link limitsKey}; oldest first. */
  readonly limited: Map<string, { readonly jobId: number; readonly map: StoredMap }>;
}

const arraysOf = ({ left, right }: SampleBlock): SampleArrays => ({ left, ...(right && { right }) });

/** Whether limits have to be worked out: the first answer about a mix does without. */
export const needsLimits = (request: AnalysisRequest): boolean =>
  request.kind === 'beginLimits' || (request.kind === 'levels' && request.options.estimatesLimits === true);

/** The worker's side: jobs under way and finished maps. Knows nothing of how requests reach it. */
export class AnalysisSession {
  readonly #jobs = new Map<number, AnalysisJob>();
  readonly #limitsJobs = new Map<number, LimitsJob>();
  readonly #mixes = new Map<string, HeldMix>();
  readonly #readings: DeviceReadings;
  /** Set before the first request that {@link needsLimits}. */
  limits: typeof LimitsOfMix | null = null;
  /** Set before the first request for passages: only training asks for them. */
  readPassages: typeof readPassages | null = null;

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
        return arraysOf(request);
      case 'endDraw':
        return this.#job(request.jobId).waveform.finish();
      case 'measure':
        this.#job(request.jobId).measure(request);
        return arraysOf(request);
      case 'endMeasure': {
        const job = this.#job(request.jobId);
        const { map, analysis } = job.finish();
        const { integratedLufs } = analysis.loudness;
        const excerpt = Number.isFinite(integratedLufs) ? job.excerpt.finish() : null;
        this.#jobs.delete(request.jobId);
        this.#mixes.set(analysis.mapId, {
          jobId: request.jobId,
          map,
          excerpt,
          estimate: null,
          integratedLufs,
          limited: new Map(),
        });
        return analysis;
      }
      case 'beginLimits': {
        const { jobId, mapId, sound, driveDb } = request;
        const { map, limited } = this.#mix(mapId);
        const { limits } = sound;
        if (!limits || !bendsLevels(limits) || limited.has(this.#limitsModule.limitsKey(sound))) {
          return { isNeeded: false };
        }
        this.#limitsJobs.set(jobId, new this.#limitsModule.LimitsJob(mapId, map, { ...sound, limits }, driveDb));
        return { isNeeded: true };
      }
      case 'limit':
        this.#limitsJob(request.jobId).process(request);
        return arraysOf(request);
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
    if (!this.readPassages) throw new Error('What reads passages is not loaded');
    const { map, integratedLufs } = this.#mix(mapId);
    return { ...this.readPassages(map), integratedLufs };
  }

  #endLimits(jobId: number, job: LimitsJob): void {
    this.#limitsJobs.delete(jobId);
    const mix = this.#mixes.get(job.mapId);
    // The mix was released, or analysed anew, in the meantime.
    if (mix?.map !== job.base) return;
    mix.limited.set(job.key, { jobId, map: job.finish() });
    if (mix.limited.size > this.#limitsModule.MOST_LIMITED) mix.limited.delete(mix.limited.keys().next().value!);
  }

  #levels(
    mapId: string,
    profiles: readonly (Pick<DeviceProfile, 'id'> & DeviceSound)[],
    options: LevelOptions,
  ): DeviceLevel[] {
    const mix = this.#mix(mapId);
    const { map, limited } = mix;
    return deviceLevels(map, profiles, options, this.#readings, (sound) => {
      const plain = { map, reading: this.#readings.of(map, sound) };
      const { limits } = sound;
      if (!limits || !bendsLevels(limits)) return plain;
      const behind = limited.size > 0 ? limited.get(this.#limitsModule.limitsKey(sound)) : undefined;
      if (behind) {
        return { map: behind.map, reading: this.#readings.of(behind.map, sound, this.#limitsModule.DONE) };
      }
      const gainDb = options.estimatesLimits ? this.#estimateOf(mix)?.gainDb({ ...sound, limits }) : 0;
      return { ...plain, gainDb: gainDb ?? 0 };
    });
  }

  #estimateOf(mix: HeldMix): LimitsEstimate | null {
    if (!mix.excerpt) return null;
    mix.estimate ??= new this.#limitsModule.LimitsEstimate(
      mix.excerpt,
      LIMITS_LUFS - mix.integratedLufs,
      this.#readings,
    );
    return mix.estimate;
  }

  get #limitsModule(): typeof LimitsOfMix {
    if (!this.limits) throw new Error('What works limits out has not been loaded');
    return this.limits;
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
