import { CorrelationMeter } from '../dsp/correlation';
import { LoudnessMeter } from '../dsp/loudness';
import { TruePeakMeter } from '../dsp/truePeak';
import type { MixAnalysis } from './AnalysisPort';
import type { AnalysisAnswer, AnalysisRequest, SampleBlock } from './analysisMessages';
import { BandPowerMapBuilder, DeviceReadings, deviceLevels } from './bandPowerMap';
import type { BandPowerMap } from './bandPowerMap';
import { readPassages } from './readPassages';
import { WaveformBuilder } from './waveform';

/** One mix on its way through the worker. */
class AnalysisJob {
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
  }

  measure({ left, right = left }: SampleBlock): void {
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

/** The worker's side: jobs under way and finished maps. Knows nothing of how requests reach it. */
export class AnalysisSession {
  readonly #jobs = new Map<number, AnalysisJob>();
  readonly #maps = new Map<string, { readonly jobId: number; readonly map: BandPowerMap }>();
  readonly #readings = new DeviceReadings();

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
        const { map, analysis } = this.#job(request.jobId).finish();
        this.#jobs.delete(request.jobId);
        this.#maps.set(analysis.mapId, { jobId: request.jobId, map });
        return analysis;
      }
      case 'cancel':
        this.#jobs.delete(request.jobId);
        // Cancelled while its last answer was on the way: nobody knows of the map.
        for (const [mapId, held] of this.#maps) if (held.jobId === request.jobId) this.#maps.delete(mapId);
        return null;
      case 'levels':
        return deviceLevels(this.#map(request.mapId), request.profiles, this.#readings);
      case 'passages':
        return readPassages(this.#map(request.mapId));
      case 'release':
        this.#maps.delete(request.mapId);
        return null;
    }
  }

  #map(mapId: string): BandPowerMap {
    const held = this.#maps.get(mapId);
    if (!held) throw new Error(`No map is held for ${mapId}`);
    return held.map;
  }

  #job(jobId: number): AnalysisJob {
    const job = this.#jobs.get(jobId);
    if (!job) throw new Error(`Job ${jobId} is not under way`);
    return job;
  }
}
