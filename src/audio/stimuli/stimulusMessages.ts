import type { StimulusJob } from './StimulusJob';
import type { RenderedStimulus } from './StimulusPort';

export interface StimulusRequestMessage {
  readonly requestId: number;
  readonly job: StimulusJob;
}

export type StimulusAnswerMessage =
  | { readonly requestId: number; readonly stimulus: RenderedStimulus }
  | { readonly requestId: number; readonly failure: string };
