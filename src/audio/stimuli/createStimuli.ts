import { StimulusClient } from './StimulusClient';
import type { StimulusPort } from './StimulusPort';

/** Stimuli from a worker of their own, started by the first call. */
export function createStimuli(): StimulusPort {
  return new StimulusClient(() => new Worker(new URL('./stimulus.worker.ts', import.meta.url), { type: 'module' }));
}
