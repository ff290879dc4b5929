import { AnalysisClient } from './AnalysisClient';
import type { AnalysisPort } from './AnalysisPort';

/** Analysis in a worker of its own, started by the first call. */
export function createAnalysis(): AnalysisPort {
  return new AnalysisClient(() => new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module' }));
}
