import { instantiatePffft } from '../renderer/pffft';
import { pffftBytes } from '../renderer/pffftBytes';
import { renderStimulus } from './renderStimulus';
import { StepFilters } from './StepFilters';
import type { StimulusAnswerMessage, StimulusRequestMessage } from './stimulusMessages';

let filters: Promise<StepFilters> | null = null;

/** Filters stay from one stimulus to the next: the trials of a sitting share their device. What fails is tried again. */
function stepFilters(): Promise<StepFilters> {
  filters ??= pffftBytes()
    .then((bytes) => new StepFilters(instantiatePffft(bytes)))
    .catch((error: unknown) => {
      filters = null;
      throw error;
    });
  return filters;
}

async function answer({ requestId, job }: StimulusRequestMessage): Promise<StimulusAnswerMessage> {
  try {
    return { requestId, stimulus: renderStimulus(job, await stepFilters()) };
  } catch (error) {
    return { requestId, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Answers each request; a request that fails harms no other. */
self.onmessage = async ({ data }: MessageEvent<StimulusRequestMessage>): Promise<void> => {
  const message = await answer(data);
  const transfer = 'stimulus' in message ? message.stimulus.versions.flat().map(({ buffer }) => buffer) : [];
  self.postMessage(message, { transfer });
};

// Fetched while the first passage is decoded; who needs it is told if it fails.
stepFilters().catch(() => undefined);
