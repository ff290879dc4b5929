import { Engine } from './Engine';
import type { EnginePort } from './EnginePort';

/** Builds the engine; loaded on first use so that the first screen does not wait for it. */
export function createEngine(): EnginePort {
  return new Engine();
}
