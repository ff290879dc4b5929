import type { FittingPort } from '../FittingPort';
import { FittingClient } from './FittingClient';

/** Fitting and OPRA's database in a worker of their own, started by the first call. */
export function createFitting(): FittingPort {
  return new FittingClient(() => new Worker(new URL('./fitting.worker.ts', import.meta.url), { type: 'module' }));
}
