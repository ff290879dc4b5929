import type { DeviceProfile } from '../devices/DeviceProfile';
import type { DeviceLevel, LevelOptions, MixAnalysis, SampleArrays, Waveform } from './AnalysisPort';
import type { DeviceSound } from './deviceReading';
import type { PassageFacts } from './PassageFacts';
import type { AnswerMessage as Answered, RequestMessage as Requested } from './WorkerConnection';

/** Samples of a job on their way to the worker. */
export interface SampleBlock extends SampleArrays {
  readonly jobId: number;
}

/** What the page asks of the worker. A mix is sent twice: its waveform takes a tenth of the time and comes first. */
export type AnalysisRequest =
  | {
      readonly kind: 'begin';
      readonly jobId: number;
      readonly mapId: string;
      readonly sampleRate: number;
      readonly lengthFrames: number;
      readonly channelCount: 1 | 2;
    }
  | ({ readonly kind: 'draw' } & SampleBlock)
  | { readonly kind: 'endDraw'; readonly jobId: number }
  | ({ readonly kind: 'measure' } & SampleBlock)
  | { readonly kind: 'endMeasure'; readonly jobId: number }
  | {
      readonly kind: 'beginLimits';
      readonly jobId: number;
      readonly mapId: string;
      readonly sound: DeviceSound;
      /** Brings the mix to the loudness at which limits are meant, dB. */
      readonly driveDb: number;
    }
  | ({ readonly kind: 'limit' } & SampleBlock)
  | { readonly kind: 'endLimits'; readonly jobId: number }
  | { readonly kind: 'cancel'; readonly jobId: number }
  | {
      readonly kind: 'levels';
      readonly mapId: string;
      readonly profiles: readonly (Pick<DeviceProfile, 'id'> & DeviceSound)[];
      readonly options: LevelOptions;
    }
  | { readonly kind: 'passages'; readonly mapId: string }
  | { readonly kind: 'release'; readonly mapId: string }
  | { readonly kind: 'releaseLimits'; readonly mapId: string };

/** What the worker gives back for each kind of request; of a block its arrays, to be filled again. */
export interface AnalysisAnswers {
  readonly begin: null;
  readonly draw: SampleArrays;
  readonly endDraw: Waveform;
  readonly measure: SampleArrays;
  readonly endMeasure: Omit<MixAnalysis, 'waveform'>;
  /** Nothing is to be done where nothing bends levels, or it has been measured. */
  readonly beginLimits: { readonly isNeeded: boolean };
  readonly limit: SampleArrays;
  readonly endLimits: null;
  readonly cancel: null;
  readonly levels: DeviceLevel[];
  readonly passages: PassageFacts;
  readonly release: null;
  readonly releaseLimits: null;
}

export type AnalysisAnswer = AnalysisAnswers[keyof AnalysisAnswers];

export type RequestMessage = Requested<AnalysisRequest>;

export type AnswerMessage = Answered<AnalysisAnswer, string>;
