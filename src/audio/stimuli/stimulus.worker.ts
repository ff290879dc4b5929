import { renderStimulus } from './renderStimulus';
import type { StimulusAnswerMessage, StimulusRequestMessage } from './stimulusMessages';
import { ToneFilters } from './toneFilters';

/** Filters stay from one stimulus to the next: the trials of a sitting share their device. */
const filters = new ToneFilters();

/** Answers each request in turn; a request that fails harms no other. */
self.onmessage = ({ data: { requestId, job } }: MessageEvent<StimulusRequestMessage>): void => {
  let message: StimulusAnswerMessage;
  try {
    message = { requestId, stimulus: renderStimulus(job, filters) };
  } catch (error) {
    message = { requestId, failure: error instanceof Error ? error.message : String(error) };
  }
  const transfer = 'stimulus' in message ? message.stimulus.versions.flat().map(({ buffer }) => buffer) : [];
  self.postMessage(message, { transfer });
};
